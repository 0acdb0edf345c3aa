package dev.berth.engine.machine;

import dev.berth.engine.container.ContainerLinks.Linked;
import dev.berth.engine.container.ContainerRecord;
import dev.berth.engine.container.ContainerState;
import dev.berth.engine.container.option.Capabilities;
import dev.berth.engine.container.option.HostOptions;
import dev.berth.engine.container.option.HostOptions.NamespaceModes;
import dev.berth.engine.container.option.ResourceRules;
import dev.berth.engine.container.option.Resources;
import dev.berth.engine.container.option.SecurityOptions;
import dev.berth.engine.network.NetworkSettings;
import dev.berth.engine.record.RecordFile;
import dev.berth.engine.volume.MountOrder;
import dev.berth.runtime.ContainerMount;
import dev.berth.runtime.ContainerSpec;
import dev.berth.runtime.ContainerSpec.ContainerFile;
import dev.berth.runtime.ContainerSpec.Network;
import dev.berth.runtime.NamespaceSharing;
import dev.berth.runtime.NamespaceSharing.Owner;
import dev.berth.runtime.ProcessLimit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** What a container's record means for the runtime. */
final class ContainerSpecs {
    private static final String SHARED = "container:";

    private final String machine;
    private final String machineHostname;
    private final MachineFolder folder;
    private final ContainerLayers layers;
    private final ContainerFiles files;

    ContainerSpecs(String machine, String machineHostname, MachineFolder folder, ContainerLayers layers, ContainerFiles files) {
        this.machine = machine;
        this.machineHostname = machineHostname;
        this.folder = folder;
        this.layers = layers;
        this.files = files;
    }

    /** @param besides mounts that are not in the record; they are made last */
    ContainerSpec of(ContainerRecord record, ContainerNetworks.Place place, List<Linked> linked, List<ContainerMount> besides) {
        return of(record, place.wanted(), files(record, place.settings(), linked), linked, besides);
    }

    /** For who reads and writes its files: those that are laid over its own are there once it has been started. */
    ContainerSpec ofFiles(ContainerRecord record) {
        Network network = record.network().addresses().isEmpty() ? new Network.None() : new Network.Bridged(List.of(), List.of());
        return of(record, network, record.state() instanceof ContainerState.Created ? List.of() : files(record, record.network(), List.of()), List.of(), List.of());
    }

    private ContainerSpec of(ContainerRecord record, Network network, List<ContainerFile> files, List<Linked> linked, List<ContainerMount> besides) {
        HostOptions host = record.config().host();
        SecurityOptions security = SecurityOptions.parse(host.privileges().securityOptions());
        boolean ofMachine = host.namespaces().uts().equals("host");
        return new ContainerSpec(
                machine,
                record.id().value(),
                ofMachine ? machineHostname : record.hostname(),
                ofMachine ? "" : record.config().domainname(),
                layers.names(record),
                sharing(host.namespaces()),
                network,
                Capabilities.of(host.privileges()),
                host.privileges().privileged(),
                host.privileges().readOnlyRoot(),
                record.ephemeral(),
                security.noNewPrivileges(),
                security.unconfined(),
                Stream.concat(MountOrder.of(record.mounts(), host.mounts().temporary()).stream(), besides.stream()).toList(),
                host.namespaces().ipc().equals("none") ? OptionalLong.empty() : OptionalLong.of(host.sharedMemoryBytes()),
                host.settings(),
                processLimits(host.resources()),
                ResourceRules.outOfMemoryScore(host.resources()),
                host.init().orElse(false),
                files,
                record.program().process(record.config(), record.hostname(), linked.stream().flatMap(each -> each.environment().stream()).toList()),
                ResourceRules.limits(host.resources()));
    }

    /** Who shares another's network shares its names. */
    private List<ContainerFile> files(ContainerRecord record, NetworkSettings network, List<Linked> linked) {
        if (record.config().networkDisabled()) {
            return List.of(ContainerFiles.hostname(record.hostname()));
        }
        String mode = record.config().networkMode();
        if (mode.startsWith(SHARED)) {
            Optional<ContainerRecord> owner = new RecordFile<>(
                    folder.container(mode.substring(SHARED.length())).resolve(ContainersOfMachine.RECORD), ContainerRecord.class).read();
            if (owner.isPresent()) {
                ContainerRecord other = owner.get();
                return files.of(other.hostname(), other.config().domainname(), other.network().addresses(), other.config().host().names(), NamesOfContainers.isServed(other.network()), List.of());
            }
        }
        return files.of(record.hostname(), record.config().domainname(), network.addresses(), record.config().host().names(), NamesOfContainers.isServed(network), linked);
    }

    private static List<ProcessLimit> processLimits(Resources resources) {
        return resources.processLimits().stream().map(limit -> new ProcessLimit(limit.name(), limit.soft(), limit.hard())).toList();
    }

    private static NamespaceSharing sharing(NamespaceModes modes) {
        return new NamespaceSharing(owner(modes.pid()), owner(modes.ipc()), owner(modes.uts()));
    }

    private static Owner owner(String mode) {
        if (mode.startsWith(SHARED)) {
            return new Owner.Container(mode.substring(SHARED.length()));
        }
        return mode.equals("host") ? new Owner.Machine() : new Owner.Itself();
    }
}
