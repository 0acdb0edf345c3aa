package dev.berth.lab.port;

import dev.berth.lab.machine.MachineName;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The connections to students' servers that are open: so many of a student, so many in all. Thread safe. */
final class PortUse {

    /** A browser has six to one address, and a WebSocket or two. */
    static final int OF_A_STUDENT = 16;

    /** Each takes 64 KiB at worst: both sides' buffers full. */
    static final int IN_ALL = 200;

    private static final long RECENT_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final Map<MachineName, Use> uses = new HashMap<>();
    private int open;

    private static final class Use {
        private int open;
        private long usedAt;
    }

    /** @return whether there is room; then {@link #close} follows */
    synchronized boolean open(MachineName machine) {
        if (open >= IN_ALL || openOf(machine.student()) >= OF_A_STUDENT) {
            return false;
        }
        Use use = uses.computeIfAbsent(machine, first -> new Use());
        use.open++;
        use.usedAt = System.nanoTime();
        open++;
        return true;
    }

    synchronized void close(MachineName machine) {
        Use use = uses.get(machine);
        use.open--;
        use.usedAt = System.nanoTime();
        open--;
    }

    /** Whether a page of the machine is open, or was a moment ago. */
    synchronized boolean shows(MachineName machine) {
        forgetOld();
        return uses.containsKey(machine);
    }

    private int openOf(String student) {
        return uses.entrySet().stream().filter(each -> each.getKey().student().equals(student)).mapToInt(each -> each.getValue().open).sum();
    }

    private void forgetOld() {
        long now = System.nanoTime();
        for (Iterator<Use> each = uses.values().iterator(); each.hasNext(); ) {
            Use use = each.next();
            if (use.open == 0 && now - use.usedAt > RECENT_NANOS) {
                each.remove();
            }
        }
    }
}
