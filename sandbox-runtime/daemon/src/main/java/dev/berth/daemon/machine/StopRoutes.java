package dev.berth.daemon.machine;

import dev.berth.daemon.http.Exchange;
import dev.berth.daemon.http.Router;
import java.util.concurrent.CompletionStage;

/** {@code /berth/stop} on the admin socket: the orderly end of all machines, before the engine's own. See docs/machine-api.md. */
final class StopRoutes {
    private final Machines machines;

    /** What these routes need. */
    interface Machines {
        CompletionStage<Void> stopAll();
    }

    private StopRoutes(Machines machines) {
        this.machines = machines;
    }

    static void add(Router router, Machines machines) {
        router.add("POST", "/berth/stop", new StopRoutes(machines)::stop);
    }

    private CompletionStage<?> stop(Exchange exchange) {
        return machines.stopAll().thenRun(() -> exchange.answer(204));
    }
}
