package dev.berth.engine.volume;

import static dev.berth.engine.EngineException.Kind.SYSTEM;

import dev.berth.engine.EngineException;
import dev.berth.runtime.ContainerSpec;
import dev.berth.runtime.MachineRuntime;
import dev.berth.runtime.kernel.FolderDescriptor;
import dev.berth.runtime.kernel.OpenFolder;
import dev.berth.runtime.kernel.RootedFolder;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;

/** What the containers of a machine have mounted: decided and made when a container is, held until it is removed. */
public final class ContainerMounts {
    private final MachineRuntime runtime;
    private final VolumesOfMachine volumes;
    private final BindSources sources;

    /** @param owner host id of the machine's root */
    public ContainerMounts(String machine, int owner, MachineRuntime runtime, VolumesOfMachine volumes) {
        this.runtime = runtime;
        this.volumes = volumes;
        this.sources = new BindSources(machine, owner, runtime);
    }

    /**
     * For a new container, whose folders are there.
     *
     * @param bare the container, with nothing mounted in it
     * @param anonymous targets of volumes without a name
     * @param mountsOf what another container has
     * @param unfinished told of all of them before a volume is made that only this container's record will name
     * @throws EngineException with Docker's text; {@link #abandon} takes back what was made by then
     */
    public List<MountPoint> make(ContainerSpec bare, MountOptions options, SortedSet<String> anonymous, Function<String, List<MountPoint>> mountsOf,
            Consumer<List<MountPoint>> unfinished) {
        List<PlannedMount> planned = MountPlanner.plan(options, anonymous, mountsOf);
        for (PlannedMount each : planned) {
            if (each.sourceNeeded()) {
                sources.require(each.mount().source());
            }
        }
        List<MountPoint> mounts = planned.stream().map(PlannedMount::mount).toList();
        if (mounts.stream().anyMatch(MountPoint::anonymous)) {
            unfinished.accept(mounts);
        }
        for (PlannedMount each : planned) {
            MountPoint mount = each.mount();
            Optional<VolumeFiles.Filling> filling = each.copied() ? Optional.of(folder -> copyOut(bare, mount, folder)) : Optional.empty();
            each.volume().ifPresent(request -> volumes.provide(request, mount.anonymous(), bare.id(), filling));
        }
        return mounts;
    }

    private void copyOut(ContainerSpec bare, MountPoint mount, Path folder) throws IOException {
        try (FolderDescriptor descriptor = runtime.openRoot(bare); OpenFolder root = OpenFolder.open(descriptor)) {
            Optional<OpenFolder> source = source(root, mount);
            if (source.isPresent()) {
                try (OpenFolder from = source.get(); RootedFolder target = RootedFolder.open(folder)) {
                    TreeCopy.copy(from, target);
                }
            }
        }
    }

    /** Empty when the image has nothing there. What is missing later, while it is copied, is a failure: half a copy would pass for a whole one. */
    private static Optional<OpenFolder> source(OpenFolder root, MountPoint mount) throws IOException {
        try {
            return Optional.of(root.within(mount.target().substring(1)));
        } catch (NoSuchFileException nothingThere) {
            return Optional.empty();
        } catch (NotDirectoryException file) {
            String text = mount.anonymous()
                    ? "cannot mount volume over existing file, file exists " + mount.target()
                    : "source " + mount.target() + " is not directory";
            throw new EngineException(SYSTEM, text, file);
        }
    }

    /** One that was made before this engine began. */
    public void adopt(String container, List<MountPoint> mounts) {
        mounts.stream().filter(mount -> mount.kind() == MountPoint.Kind.VOLUME).forEach(mount -> volumes.use(mount.name(), container));
    }

    /** Before a start: sources that binds lack are made, or missed. */
    public void prepare(List<MountPoint> mounts) {
        for (MountPoint mount : mounts) {
            refuseInKernelFileSystem(mount);
            if (mount.kind() == MountPoint.Kind.BIND && mount.sourceMade()) {
                sources.make(mount.source());
            } else if (mount.kind() == MountPoint.Kind.BIND) {
                sources.require(mount.source());
            }
        }
    }

    /** As runc, which people search for: what a container says of itself must not be covered. */
    private static void refuseInKernelFileSystem(MountPoint mount) {
        String target = mount.target();
        if (!target.equals("/proc") && !target.startsWith("/proc/")) {
            return;
        }
        String reason = target.equals("/proc") ? "because it is not of type proc" : "because it is inside /proc";
        throw new EngineException(SYSTEM, "failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: "
                + "error during container init: error mounting \"" + mount.shownSource() + "\" to rootfs at \"" + target + "\": \"" + target + "\" cannot be mounted " + reason + ": unknown");
    }

    /** A container begins to use its volumes. */
    public void mounted(String container, List<MountPoint> mounts) {
        for (MountPoint mount : mounts) {
            if (mount.kind() == MountPoint.Kind.VOLUME) {
                Map<String, String> more = new TreeMap<>(Map.of(
                        "container", container, "destination", mount.target(), "propagation", mount.propagation(), "read/write", String.valueOf(mount.writable())));
                volumes.tell(mount.name(), "mount", more);
            }
        }
    }

    public void unmounted(String container, List<MountPoint> mounts) {
        mounts.stream()
                .filter(mount -> mount.kind() == MountPoint.Kind.VOLUME)
                .forEach(mount -> volumes.tell(mount.name(), "unmount", Map.of("container", container)));
    }

    /** The container is removed. @param withVolumes those that nobody named go too, unless another container has them */
    public void release(String container, List<MountPoint> mounts, boolean withVolumes) {
        volumes.release(container);
        if (withVolumes) {
            removeUnused(mounts.stream().filter(MountPoint::anonymous).map(MountPoint::name).iterator());
        }
    }

    /** All of them, also when one cannot be. */
    private void removeUnused(Iterator<String> names) {
        while (names.hasNext()) {
            try {
                volumes.removeUnused(names.next());
            } catch (RuntimeException failure) {
                removeUnused(names);
                throw failure;
            }
        }
    }

    /** Its creation failed, or was not finished. */
    public void abandon(String container) {
        volumes.abandon(container);
    }
}
