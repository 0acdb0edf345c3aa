package dev.berth.daemon.machine;

import dev.berth.daemon.docker.build.BuildRoutes;
import dev.berth.daemon.docker.container.ContainerFileRoutes;
import dev.berth.daemon.docker.container.ContainerPruneRoutes;
import dev.berth.daemon.docker.container.ContainerRoutes;
import dev.berth.daemon.docker.container.ContainerStreamRoutes;
import dev.berth.daemon.docker.container.ExecRoutes;
import dev.berth.daemon.docker.container.StatsRoutes;
import dev.berth.daemon.docker.image.ImageRoutes;
import dev.berth.daemon.docker.image.ImageTransferRoutes;
import dev.berth.daemon.docker.image.RegistryRoutes;
import dev.berth.daemon.docker.network.NetworkRoutes;
import dev.berth.daemon.docker.system.DiskUsageRoutes;
import dev.berth.daemon.docker.system.EventRoutes;
import dev.berth.daemon.docker.system.MissingRoutes;
import dev.berth.daemon.docker.system.PluginRoutes;
import dev.berth.daemon.docker.system.SystemRoutes;
import dev.berth.daemon.docker.volume.VolumeRoutes;
import dev.berth.daemon.http.Router;
import dev.berth.daemon.http.UploadLine;
import dev.berth.daemon.http.Workers;
import dev.berth.engine.host.Engine;
import dev.berth.engine.machine.MachineView;

/** What can be asked on one socket. */
final class LevelApi {
    private LevelApi() {}

    /** Docker's API for one machine. */
    static Router machine(MachineView machine, Workers workers) {
        Router router = docker(machine, workers);
        MissingRoutes.add(router);
        return router;
    }

    /** Docker's API with machines as its containers, and what Docker has no word for. */
    static Router admin(Engine engine, Workers workers) {
        Router router = docker(engine.admin(), workers);
        TerminalRoutes.add(router, engine.terminals());
        ProcessRoutes.add(router, engine.processes());
        ImageFileRoutes.add(router, engine.imageFiles(), workers);
        HibernationRoutes.add(router, engine.hibernation());
        StopRoutes.add(router, engine::stopMachines);
        MissingRoutes.add(router);
        return router;
    }

    private static Router docker(MachineView machine, Workers workers) {
        Router router = new Router();
        UploadLine uploads = new UploadLine(workers);
        SystemRoutes.add(router, machine, workers);
        ContainerRoutes.add(router, machine, uploads, workers);
        ContainerStreamRoutes.add(router, machine);
        ContainerPruneRoutes.add(router, machine);
        StatsRoutes.add(router, machine);
        ContainerFileRoutes.add(router, machine, uploads, workers);
        ExecRoutes.add(router, machine);
        BuildRoutes.add(router, machine.builds(), uploads);
        ImageTransferRoutes.add(router, machine, uploads, workers);
        RegistryRoutes.add(router, machine, uploads);
        ImageRoutes.add(router, machine, workers);
        EventRoutes.add(router, machine);
        VolumeRoutes.add(router, machine);
        NetworkRoutes.add(router, machine);
        PluginRoutes.add(router);
        DiskUsageRoutes.add(router, machine, workers);
        return router;
    }
}
