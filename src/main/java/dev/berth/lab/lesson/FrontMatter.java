package dev.berth.lab.lesson;

import dev.berth.lab.source.Mistakes;
import dev.berth.lab.source.Suggestion;
import dev.berth.lab.source.YamlMapping;
import dev.berth.lab.source.YamlNode;
import dev.berth.lab.value.StudentValues;
import dev.berth.lab.value.ValueRecipe;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What stands between the two lines {@code ---} above a lesson's text.
 *
 * @param summary what one learns in it, in a sentence; plain text with `code` between backticks
 * @param minutes how long the lesson takes
 * @param memory what the student's containers need, in MiB beyond the machine itself
 * @param machines the host names of the machines, the first one first
 * @param images what has to be on the machine before the lesson begins, as {@code docker run} names it
 * @param needs the lessons to be done before
 * @param values the student's own values
 */
record FrontMatter(
        String id,
        String title,
        Optional<String> summary,
        int minutes,
        int memory,
        List<String> machines,
        List<String> images,
        List<String> needs,
        Map<String, ValueRecipe> values) {

    static final SortedSet<String> KEYS = new TreeSet<>(List.of(
            "id", "title", "summary", "minutes", "memory", "machines", "images", "needs", "values"));

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,39}");
    private static final Pattern IMAGE = Pattern.compile("[a-z0-9][a-z0-9._/-]{0,99}(?::[A-Za-z0-9_][A-Za-z0-9._-]{0,40})?");
    private static final int LONGEST_SUMMARY = 200;
    private static final int MOST_MINUTES = 240;
    private static final int MOST_MEMORY = 4096;

    /**
     * @param mistakes where it is noted what cannot be used; something stands in for it, so that the rest of the lesson can be looked at
     */
    static FrontMatter read(final YamlNode document, final Mistakes mistakes) {
        final YamlMapping mapping = document.mapping(KEYS);
        return new FrontMatter(
                mistakes.attempt(() -> name(mapping.required("id"))).orElse(""),
                mistakes.attempt(() -> mapping.required("title").text()).orElse(""),
                mistakes.attempt(() -> mapping.optional("summary").map(FrontMatter::sentence)).orElse(Optional.empty()),
                mistakes.attempt(() -> mapping.required("minutes").integer(1, MOST_MINUTES)).orElse(1),
                mistakes.attempt(() -> mapping.required("memory").integer(0, MOST_MEMORY)).orElse(0),
                mistakes.attempt(() -> machines(mapping)).orElse(List.of()),
                mistakes.attempt(() -> each(mapping.optional("images"), FrontMatter::image)).orElse(List.of()),
                mistakes.attempt(() -> each(Optional.of(mapping.required("needs")), FrontMatter::name)).orElse(List.of()),
                mistakes.attempt(() -> values(mapping, mistakes)).orElse(Map.of()));
    }

    private static List<String> machines(final YamlMapping mapping) {
        final List<YamlNode> asked = mapping.required("machines").list();
        if (asked.size() > Lesson.MACHINES.size()) {
            throw mapping.position("machines").error("a lesson has three machines at most; this one asks for " + asked.size());
        }
        final List<String> machines = new ArrayList<>();
        for (final YamlNode each : asked) {
            if (!Lesson.MACHINES.contains(each.text())) {
                throw each.position().error("\"" + each.text() + "\" is no machine; known are " + String.join(", ", Lesson.MACHINES) + Suggestion.of(each.text(), Lesson.MACHINES));
            }
            if (machines.contains(each.text())) {
                throw each.position().error("machine \"" + each.text() + "\" stands here twice; take one of them out");
            }
            machines.add(each.text());
        }
        if (machines.isEmpty() || !machines.get(0).equals(Lesson.FIRST_MACHINE)) {
            throw mapping.position("machines").error("the first machine is vm1, which a student has for the whole course; write [" + Lesson.FIRST_MACHINE
                    + machines.stream().filter(other -> !other.equals(Lesson.FIRST_MACHINE)).map(other -> ", " + other).collect(Collectors.joining()) + "]");
        }
        return machines;
    }

    private static List<String> each(final Optional<YamlNode> list, final Function<YamlNode, String> reading) {
        return list.map(YamlNode::list).orElse(List.of()).stream().map(reading).toList();
    }

    private static String sentence(final YamlNode node) {
        final String text = node.text().strip();
        if (text.isEmpty() || text.length() > LONGEST_SUMMARY) {
            throw node.position().error("a summary is one sentence of at most " + LONGEST_SUMMARY + " characters; this one has " + text.length());
        }
        return text;
    }

    private static String image(final YamlNode node) {
        if (!IMAGE.matcher(node.text()).matches()) {
            throw node.position().error("\"" + node.text() + "\" cannot be the name of an image, as in debian or berth/system:1");
        }
        return node.text();
    }

    private static Map<String, ValueRecipe> values(final YamlMapping mapping, final Mistakes mistakes) {
        final Map<String, ValueRecipe> values = new LinkedHashMap<>();
        mapping.optional("values").map(YamlNode::mappingOfAnyKeys).ifPresent(section -> {
            for (final String name : section.keys()) {
                mistakes.check(() -> values.put(name, value(name, section, values.keySet())));
                values.putIfAbsent(name, new ValueRecipe.Word());
            }
        });
        return values;
    }

    private static ValueRecipe value(final String name, final YamlMapping section, final Set<String> earlier) {
        if (!NAME.matcher(name).matches() || name.equals(StudentValues.NAME)) {
            throw section.position(name).error("\"" + name + "\" cannot be a value's name: lower case letters, digits and hyphens, and not \"name\"");
        }
        final YamlNode recipe = section.required(name);
        try {
            return ValueRecipe.parse(recipe.text(), earlier);
        } catch (final IllegalArgumentException e) {
            throw recipe.position().error(e.getMessage());
        }
    }

    private static String name(final YamlNode node) {
        if (!NAME.matcher(node.text()).matches()) {
            throw node.position().error("\"" + node.text() + "\" cannot be a name: lower case letters, digits and hyphens, at most 40 of them");
        }
        return node.text();
    }
}
