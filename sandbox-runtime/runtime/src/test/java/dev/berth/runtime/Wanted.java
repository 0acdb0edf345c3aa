package dev.berth.runtime;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/** A container's spec, changed in the one respect that a test is about. */
final class Wanted {
    String hostname;
    String domainname;
    List<String> layers;
    NamespaceSharing sharing;
    ContainerSpec.Network network;
    Set<String> capabilities;
    boolean privileged;
    boolean readOnlyRoot;
    boolean volatileRoot;
    boolean noNewPrivileges;
    boolean unconfined;
    List<ContainerMount> mounts;
    OptionalLong sharedMemoryBytes;
    Map<String, String> settings;
    List<ProcessLimit> processLimits;
    int outOfMemoryScore;
    boolean init;
    List<ContainerSpec.ContainerFile> files;
    private final ContainerSpec from;

    private Wanted(ContainerSpec from) {
        this.from = from;
        hostname = from.hostname();
        domainname = from.domainname();
        layers = from.layers();
        sharing = from.sharing();
        network = from.network();
        capabilities = from.capabilities();
        privileged = from.privileged();
        readOnlyRoot = from.readOnlyRoot();
        volatileRoot = from.volatileRoot();
        noNewPrivileges = from.noNewPrivileges();
        unconfined = from.unconfined();
        mounts = from.mounts();
        sharedMemoryBytes = from.sharedMemoryBytes();
        settings = from.settings();
        processLimits = from.processLimits();
        outOfMemoryScore = from.outOfMemoryScore();
        init = from.init();
        files = from.files();
    }

    static ContainerSpec with(ContainerSpec from, java.util.function.Consumer<Wanted> change) {
        Wanted wanted = new Wanted(from);
        change.accept(wanted);
        return wanted.spec();
    }

    private ContainerSpec spec() {
        return new ContainerSpec(
                from.machine(), from.id(), hostname, domainname, layers, sharing, network, capabilities, privileged, readOnlyRoot, volatileRoot, noNewPrivileges, unconfined, mounts, sharedMemoryBytes,
                settings, processLimits, outOfMemoryScore, init, files, from.process(), from.limits());
    }
}
