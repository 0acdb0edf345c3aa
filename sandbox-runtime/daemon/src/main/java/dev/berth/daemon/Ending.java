package dev.berth.daemon;

import dev.berth.engine.machine.MachineDisks;
import dev.berth.engine.machine.PrivateNetworks;
import dev.berth.runtime.MachineRuntime;
import dev.berth.runtime.controlgroup.ControlGroups;
import dev.berth.runtime.host.LaunchedMachineRuntime;
import dev.berth.runtime.network.HostNat;
import java.io.IOException;
import java.nio.file.Files;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes away all that this copy of Berth has in the kernel: machines, control groups, attached disks, private networks, firewall table. Disks, images and records stay. For when no engine runs; the
 * launcher may run still, or be gone.
 */
final class Ending {
    private static final Logger LOG = LoggerFactory.getLogger(Ending.class);

    private final Settings settings;
    private boolean complete = true;

    Ending(Settings settings) {
        this.settings = settings;
    }

    /** Tries everything, whatever fails. @return false when something may be left; the log says what */
    boolean stopAll() throws IOException {
        Files.createDirectories(settings.layers());
        ControlGroups groups = settings.controlGroups();
        if (Files.exists(settings.launcherSocket())) {
            attempt("stop the machines", () -> stopMachines(groups));
        }
        attempt("detach the disks of machines", () -> MachineDisks.closeAll(settings.home()));
        groups.machines().forEach(machine -> attempt("remove the control group of machine \"" + machine + "\"", () -> groups.removeMachine(machine)));
        attempt("remove the control groups", groups::removeEmpty);
        attempt("remove the private networks of students", () -> PrivateNetworks.closeAll(settings.run()));
        attempt("remove the firewall table", () -> HostNat.remove(settings.tag()));
        return complete;
    }

    private void stopMachines(ControlGroups groups) {
        try (MachineRuntime runtime = LaunchedMachineRuntime.connect(settings.launcherSocket(), settings.layers(), groups, OptionalLong.empty())) {
            runtime.runningMachines().forEach(machine -> attempt("stop machine \"" + machine + "\"", () -> runtime.stopMachine(machine)));
        }
    }

    private void attempt(String what, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException failure) {
            complete = false;
            LOG.error("cannot {}", what, failure);
        }
    }
}
