package dev.berth.engine.volume;


import dev.berth.engine.EngineException;
import dev.berth.runtime.MachineRuntime;
import dev.berth.runtime.kernel.FolderDescriptor;
import dev.berth.runtime.kernel.RootedFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** Files and folders of a machine that its containers have mounted. They are looked up in the machine's root alone, whatever links are in it. */
final class BindSources {
    /** File systems of the kernel, where nothing can be made and which are not in the root that is handed out. */
    private static final List<String> OF_THE_KERNEL = List.of("/proc", "/sys", "/dev");

    private final String machine;
    private final MachineRuntime runtime;

    BindSources(String machine, MachineRuntime runtime) {
        this.machine = machine;
        this.runtime = runtime;
    }

    /** @throws EngineException INVALID_PARAMETER, with Docker's text, when nothing is there */
    void require(String source) {
        if (isOfTheKernel(source)) {
            return;
        }
        try (FolderDescriptor descriptor = runtime.openMachineRoot(machine); RootedFolder root = RootedFolder.open(descriptor)) {
            if (!root.exists(source.substring(1))) {
                throw MountCheck.invalid("bind", "bind source path does not exist: " + source);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot look for " + source, failure);
        }
    }

    private static boolean isOfTheKernel(String path) {
        return path.equals("/") || OF_THE_KERNEL.stream().anyMatch(top -> path.equals(top) || path.startsWith(top + "/"));
    }
}
