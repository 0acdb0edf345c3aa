package dev.berth.engine;

import dev.berth.runtime.ResourceLimits;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/**
 * What an engine is opened with.
 *
 * @param home folder of its state, on one file system
 * @param run folder of its sockets
 * @param machineLimits what a machine may use whose creator says nothing else; its containers included
 * @param machineDiskBytes size of a machine's disk whose creator says nothing else; empty: disks are not limited
 * @param mostMachines how many may exist, running or not
 * @param nameservers for machines and their containers; see {@code dev.berth.runtime.network.NameServers}
 */
public record EngineSettings(Path home, Path run, ResourceLimits machineLimits, OptionalLong machineDiskBytes, int mostMachines, List<String> nameservers) {
    private static final long MACHINE_MEMORY = 256L * 1024 * 1024;
    private static final long MACHINE_PROCESSES = 512;
    private static final long MACHINE_DISK = 2L << 30;
    private static final int MOST_MACHINES = 200;

    /** With limits for a class on a small host: 256 MiB, 512 processes and 2 GiB of disk a machine, 200 machines. */
    public static EngineSettings of(Path home, Path run, List<String> nameservers) {
        return new EngineSettings(
                home, run, ResourceLimits.of(OptionalLong.of(MACHINE_MEMORY), OptionalLong.of(MACHINE_PROCESSES)), OptionalLong.of(MACHINE_DISK), MOST_MACHINES, nameservers);
    }
}
