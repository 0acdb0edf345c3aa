package dev.berth.lab.source;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.NodeTuple;

/** Keys and values of a YAML mapping. */
public final class YamlMapping {

    private final SourcePosition position;
    private final Optional<Mistakes> mistakes;
    private final Map<String, YamlNode> values = new LinkedHashMap<>();
    private final Map<String, SourcePosition> places = new LinkedHashMap<>();
    private boolean hasUnknownKeys;

    YamlMapping(final SourcePosition start, final MappingNode node, final Optional<Mistakes> mistakes) {
        this.position = YamlNode.position(start, node);
        this.mistakes = mistakes;
        for (final NodeTuple tuple : node.getValue()) {
            final YamlNode key = new YamlNode(start, tuple.getKeyNode(), mistakes);
            if (values.put(key.text(), new YamlNode(start, tuple.getValueNode(), mistakes)) != null) {
                throw key.position().error("key \"" + key.text() + "\" is here twice");
            }
            places.put(key.text(), key.position());
        }
    }

    /** Where the mapping begins. */
    public SourcePosition position() {
        return position;
    }

    /** Where {@code key} is. */
    public SourcePosition position(final String key) {
        return places.getOrDefault(key, position);
    }

    /** All keys, in the order they are written; for mappings whose keys the author chooses. */
    public Set<String> keys() {
        return new LinkedHashSet<>(values.keySet());
    }

    /** The value of a key that may be left out. */
    public Optional<YamlNode> optional(final String key) {
        return Optional.ofNullable(values.get(key));
    }

    /** The value of a key that must be there. */
    public YamlNode required(final String key) {
        return optional(key).orElseThrow(() -> hasUnknownKeys ? Mistakes.told() : position.error("key \"" + key + "\" is missing"));
    }

    /** Refuses other keys than these: whoever mistypes one hears of what they wrote, and not that another is missing. */
    void refuseOthersThan(final Set<String> known) {
        for (final String key : values.keySet()) {
            if (!known.contains(key)) {
                final LessonSourceException unknown = places.get(key).error(
                        "unknown key \"" + key + "\"; known here are " + String.join(", ", known) + Suggestion.of(key, known));
                mistakes.orElseThrow(() -> unknown).add(unknown);
                hasUnknownKeys = true;
            }
        }
    }
}
