package dev.berth.daemon.docker.system;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.daemon.docker.Host;
import dev.berth.daemon.http.ApiVersion;
import dev.berth.daemon.http.Exchange;
import dev.berth.daemon.http.Json;
import dev.berth.daemon.http.Router;
import dev.berth.daemon.http.Workers;
import dev.berth.engine.machine.MachineView;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** {@code _ping}, {@code version} and {@code info}: what this engine is. Honest values, in the fields that the CLI prints. */
public final class SystemRoutes {
    public static final String VERSION = "20.10.24+berth";

    private final MachineView machine;
    private final Workers workers;
    private final Host host;

    private SystemRoutes(MachineView machine, Workers workers) {
        this.machine = machine;
        this.workers = workers;
        host = Host.read();
    }

    public static void add(Router router, MachineView machine, Workers workers) {
        SystemRoutes routes = new SystemRoutes(machine, workers);
        router.add("GET", "/_ping", routes::ping);
        router.add("HEAD", "/_ping", routes::ping);
        router.add("GET", "/version", routes::version);
        router.add("GET", "/info", routes::info);
    }

    private CompletionStage<?> ping(Exchange exchange) {
        exchange.respondWith("Cache-Control", "no-cache, no-store, must-revalidate");
        exchange.respondWith("Pragma", "no-cache");
        exchange.answerText("OK");
        return CompletableFuture.completedFuture(null);
    }

    private CompletionStage<?> version(Exchange exchange) {
        ObjectNode json = Json.object();
        json.putObject("Platform").put("Name", "Berth");
        ObjectNode details = json.putArray("Components").addObject().put("Name", "Engine").put("Version", VERSION).putObject("Details");
        for (ObjectNode each : List.of(json, details)) {
            each.put("ApiVersion", ApiVersion.LATEST.toString());
            each.put("MinAPIVersion", ApiVersion.OLDEST.toString());
            each.put("GitCommit", "unknown");
            each.put("GoVersion", "none (Java " + Runtime.version().feature() + ")");
            each.put("Os", "linux");
            each.put("Arch", host.goArchitecture());
            each.put("KernelVersion", host.kernel());
            each.put("BuildTime", "");
        }
        details.put("Experimental", "false");
        json.put("Version", VERSION);
        exchange.answer(200, json);
        return CompletableFuture.completedFuture(null);
    }

    private CompletionStage<?> info(Exchange exchange) {
        return machine.containers().list().thenCombine(workers.files(() -> machine.images().list().size()),
                        (containers, images) -> new SystemInfo(machine, host).of(containers, images))
                .thenAccept(json -> exchange.answer(200, json));
    }
}
