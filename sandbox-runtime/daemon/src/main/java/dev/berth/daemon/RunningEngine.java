package dev.berth.daemon;

import dev.berth.daemon.machine.Sockets;
import dev.berth.engine.EngineSettings;
import dev.berth.engine.host.Engine;
import dev.berth.engine.host.HostEngine;
import dev.berth.engine.image.store.ImageStore;
import dev.berth.runtime.MachineRuntime;
import dev.berth.runtime.controlgroup.ControlGroups;
import dev.berth.runtime.host.HostMemory;
import dev.berth.runtime.host.LaunchedMachineRuntime;
import dev.berth.runtime.network.HostNat;
import dev.berth.runtime.network.MachineNetworks;
import dev.berth.runtime.network.NameServers;
import java.io.IOException;
import java.net.Inet4Address;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The engine of this host with all its parts, serving. Closing it ends the service and nothing else: machines, and what connects them, go on. */
final class RunningEngine implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RunningEngine.class);

    private final MachineRuntime runtime;
    private final ImageStore images;
    private final Engine engine;
    private final Sockets sockets;

    private RunningEngine(MachineRuntime runtime, ImageStore images, Engine engine, Sockets sockets) {
        this.runtime = runtime;
        this.images = images;
        this.engine = engine;
        this.sockets = sockets;
    }

    /** Returns when clients can connect. */
    static RunningEngine open(Settings settings) throws IOException {
        Files.createDirectories(settings.layers());
        List<Inet4Address> nameservers = NameServers.forMachines();
        RememberedPool remembered = new RememberedPool(settings.home());
        HostNat nat = HostNat.open(settings.tag(), remembered.first(HostNat.DEFAULT_POOLS), nameservers);
        remembered.remember(nat.pool());
        ControlGroups groups = settings.controlGroups();
        OptionalLong machinesMemory = OptionalLong.of(settings.machinesMemory(HostMemory.total()));
        MachineRuntime runtime = LaunchedMachineRuntime.connect(settings.launcherSocket(), settings.layers(), groups, machinesMemory);
        try {
            return open(settings, runtime, nat, nameservers);
        } catch (IOException | RuntimeException failure) {
            runtime.freezeOnly(Set.of()); // what an engine before this one has frozen gets its turns from nobody now
            throw failure;
        }
    }

    private static RunningEngine open(Settings settings, MachineRuntime runtime, HostNat nat, List<Inet4Address> nameservers) throws IOException {
        EngineSettings engineSettings =
                EngineSettings.of(settings.home(), settings.run(), nameservers.stream().map(Inet4Address::getHostAddress).toList());
        MachineNetworks networks = new MachineNetworks(nat.pool(), nat.interfacePrefix());
        ImageStore images = ImageStore.open(settings.home());
        Engine engine = HostEngine.open(engineSettings, runtime, images, Optional.of(networks));
        Sockets sockets = Sockets.open(engine, settings.labGroup());
        engine.takeTurns();
        return new RunningEngine(runtime, images, engine, sockets);
    }

    @Override
    public void close() {
        closeAll(List.of(sockets::close, engine::close, images::close, runtime::close));
    }

    /** In their order. One that fails, as a socket does that is slow to close on a busy host, does not keep the others from it. */
    static void closeAll(List<Runnable> closings) {
        closings.forEach(closing -> {
            try {
                closing.run();
            } catch (RuntimeException failure) {
                LOG.warn("the engine ends, but not in order: {}", failure.toString());
            }
        });
    }
}
