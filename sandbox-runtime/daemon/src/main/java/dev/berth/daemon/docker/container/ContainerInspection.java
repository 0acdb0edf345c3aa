package dev.berth.daemon.docker.container;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.daemon.docker.GoTime;
import dev.berth.daemon.docker.Host;
import dev.berth.daemon.docker.network.NetworkJson;
import dev.berth.daemon.http.Json;
import dev.berth.engine.container.ContainerState;
import dev.berth.engine.container.ContainerView;
import dev.berth.engine.container.Containers.Sizes;
import dev.berth.engine.container.Health;
import dev.berth.engine.container.option.HostOptions.LogOptions;
import dev.berth.engine.container.option.SecurityOptions;
import java.time.Instant;
import java.util.Optional;

/** A container as {@code GET /containers/{id}/json} shows it. */
final class ContainerInspection {
    private static final String CONTAINERS = "/var/lib/docker/containers/";

    private ContainerInspection() {}

    static ObjectNode of(String machine, ContainerView container, Optional<Sizes> sizes) {
        ObjectNode inspection = Json.object();
        inspection.put("Id", container.id().value());
        inspection.put("Created", GoTime.text(container.created()));
        inspection.put("Path", container.path());
        inspection.set("Args", Json.strings(container.arguments()));
        inspection.set("State", state(container));
        inspection.put("Image", container.image().toString());
        inspection.put("ResolvConfPath", container.config().networkDisabled() ? "" : file(container, "resolv.conf"));
        inspection.put("HostnamePath", file(container, "hostname"));
        inspection.put("HostsPath", container.config().networkDisabled() ? "" : file(container, "hosts"));
        inspection.put("LogPath", logFile(container));
        inspection.put("Name", "/" + container.name());
        inspection.put("RestartCount", container.restartCount());
        inspection.put("Driver", Host.STORAGE);
        inspection.put("Platform", "linux");
        inspection.put("MountLabel", "");
        inspection.put("ProcessLabel", "");
        inspection.put("AppArmorProfile", appArmorProfile(container));
        inspection.set("ExecIDs", Json.stringsOrNull(container.execIds()));
        inspection.set("HostConfig", HostConfigJson.of(container.config()));
        inspection.putObject("GraphDriver").put("Name", Host.STORAGE).putObject("Data");
        sizes.ifPresent(known -> inspection.put("SizeRw", known.writable()).put("SizeRootFs", known.total()));
        inspection.set("Mounts", MountsJson.points(container.mounts(), true));
        inspection.set("Config", ContainerConfigJson.of(container));
        inspection.set("NetworkSettings", network(machine, container));
        return inspection;
    }

    /** Where a Docker has it; in a machine nothing is there, the file is made in the container when it starts. */
    private static String file(ContainerView container, String name) {
        return container.state().hadNetwork() ? CONTAINERS + container.id() + "/" + name : "";
    }

    /** Likewise: a log is read by {@code docker logs}. */
    private static String logFile(ContainerView container) {
        boolean kept = container.config().host().log().driver().equals(LogOptions.DEFAULT.driver());
        return kept && container.state().hadLog() ? CONTAINERS + container.id() + "/" + container.id() + "-json.log" : "";
    }

    /** The one that was named, until a start finds that there are none. */
    private static String appArmorProfile(ContainerView container) {
        return container.state().hadLog() ? "" : SecurityOptions.parse(container.config().host().privileges().securityOptions()).appArmorProfile();
    }

    private static ObjectNode state(ContainerView container) {
        boolean restarting = container.state() instanceof ContainerState.Restarting;
        ContainerState state = container.state() instanceof ContainerState.Restarting waiting ? waiting.last() : container.state();
        boolean paused = state instanceof ContainerState.Paused;
        Optional<Instant> startedAt = Optional.empty();
        int exitCode = 0;
        String error = "";
        boolean outOfMemory = false;
        if (state instanceof ContainerState.Running running) {
            startedAt = Optional.of(running.startedAt());
        } else if (state instanceof ContainerState.Paused frozen) {
            startedAt = Optional.of(frozen.startedAt());
        } else if (state instanceof ContainerState.Exited exited) {
            startedAt = Optional.of(exited.startedAt());
            exitCode = exited.code();
            error = exited.error() == null ? "" : exited.error();
            outOfMemory = exited.outOfMemory();
        } else if (state instanceof ContainerState.Created created && created.startFailure() != null) {
            exitCode = created.startFailure().code();
            error = created.startFailure().message();
        }
        ObjectNode json = Json.object();
        json.put("Status", container.state().status());
        json.put("Running", paused || restarting || state instanceof ContainerState.Running);
        json.put("Paused", paused);
        json.put("Restarting", restarting);
        json.put("OOMKilled", outOfMemory);
        json.put("Dead", false);
        json.put("Pid", container.pid());
        json.put("ExitCode", exitCode);
        json.put("Error", error);
        json.put("StartedAt", startedAt.map(GoTime::text).orElse(GoTime.NEVER));
        json.put("FinishedAt", state.lastEnd().map(GoTime::text).orElse(GoTime.NEVER));
        container.health().ifPresent(health -> json.set("Health", health(health)));
        return json;
    }

    private static ObjectNode health(Health health) {
        ObjectNode json = Json.object();
        json.put("Status", health.status().text());
        json.put("FailingStreak", health.failingStreak());
        ArrayNode log = json.putArray("Log");
        for (Health.Probe probe : health.log()) {
            log.addObject()
                    .put("Start", GoTime.text(probe.start()))
                    .put("End", GoTime.text(probe.end()))
                    .put("ExitCode", probe.exitCode())
                    .put("Output", probe.output());
        }
        return json;
    }

    private static ObjectNode network(String machine, ContainerView container) {
        String sandbox = NetworkJson.sandbox(machine, container);
        ObjectNode endpoints = NetworkJson.endpoints(machine, container);
        ObjectNode json = Json.object();
        json.put("Bridge", "");
        json.put("SandboxID", sandbox);
        json.put("HairpinMode", false);
        json.put("LinkLocalIPv6Address", "");
        json.put("LinkLocalIPv6PrefixLen", 0);
        json.set("Ports", ContainerPorts.map(container));
        json.put("SandboxKey", NetworkJson.sandboxKey(sandbox, container));
        json.putNull("SecondaryIPAddresses");
        json.putNull("SecondaryIPv6Addresses");
        json.put("EndpointID", endpoints.path("bridge").path("EndpointID").asText(""));
        json.put("GlobalIPv6Address", "");
        json.put("GlobalIPv6PrefixLen", 0);
        NetworkJson.addresses(json, NetworkJson.ofDefaultBridge(container));
        json.put("IPv6Gateway", "");
        json.put("MacAddress", NetworkJson.ofDefaultBridge(container).hardwareAddress());
        json.set("Networks", endpoints);
        return json;
    }
}
