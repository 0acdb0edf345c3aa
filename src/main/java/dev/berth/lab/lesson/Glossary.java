package dev.berth.lab.lesson;

import dev.berth.lab.source.Mistakes;
import dev.berth.lab.source.SourcePosition;
import dev.berth.lab.source.YamlMapping;
import dev.berth.lab.source.YamlNode;
import dev.berth.lab.value.Template;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The words of the course, each explained in a sentence or two: glossary.yaml beside course.yaml. */
public final class Glossary {

    /** The file's name, in the folder of the course. */
    static final String NAME = "glossary.yaml";

    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9 ./+-]{0,38}[A-Za-z0-9])?");
    private static final int LONGEST_TEXT = 400;

    private final Map<String, Entry> entries;
    private final Map<String, Entry> byWord = new HashMap<>();

    private Glossary(final Map<String, Entry> entries) {
        this.entries = entries;
        for (final Entry entry : entries.values()) {
            byWord.put(key(entry.word()), entry);
            entry.also().forEach(word -> byWord.put(key(word), entry));
        }
    }

    /**
     * A word, explained.
     *
     * @param text plain, with `code` between backticks
     * @param also other forms of the word, as a text may use them
     * @param lesson the id of the lesson that introduces it
     */
    public record Entry(String word, String text, List<String> also, Optional<String> lesson) {

        public Entry {
            also = List.copyOf(also);
        }

        /** The name of its place on the glossary's page. */
        public String anchor() {
            return key(word).replaceAll("[^a-z0-9]+", "-");
        }

        /** The explanation as HTML. */
        public String html() {
            return Html.saying(text);
        }
    }

    /** Of a course that has none. */
    static Glossary empty() {
        return new Glossary(Map.of());
    }

    /**
     * A course without the file has no words.
     *
     * @param mistakes where it is noted what is not understood; the other words are there all the same
     */
    static Glossary read(final Path root, final Mistakes mistakes) throws IOException {
        final Path file = root.resolve(NAME);
        if (!Files.exists(file)) {
            return empty();
        }
        final SourcePosition top = new SourcePosition(NAME, 1);
        final String text = LessonFolder.text(file, top);
        return mistakes.attempt(() -> read(YamlNode.parse(top, text, mistakes).mappingOfAnyKeys(), mistakes)).orElseGet(Glossary::empty);
    }

    private static Glossary read(final YamlMapping mapping, final Mistakes mistakes) {
        final Map<String, Entry> entries = new TreeMap<>(Comparator.comparing(Glossary::key));
        final Map<String, SourcePosition> words = new HashMap<>();
        for (final String word : mapping.keys()) {
            mistakes.attempt(() -> entry(word, mapping, words)).ifPresent(entry -> entries.put(word, entry));
        }
        return new Glossary(entries);
    }

    private static Entry entry(final String word, final YamlMapping mapping, final Map<String, SourcePosition> words) {
        claim(word, mapping.position(word), words);
        final YamlMapping entry = mapping.required(word).mapping("text", "also", "lesson");
        final List<YamlNode> also = entry.optional("also").map(YamlNode::list).orElse(List.of());
        also.forEach(node -> claim(node.text(), node.position(), words));
        return new Entry(word, text(entry.required("text")), also.stream().map(YamlNode::text).toList(), entry.optional("lesson").map(YamlNode::text));
    }

    private static void claim(final String word, final SourcePosition position, final Map<String, SourcePosition> words) {
        if (!WORD.matcher(word).matches()) {
            throw position.error("\"" + word + "\" cannot be a word of the glossary: letters, digits, blanks and the signs . / + -");
        }
        final SourcePosition before = words.putIfAbsent(key(word), position);
        if (before != null) {
            throw position.error("the word \"" + word + "\" is already in line " + before.line());
        }
    }

    private static String text(final YamlNode node) {
        final String text = node.text().strip();
        if (text.isEmpty() || text.length() > LONGEST_TEXT) {
            throw node.position().error("an explanation is a sentence or two, at most " + LONGEST_TEXT + " characters; this one has " + text.length());
        }
        Template.parse(node.position(), text, Set.of()); // a lesson's page, which the text becomes a part of, would fill what looks like a value
        return text;
    }

    /** All words, in the order of the alphabet. */
    public List<Entry> entries() {
        return List.copyOf(entries.values());
    }

    /** All words in all their forms. */
    Set<String> words() {
        return byWord.keySet();
    }

    /** The entry of a word, or of another form of it, in capitals or not. */
    public Optional<Entry> find(final String word) {
        return Optional.ofNullable(byWord.get(key(word)));
    }

    private static String key(final String word) {
        return word.toLowerCase(Locale.ROOT);
    }
}
