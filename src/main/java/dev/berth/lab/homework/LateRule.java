package dev.berth.lab.homework;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a submission after the deadline is worth. */
public enum LateRule {
    FULL {
        @Override
        int points(int points) {
            return points;
        }
    },
    HALF {
        @Override
        int points(int points) {
            return (points + 1) / 2;
        }
    },
    NONE {
        @Override
        int points(int points) {
            return 0;
        }
    };

    abstract int points(int points);

    /** As a homework writes it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<LateRule> of(String word) {
        return Arrays.stream(values()).filter(rule -> rule.word().equals(word)).findFirst();
    }

    static String words() {
        return Arrays.stream(values()).map(LateRule::word).collect(Collectors.joining(", "));
    }
}
