package dev.berth.engine.volume;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The words after the second colon of {@code -v}: at most one of each kind. */
record MountMode(String text, Map<MountMode.Kind, String> words) {
    static final Set<String> PROPAGATIONS = Set.of("private", "rprivate", "slave", "rslave", "shared", "rshared");

    /** What a word is about; those of labels and consistency say nothing to this kernel. */
    enum Kind {
        WRITING(Set.of("rw", "ro")),
        LABEL(Set.of("z", "Z")),
        PROPAGATION(PROPAGATIONS),
        COPY(Set.of("nocopy")),
        CONSISTENCY(Set.of("consistent", "cached", "delegated"));

        private final Set<String> known;

        Kind(Set<String> known) {
            this.known = known;
        }

        private static Optional<Kind> of(String word) {
            for (Kind kind : values()) {
                if (kind.known.contains(word)) {
                    return Optional.of(kind);
                }
            }
            return Optional.empty();
        }
    }

    /** Empty: it is no mode. */
    static Optional<MountMode> parse(String text) {
        if (text.isEmpty()) {
            return Optional.of(new MountMode("", Map.of()));
        }
        List<String> words = List.of(text.split(",", -1));
        List<Kind> kinds = words.stream().map(Kind::of).flatMap(Optional::stream).toList();
        if (kinds.size() < words.size() || Set.copyOf(kinds).size() < words.size()) {
            return Optional.empty();
        }
        return Optional.of(new MountMode(text, words.stream().collect(Collectors.toMap(word -> Kind.of(word).orElseThrow(), word -> word))));
    }

    boolean readOnly() {
        return "ro".equals(words.get(Kind.WRITING));
    }

    boolean withoutCopy() {
        return words.containsKey(Kind.COPY);
    }

    /** {@code ""} when none was asked for. */
    String propagation() {
        return words.getOrDefault(Kind.PROPAGATION, "");
    }
}
