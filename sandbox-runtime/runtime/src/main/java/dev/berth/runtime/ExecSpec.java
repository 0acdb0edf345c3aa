package dev.berth.runtime;

import java.util.Optional;

/**
 * One more program in a machine or in a container of it.
 *
 * @param machine name of a running machine
 * @param container id of a running container in it; empty: in the machine itself (the student's shell)
 * @param key unique name under which the launcher keeps the process, at most 200 bytes
 * @param privileged keeps all capabilities of the machine's root
 * @param unconfined all system calls of a machine are there, as for the rest of its container
 */
public record ExecSpec(String machine, Optional<String> container, String key, boolean privileged, boolean unconfined, ProcessSpec process) {

    /** With the usual filter of system calls. */
    public ExecSpec(String machine, Optional<String> container, String key, boolean privileged, ProcessSpec process) {
        this(machine, container, key, privileged, false, process);
    }
}
