package dev.berth.engine.volume;

import static dev.berth.engine.EngineException.Kind.SYSTEM;

import dev.berth.engine.EngineException;
import dev.berth.runtime.MachineRuntime;
import dev.berth.runtime.kernel.ActingAs;
import dev.berth.runtime.kernel.FileStamp;
import dev.berth.runtime.kernel.FolderDescriptor;
import dev.berth.runtime.kernel.RootedFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Files and folders of a machine that its containers have mounted. They are looked up in the machine's root alone, whatever links are in it. */
final class BindSources {
    private static final int MODE = 0755;

    /** File systems of the kernel, where nothing can be made and which are not in the root that is handed out. */
    private static final List<String> OF_THE_KERNEL = List.of("/proc", "/sys", "/dev");

    private final String machine;
    private final int owner;
    private final MachineRuntime runtime;

    BindSources(String machine, int owner, MachineRuntime runtime) {
        this.machine = machine;
        this.owner = owner;
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

    /** Makes a folder, with those that lead to it, unless something is there. */
    void make(String source) {
        if (isOfTheKernel(source)) {
            return;
        }
        try (FolderDescriptor descriptor = runtime.openMachineRoot(machine); RootedFolder root = RootedFolder.open(descriptor)) {
            if (!root.exists(source.substring(1))) {
                make(root, source.substring(1));
            }
        } catch (IOException failure) {
            throw new EngineException(SYSTEM, "error while creating mount source path '" + source + "': mkdir " + source + ": " + reason(failure), failure);
        }
    }

    private void make(RootedFolder root, String path) throws IOException {
        try (ActingAs ignored = ActingAs.user(owner)) {
            root.makeFolder(path);
            root.stamp(path, new FileStamp(owner, owner, MODE, Instant.now(), Map.of()), false);
        }
    }

    private static String reason(IOException failure) {
        return failure instanceof FileAlreadyExistsException ? "file exists" : failure.getMessage();
    }

    private static boolean isOfTheKernel(String path) {
        return path.equals("/") || OF_THE_KERNEL.stream().anyMatch(top -> path.equals(top) || path.startsWith(top + "/"));
    }
}
