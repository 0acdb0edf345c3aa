package dev.berth.lab.check;

import java.util.Set;

/**
 * What looking at a condition showed.
 *
 * @param met whether it is so
 * @param found what sayings can tell of it
 * @param containers the ids of the containers that it is about
 */
record Finding(boolean met, Found found, Set<String> containers) {

    static Finding of(final boolean met) {
        return new Finding(met, Found.NOTHING, Set.of());
    }
}
