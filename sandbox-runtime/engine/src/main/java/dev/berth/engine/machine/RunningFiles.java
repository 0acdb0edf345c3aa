package dev.berth.engine.machine;

import dev.berth.engine.container.ContainerLinks.Linked;
import dev.berth.engine.container.ContainerRecord;
import dev.berth.runtime.LaunchFailedException;
import dev.berth.runtime.MachineRuntime;
import java.io.UncheckedIOException;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the files true that running containers were given: what a program has written into them stays. A file that was bound in the place of one is the client's and left alone, and a program may have taken
 * one away: then the network changes all the same.
 */
final class RunningFiles {
    private static final Logger LOG = LoggerFactory.getLogger(RunningFiles.class);

    private final String machine;
    private final MachineRuntime runtime;
    private final ContainerFiles files;

    RunningFiles(String machine, MachineRuntime runtime, ContainerFiles files) {
        this.machine = machine;
        this.runtime = runtime;
        this.files = files;
    }

    void addAddress(ContainerRecord record, String address) {
        change(record, ContainerFiles.HOSTS_FILE, before -> (before.isEmpty() || before.endsWith("\n") ? before : before + "\n") + line(record, address));
    }

    void removeAddress(ContainerRecord record, String address) {
        change(record, ContainerFiles.HOSTS_FILE, before -> ContainerFiles.without(before, line(record, address)));
    }

    /** Of a container that it has a link to. */
    void changeAddress(ContainerRecord record, Linked linked) {
        change(record, ContainerFiles.HOSTS_FILE, before -> ContainerFiles.withAddress(before, linked));
    }

    private static String line(ContainerRecord record, String address) {
        return ContainerFiles.ownHost(address, record.hostname(), record.config().domainname());
    }

    /** From now on it asks the name server that we run for it, unless a program has chosen another one. */
    void serveNames(ContainerRecord record) {
        change(record, ContainerFiles.RESOLVER_FILE, before -> before.equals(files.resolver(record.config().host().names(), false)) ? files.resolver(record.config().host().names(), true) : before);
    }

    private void change(ContainerRecord record, String path, UnaryOperator<String> change) {
        if (record.mounts().stream().anyMatch(mount -> mount.target().equals(path))) {
            return;
        }
        try {
            runtime.changeFile(machine, record.id().value(), path, change);
        } catch (LaunchFailedException | UncheckedIOException | IllegalStateException failure) {
            LOG.info("{} of container {} stays as it is: {}", path, record.id().abbreviated(), failure.getMessage());
        }
    }
}
