package dev.berth.engine.machine;

import static dev.berth.engine.EngineException.Kind.INVALID_PARAMETER;
import static dev.berth.engine.EngineException.Kind.NOT_IMPLEMENTED;
import static dev.berth.engine.EngineException.Kind.SYSTEM;

import dev.berth.engine.EngineException;
import dev.berth.engine.work.HostSpace;
import dev.berth.runtime.kernel.DiskImage;
import dev.berth.runtime.kernel.SystemCallException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The disks of machines. Each is a file system of its own in a file that grows as it is filled, up to the machine's limit, and is attached to the host only while
 * something of the machine is in use. On a host that has no such devices disks are plain folders without a limit.
 */
public final class MachineDisks {
    private static final Logger LOG = LoggerFactory.getLogger(MachineDisks.class);

    private static final long MOST_BYTES = 1L << 40;

    /** Kept free for a start: a machine whose owner has used up all its files must start all the same, for a start makes a few. */
    private static final int SPARE_FILES = 16;

    private static final byte[] SPARE_BLOCK = new byte[4096];

    private final OptionalLong usual;
    private final Path names;
    private final HostSpace space;

    private MachineDisks(OptionalLong usual, Path names, HostSpace space) {
        this.usual = usual;
        this.names = names;
        this.space = space;
    }

    /**
     * Finds out whether disks can be limited here, by a try.
     *
     * @param home the engine's; @param usual size in bytes of a disk whose machine asks for no other; empty: none is limited; @param space where the disks are
     */
    public static MachineDisks open(Path home, OptionalLong usual, HostSpace space) {
        Path names = home.resolve("loop");
        MachineFolder.makeFolder(names, "rwx------");
        ContainersOfMachine.list(names).forEach(MachineDisks::removeName);
        if (usual.isEmpty()) {
            return new MachineDisks(usual, names, space);
        }
        DiskImage probe = new DiskImage(home.resolve("probe.img"), names);
        Path folder = home.resolve("probe");
        try {
            MachineFolder.makeFolder(folder, "rwx------");
            probe.format(DiskImage.LEAST_BYTES);
            probe.mount(folder);
            return new MachineDisks(usual, names, space);
        } catch (IOException | SystemCallException failure) {
            LOG.warn("machines' disks are not limited: one student can fill the disk of this host ({})", failure.getMessage());
            return new MachineDisks(OptionalLong.empty(), names, space);
        } finally {
            removeProbe(probe, folder);
        }
    }

    /** A second name of a disk, left by a crash, would keep its space when its machine is removed. */
    private static void removeName(Path name) {
        try {
            Files.deleteIfExists(name);
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot remove " + name, failure);
        }
    }

    private static void removeProbe(DiskImage probe, Path folder) {
        try {
            DiskImage.unmount(folder);
            Files.deleteIfExists(folder);
            Files.deleteIfExists(probe.file());
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot remove " + folder, failure);
        }
    }

    /** @throws EngineException when no machine can have a disk of so many bytes here */
    void check(OptionalLong asked) {
        if (asked.isPresent() && usual.isEmpty()) {
            throw new EngineException(NOT_IMPLEMENTED, "this host cannot limit the disk of a machine: leave --storage-opt out, and see the engine's log for the reason");
        }
        if (asked.isPresent() && (asked.getAsLong() < DiskImage.LEAST_BYTES || asked.getAsLong() > MOST_BYTES)) {
            throw new EngineException(INVALID_PARAMETER,
                    "a disk of " + asked.getAsLong() + " bytes is not possible: --storage-opt size= takes 32m to 1t");
        }
    }

    /**
     * Makes an empty one, ready to be used, unless the host is nearly full.
     *
     * @param asked its size in bytes; empty: as usual. @param owner the machine's base id
     */
    void make(MachineFolder machine, OptionalLong asked, int owner) {
        space.require();
        MachineFolder.makeFolder(machine.disk(), "rwx------");
        if (usual.isPresent()) {
            try {
                image(machine).format(asked.orElse(usual.getAsLong()));
            } catch (IOException failure) {
                throw new EngineException(SYSTEM, "cannot make the disk of a machine: " + failure.getMessage(), failure);
            }
        }
        open(machine);
        machine.makeDisk(owner);
        keepSpare(machine);
    }

    /** From now on its files are at {@link MachineFolder#disk()}. Nothing happens when they are. */
    void open(MachineFolder machine) {
        if (Files.exists(image(machine).file())) {
            image(machine).mount(machine.disk());
        }
    }

    /** As {@link #open}, and makes sure that a start finds room. After it {@link #keepSpare}. */
    void openForStart(MachineFolder machine) {
        open(machine);
        for (int file = 0; file < SPARE_FILES; file++) {
            try {
                Files.deleteIfExists(spare(machine, file));
            } catch (IOException failure) {
                throw new UncheckedIOException("cannot make room on the disk of " + machine.path(), failure);
            }
        }
    }

    /** A full disk has no room to spare; what the last start used is there for the next one. */
    void keepSpare(MachineFolder machine) {
        if (Files.exists(image(machine).file())) {
            try {
                for (int file = 0; file < SPARE_FILES; file++) {
                    Files.write(spare(machine, file), SPARE_BLOCK);
                }
            } catch (IOException full) {
                LOG.debug("no room to spare on the disk of {}", machine.path(), full);
            }
        }
    }

    private static Path spare(MachineFolder machine, int number) {
        return machine.disk().resolve("spare-" + number);
    }

    /** Nothing of the machine is in use any more. */
    void close(MachineFolder machine) {
        DiskImage.unmount(machine.disk());
    }

    /** Detaches all disks below an engine's home. For when nothing of it runs. */
    public static void closeAll(Path home) {
        Path machines = home.resolve("machines");
        if (Files.isDirectory(machines)) {
            ContainersOfMachine.list(machines).forEach(machine -> DiskImage.unmount(new MachineFolder(machine).disk()));
        }
    }

    private DiskImage image(MachineFolder machine) {
        return new DiskImage(machine.path().resolve("disk.img"), names);
    }
}
