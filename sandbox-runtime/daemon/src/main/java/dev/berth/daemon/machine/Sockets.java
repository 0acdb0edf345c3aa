package dev.berth.daemon.machine;

import dev.berth.daemon.http.ApiServer;
import dev.berth.daemon.http.ConnectionLimits;
import dev.berth.daemon.http.EventLoop;
import dev.berth.daemon.http.LoopTurns;
import dev.berth.daemon.http.Router;
import dev.berth.daemon.http.SocketFile;
import dev.berth.daemon.http.Workers;
import dev.berth.engine.host.Engine;
import dev.berth.engine.machine.MachineView;
import dev.berth.engine.work.WorkOwner;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The sockets of an engine: the admin's, and one for each running machine, which comes and goes with it. Thread safe. */
public final class Sockets implements AutoCloseable {
    private static final ConnectionLimits OF_ADMIN = ConnectionLimits.of(2048);
    private static final ConnectionLimits OF_MACHINE = ConnectionLimits.of(64);
    private static final long PATIENCE_SECONDS = 10;

    private final Engine engine;
    private final int group;
    private final Vertx vertx;
    private final Workers workers;
    private final LoopTurns turns;
    private final Map<String, ApiServer> open = new HashMap<>();

    private Sockets(Engine engine, int group) {
        this.engine = engine;
        this.group = group;
        vertx = EventLoop.start();
        workers = new Workers(vertx);
        turns = new LoopTurns(vertx);
    }

    /**
     * Serves the engine. Returns when the sockets of all that runs can be used.
     *
     * @param group host group id that may use every socket, beside root: the lab's
     */
    public static Sockets open(Engine engine, int group) {
        Sockets sockets = new Sockets(engine, group);
        try {
            // The admin's last: who can ask there finds the machines' sockets.
            engine.watchMachines(sockets::add, sockets::remove);
            MachineView admin = engine.admin();
            await(sockets.listen(admin, LevelApi.admin(engine, sockets.workers.of(WorkOwner.ADMINISTRATOR)), OF_ADMIN));
        } catch (RuntimeException failed) {
            sockets.close();
            throw failed;
        }
        return sockets;
    }

    /** Called by the engine before the machine's shell can be used. */
    private void add(MachineView machine) {
        remove(machine.name());
        await(listen(machine, LevelApi.machine(machine, workers.of(new WorkOwner(machine.name()))), OF_MACHINE));
    }

    private Future<Void> listen(MachineView machine, Router router, ConnectionLimits limits) {
        SocketFile file = new SocketFile(machine.socket(), machine.owner(), group);
        return ApiServer.open(vertx, file, router, limits, turns.of(new WorkOwner(machine.name()))).map(server -> {
            synchronized (open) {
                open.put(machine.name(), server);
            }
            return null;
        });
    }

    private void remove(String machine) {
        ApiServer server;
        synchronized (open) {
            server = open.remove(machine);
        }
        if (server != null) {
            // Waits, since closing removes the file, which must not be that of a machine started again.
            await(server.close());
        }
    }

    /** Ends all connections and removes the sockets. What runs in the machines goes on. */
    @Override
    public void close() {
        List<ApiServer> servers;
        synchronized (open) {
            servers = List.copyOf(open.values());
            open.clear();
        }
        servers.forEach(server -> await(server.close()));
        await(vertx.close());
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof RuntimeException cause ? cause : new CompletionException(failed.getCause());
        } catch (TimeoutException failed) {
            throw new IllegalStateException("a socket did not open or close within " + PATIENCE_SECONDS + " seconds", failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a socket opened or closed", stopped);
        }
    }
}
