package dev.berth.engine.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds all processes of a machine, those of its containers included: they are in its user namespace. */
final class MachineProcesses {
    private static final Path PROC = Path.of("/proc");

    private MachineProcesses() {}

    /** @param first host process id of the machine's first process. @return host process ids; none when it is gone */
    static List<Integer> of(int first) {
        Optional<String> namespace = userNamespace(PROC.resolve(String.valueOf(first)));
        List<Integer> found = new ArrayList<>();
        if (namespace.isPresent()) {
            for (Path process : ContainersOfMachine.list(PROC)) {
                String name = process.getFileName().toString();
                if (Character.isDigit(name.charAt(0)) && userNamespace(process).equals(namespace)) {
                    found.add(Integer.valueOf(name));
                }
            }
        }
        return found;
    }

    private static Optional<String> userNamespace(Path process) {
        try {
            return Optional.of(Files.readSymbolicLink(process.resolve("ns/user")).toString());
        } catch (IOException gone) {
            return Optional.empty();
        }
    }
}
