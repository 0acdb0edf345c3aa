package dev.berth.lab.check;

import java.util.Map;
import java.util.Set;

/**
 * What looking at a condition showed.
 *
 * @param met whether it is so
 * @param found what was found, by the names that sayings use: {@code ${found.name}}
 * @param containers the ids of the containers that it is about
 */
record Finding(boolean met, Map<String, String> found, Set<String> containers) {

    static Finding of(final boolean met) {
        return new Finding(met, Map.of(), Set.of());
    }
}
