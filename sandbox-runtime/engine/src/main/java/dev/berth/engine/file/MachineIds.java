package dev.berth.engine.file;

import dev.berth.engine.EngineException;

/**
 * Owners of a machine's files: {@code 0..65535} in the machine and in layers, the machine's base id and up on its disk.
 *
 * @param base host id of the machine's root
 */
public record MachineIds(int base) {
    private static final int COUNT = 65_536;
    /** What the kernel shows in a machine for owners that it does not have. */
    private static final int NOBODY = 65_534;

    /** As the machine sees it. @param id of a file on its disk or in a layer */
    int inside(int id) {
        if (id >= 0 && id < COUNT) {
            return id;
        }
        return id >= base && id < base + COUNT ? id - base : NOBODY;
    }

    /** @throws EngineException SYSTEM when no machine has such an id */
    int outside(long id, String file) {
        if (id < 0 || id >= COUNT) {
            throw new EngineException(EngineException.Kind.SYSTEM,
                    "Error processing tar file(exit status 1): lchown " + file + ": invalid argument: owner " + id + " is not within 0 to " + (COUNT - 1));
        }
        return (int) id + base;
    }
}
