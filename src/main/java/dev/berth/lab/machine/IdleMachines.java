package dev.berth.lab.machine;

import io.vertx.core.Context;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * Puts machines to sleep that nobody has used for a while, so that they cost no memory overnight. {@link Machines#ready} wakes them. The time that a lab which was
 * started anew has not seen does not count. Works on the lab's loop.
 */
public final class IdleMachines {

    private static final System.Logger LOGGER = System.getLogger(IdleMachines.class.getName());
    private static final long SWEEP_MILLIS = 20_000;

    private final Sleepers machines;
    private final Predicate<MachineName> inUse;
    private final Consumer<MachineName> asleep;
    private final long idleMillis;
    private final LongSupplier clockMillis;
    private final Map<MachineName, Long> usedAt = new HashMap<>();
    private boolean sweeping;

    /** Who can put machines to sleep. */
    public interface Sleepers {

        /** The students' machines that run. */
        Future<Set<MachineName>> running();

        /** Completes when nothing of it runs any more; what ran runs again when it is ready the next time. */
        Future<Void> hibernate(MachineName name);
    }

    /**
     * @param inUse      whether a page shows it right now
     * @param asleep     told of each that has fallen asleep
     * @param idleMillis how long nobody must have used one
     */
    public IdleMachines(Sleepers machines, Predicate<MachineName> inUse, Consumer<MachineName> asleep, long idleMillis, LongSupplier clockMillis) {
        this.machines = machines;
        this.inUse = inUse;
        this.asleep = asleep;
        this.idleMillis = idleMillis;
        this.clockMillis = clockMillis;
    }

    /** Looks every now and then, as long as the loop runs. */
    public void watch(Context loop) {
        loop.runOnContext(now -> loop.owner().setPeriodic(SWEEP_MILLIS, tick -> sweep()));
    }

    /** @return completes when those that were idle sleep */
    Future<Void> sweep() {
        if (sweeping) {
            return Future.succeededFuture();
        }
        sweeping = true;
        return machines.running().compose(this::hibernateIdle)
                .onFailure(failure -> LOGGER.log(System.Logger.Level.WARNING, "idle machines cannot be looked for: " + failure.getMessage()))
                .onComplete(done -> sweeping = false);
    }

    private Future<Void> hibernateIdle(Set<MachineName> running) {
        usedAt.keySet().retainAll(running);
        long now = clockMillis.getAsLong();
        running.forEach(name -> usedAt.merge(name, now, (before, ignored) -> inUse.test(name) ? now : before));
        List<MachineName> idle = running.stream().filter(name -> now - usedAt.get(name) >= idleMillis).toList();
        // One after the other: each may have much to write.
        Future<Void> done = Future.succeededFuture();
        for (MachineName name : idle) {
            done = done.compose(before -> hibernate(name));
        }
        return done;
    }

    private Future<Void> hibernate(MachineName name) {
        if (inUse.test(name)) {
            return Future.succeededFuture();
        }
        return machines.hibernate(name)
                .onSuccess(slept -> {
                    usedAt.remove(name);
                    asleep.accept(name);
                })
                .recover(failure -> {
                    LOGGER.log(System.Logger.Level.WARNING, "machine \"" + name + "\" cannot be put to sleep: " + failure.getMessage());
                    return Future.succeededFuture();
                });
    }
}
