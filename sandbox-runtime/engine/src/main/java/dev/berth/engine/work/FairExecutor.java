package dev.berth.engine.work;

import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * Threads that machines share fairly, by the time that their work takes. What a thread takes is decided when it is free: a machine with much to do keeps another waiting for one piece of
 * work at most. Has no thread of its own. Thread safe.
 */
public final class FairExecutor {
    private final Executor threads;
    private final FairOrder<Runnable> order;
    /** Threads were asked for so many times in vain: all that waited was of owners that had as much at work as they may. */
    private int missed;

    /** @param mostAtOnce threads that one owner may have: one less than there are leaves one for whoever comes */
    public FairExecutor(Executor threads, int mostAtOnce) {
        this.threads = threads;
        this.order = new FairOrder<>(mostAtOnce);
    }

    /** The threads, for work of this owner. */
    public Executor of(WorkOwner owner) {
        return work -> {
            synchronized (order) {
                order.add(owner, work);
            }
            threads.execute(this::runNext);
        };
    }

    private void runNext() {
        Optional<FairOrder.Turn<Runnable>> turn;
        synchronized (order) {
            turn = order.next();
            if (turn.isEmpty()) {
                missed++;
                return;
            }
        }
        long begun = System.nanoTime();
        try {
            turn.get().work().run();
        } finally {
            boolean again;
            synchronized (order) {
                order.ended(turn.get(), System.nanoTime() - begun);
                again = missed > 0;
                missed -= again ? 1 : 0;
            }
            if (again) {
                threads.execute(this::runNext);
            }
        }
    }
}
