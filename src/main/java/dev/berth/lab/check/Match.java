package dev.berth.lab.check;

import java.util.Set;

/**
 * What looking at a condition showed.
 *
 * @param met whether it is so
 * @param found what sayings can tell of it
 * @param containers the ids of the containers that it is about
 */
record Match(boolean met, MatchValues found, Set<String> containers) {

    static Match of(final boolean met) {
        return new Match(met, MatchValues.NOTHING, Set.of());
    }
}
