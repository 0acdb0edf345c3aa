package dev.berth.engine.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where machines' Docker sockets are: in a folder for each, which the machine sees as {@code /run/berth}. @param run the engine's folder of sockets */
record MachineSockets(Path run) {

    Path make(String machine) {
        MachineFolder.makeFolder(folder(machine), "rwxr-xr-x");
        return folder(machine);
    }

    private Path folder(String machine) {
        return run.resolve("machines").resolve(machine);
    }

    Path socket(String machine) {
        return folder(machine).resolve("docker.sock");
    }

    /** The socket itself may be there still, if an engine was killed. */
    void remove(String machine) {
        try {
            Files.deleteIfExists(socket(machine));
            Files.deleteIfExists(folder(machine));
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot remove " + folder(machine), failure);
        }
    }
}
