package dev.berth.runtime.launcher;

import dev.berth.runtime.ExitStatus;
import dev.berth.runtime.kernel.Descriptor;
import java.util.Optional;

/**
 * A process that the launcher has started or kept.
 *
 * @param key by which the engine knows it again
 * @param pid as the host sees it
 * @param process its pidfd
 * @param ended empty while it runs
 */
public record KeptProcess(String key, int pid, Descriptor process, StreamDescriptors streams, Optional<ExitStatus> ended) {}
