package dev.berth.engine.image.content;

import java.util.OptionalLong;

/**
 * On whose behalf content is held.
 *
 * @param name of the machine; a machine's accounts are one
 * @param mostBytes that what it has beside the catalogue may take on the host's disk; empty: no limit
 */
public record Account(String name, OptionalLong mostBytes) {
    /** What it holds costs nobody else anything. */
    public static final Account CATALOGUE = new Account("", OptionalLong.empty());

    /** For moments: of those who look at an image. No machine has such a name. */
    public static final Account READERS = new Account("/readers", OptionalLong.empty());

    public static Account ofMachine(String name, OptionalLong mostBytes) {
        return new Account(name, mostBytes);
    }
}
