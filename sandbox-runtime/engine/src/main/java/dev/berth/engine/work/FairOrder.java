package dev.berth.engine.work;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;

/**
 * Whose work is next: start-time fair queuing by the time that work has taken. An owner that has used less than others goes first; one that asked for nothing saves nothing up, and one that
 * used more than its share waits until the others have caught up, also when it asked for nothing meanwhile. The work of one owner keeps its order. Not thread safe.
 *
 * @see <a href="https://doi.org/10.1109/90.649569">Goyal, Vin and Cheng, Start-time fair queuing</a>
 */
public final class FairOrder<T> {
    private final int mostAtOnce;
    private final Map<WorkOwner, Share> shares = new HashMap<>();
    /** Of what has begun last: where an owner begins that comes now. */
    private long virtualTime;
    private int waiting;

    private static final class Share {
        private final Queue<Object> works = new ArrayDeque<>();
        private long used;
        private int running;

        boolean isIdle() {
            return works.isEmpty() && running == 0;
        }
    }

    /** Work that has begun. */
    public record Turn<T>(WorkOwner owner, T work) {}

    /** @param mostAtOnce as much work of one owner may have begun and not ended, at least 1 */
    public FairOrder(int mostAtOnce) {
        this.mostAtOnce = mostAtOnce;
    }

    public void add(WorkOwner owner, T work) {
        Share share = shares.computeIfAbsent(owner, any -> new Share());
        if (share.isIdle()) {
            share.used = Math.max(share.used, virtualTime);
        }
        share.works.add(work);
        waiting++;
    }

    public boolean isEmpty() {
        return waiting == 0;
    }

    /** Of those with the fewest at work, which may last, the one that has used least. @return empty when nothing waits that may begin */
    @SuppressWarnings("unchecked")
    public Optional<Turn<T>> next() {
        Map.Entry<WorkOwner, Share> next = null;
        Iterator<Map.Entry<WorkOwner, Share>> all = shares.entrySet().iterator();
        while (all.hasNext()) {
            Map.Entry<WorkOwner, Share> each = all.next();
            Share share = each.getValue();
            if (share.isIdle() && share.used <= virtualTime) {
                all.remove();
            } else if (!share.works.isEmpty() && share.running < mostAtOnce && (next == null || isBefore(share, next.getValue()))) {
                next = each;
            }
        }
        if (next == null) {
            return Optional.empty();
        }
        Share share = next.getValue();
        share.running++;
        waiting--;
        virtualTime = Math.max(virtualTime, share.used);
        return Optional.of(new Turn<>(next.getKey(), (T) share.works.remove()));
    }

    private static boolean isBefore(Share one, Share other) {
        return one.running == other.running ? one.used < other.used : one.running < other.running;
    }

    /** Called once for each turn. */
    public void ended(Turn<T> turn, long nanoseconds) {
        Share share = shares.get(turn.owner());
        share.running--;
        share.used += nanoseconds / turn.owner().weight();
    }
}
