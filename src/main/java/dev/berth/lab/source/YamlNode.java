package dev.berth.lab.source;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** A value in a YAML file that knows its line, so that whatever is wrong with it can be said at the right place. */
public final class YamlNode {

    private static final int MOST_CODE_POINTS = 512 * 1024;
    private static final int MOST_DEPTH = 20;

    private final SourcePosition start;
    private final Node node;
    private final Optional<Mistakes> mistakes;

    YamlNode(final SourcePosition start, final Node node, final Optional<Mistakes> mistakes) {
        this.start = start;
        this.node = node;
        this.mistakes = mistakes;
    }

    /**
     * Reads a document.
     *
     * @param start where the document begins; lines of errors count from there
     * @throws LessonSourceException if {@code text} is not YAML, or is empty
     */
    public static YamlNode parse(final SourcePosition start, final String text) {
        return parse(start, text, Optional.empty());
    }

    /**
     * Reads a document whose reader goes on after a mistake.
     *
     * @param mistakes where unknown keys are noted, that would be thrown otherwise
     * @throws LessonSourceException if {@code text} is not YAML, or is empty
     */
    public static YamlNode parse(final SourcePosition start, final String text, final Mistakes mistakes) {
        return parse(start, text, Optional.of(mistakes));
    }

    private static YamlNode parse(final SourcePosition start, final String text, final Optional<Mistakes> mistakes) {
        final LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(MOST_CODE_POINTS);
        options.setMaxAliasesForCollections(0);
        options.setAllowRecursiveKeys(false);
        options.setNestingDepthLimit(MOST_DEPTH);
        try {
            final Node root = new Yaml(options).compose(new StringReader(text));
            if (root == null) {
                throw start.error("nothing is written here; a mapping of keys to values is expected");
            }
            return new YamlNode(start, root, mistakes);
        } catch (final MarkedYAMLException e) {
            final Mark mark = e.getProblemMark();
            throw (mark == null ? start : start.plus(mark.getLine()).at(mark.getColumn() + 1)).error("not YAML: " + e.getProblem());
        } catch (final YAMLException e) {
            throw start.error("not YAML that is read here: " + e.getMessage());
        }
    }

    /** Where this value begins. */
    public SourcePosition position() {
        return position(start, node);
    }

    static SourcePosition position(final SourcePosition start, final Node node) {
        return start.plus(node.getStartMark().getLine()).at(node.getStartMark().getColumn() + 1);
    }

    /** This value as text; numbers and booleans as they are written. */
    public String text() {
        if (node instanceof ScalarNode scalar && !scalar.getTag().equals(Tag.NULL)) {
            return scalar.getValue();
        }
        throw position().error("a text is expected here");
    }

    /** This value as a whole number from {@code least} to {@code most}. */
    public int integer(final int least, final int most) {
        final String text = text();
        try {
            final int value = Integer.parseInt(text);
            if (value >= least && value <= most) {
                return value;
            }
        } catch (final NumberFormatException e) {
            // Said below, together with numbers out of range.
        }
        throw position().error("\"" + text + "\" is not a whole number from " + least + " to " + most);
    }

    /** Whether this value is a mapping of keys to values. */
    public boolean isMapping() {
        return node instanceof MappingNode;
    }

    /** This value as a list. */
    public List<YamlNode> list() {
        if (!(node instanceof SequenceNode sequence)) {
            throw position().error("a list is expected here");
        }
        final List<YamlNode> elements = new ArrayList<>();
        for (final Node element : sequence.getValue()) {
            elements.add(new YamlNode(start, element, mistakes));
        }
        return elements;
    }

    /** This value as a list of texts. */
    public List<String> texts() {
        return list().stream().map(YamlNode::text).toList();
    }

    /** This value as a mapping of these keys and no others. */
    public YamlMapping mapping(final String... known) {
        return mapping(new TreeSet<>(List.of(known)));
    }

    /** This value as a mapping of these keys and no others; errors name them in the order of the set. */
    public YamlMapping mapping(final SortedSet<String> known) {
        final YamlMapping mapping = mappingOfAnyKeys();
        mapping.refuseOthersThan(known);
        return mapping;
    }

    /** This value as a mapping whose keys the author chooses. */
    public YamlMapping mappingOfAnyKeys() {
        if (!(node instanceof MappingNode mapping)) {
            throw position().error("a mapping of keys to values is expected here");
        }
        return new YamlMapping(start, mapping, mistakes);
    }
}
