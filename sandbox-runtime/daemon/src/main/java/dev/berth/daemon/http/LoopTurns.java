package dev.berth.daemon.http;

import dev.berth.engine.work.FairOrder;
import dev.berth.engine.work.WorkOwner;
import io.netty.channel.EventLoop;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The event loop's time, shared fairly by machines: requests, answers and new connections wait here for their turn, each machine's in their order. After {@value #SLICE_NANOSECONDS} ns
 * the loop looks for what has come in, so that a machine that comes meanwhile waits for little more, however much others ask for. One for each event loop; can be used from any thread.
 */
public final class LoopTurns {
    private static final Logger LOG = LoggerFactory.getLogger(LoopTurns.class);
    private static final long SLICE_NANOSECONDS = 500_000;

    private final EventLoop loop;
    /** Used on the loop only, as what follows. */
    private final FairOrder<Runnable> order = new FairOrder<>(1);
    private boolean scheduled;

    public LoopTurns(Vertx vertx) {
        loop = ((VertxInternal) vertx).getEventLoopGroup().next();
    }

    /** Runs what it gets on the event loop, in the order of the calls, and never at once. */
    public Executor of(WorkOwner owner) {
        return work -> {
            if (loop.inEventLoop()) {
                add(owner, work);
            } else {
                loop.execute(() -> add(owner, work));
            }
        };
    }

    /** For a connection, of whose context Vert.x wants to know. @param turns as {@link #of} gives them */
    static Executor within(Context context, Executor turns) {
        return work -> turns.execute(() -> ((ContextInternal) context).dispatch(work));
    }

    private void add(WorkOwner owner, Runnable work) {
        order.add(owner, work);
        if (!scheduled) {
            scheduled = true;
            loop.execute(this::run);
        }
    }

    private void run() {
        long begun = System.nanoTime();
        long now = begun;
        while (now - begun < SLICE_NANOSECONDS) {
            Optional<FairOrder.Turn<Runnable>> turn = order.next();
            if (turn.isEmpty()) {
                break;
            }
            guard(turn.get().work());
            long end = System.nanoTime();
            order.ended(turn.get(), end - now);
            now = end;
        }
        scheduled = !order.isEmpty();
        if (scheduled) {
            // What is only given to execute() would run before the sockets are looked at.
            loop.schedule(this::run, 1, TimeUnit.NANOSECONDS);
        }
    }

    /** A mistake must not end the turns of all machines; some libraries throw exceptions that they do not declare. */
    private static void guard(Runnable work) {
        try {
            work.run();
        } catch (Exception failure) {
            LOG.error("a task of the event loop failed", failure);
        }
    }
}
