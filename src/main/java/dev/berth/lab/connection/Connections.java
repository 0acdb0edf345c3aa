package dev.berth.lab.connection;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * The open connections of the lab and what they take. When there are too many, the one that has asked nothing for longest makes room; when they take too much memory, the one that has let
 * us wait for longest. So whoever opens many, sends half a request or does not read loses their own connections first. Used by all event loops.
 */
final class Connections {

    /**
     * What all clients together may take.
     *
     * @param connections  that are open at a time
     * @param ofOneAddress of them; a whole class may come from one address, that of its router or of a TLS proxy
     * @param bytes        of memory for requests that are not answered yet and answers that are not read yet
     */
    record Limits(int connections, int ofOneAddress, long bytes) {

        /** 150 students who open a page all at once, each with six connections, and hold an event stream and two terminals. */
        static final Limits OF_A_CLASS = new Limits(1_200, 1_000, 12 << 20);
    }

    private final Limits limits;
    private final Map<InetAddress, Integer> ofAddress = new HashMap<>();
    private final Set<Connection> open = new LinkedHashSet<>();
    private final Set<Connection> idle = new LinkedHashSet<>();
    private final Set<Connection> owing = new LinkedHashSet<>();
    private long bytes;

    Connections(Limits limits) {
        this.limits = limits;
    }

    /** @return false when there are too many, and none of them is idle */
    synchronized boolean accept(Connection connection) {
        boolean room = (ofAddress.getOrDefault(connection.address(), 0) < limits.ofOneAddress() || dropIdleOf(connection.address()))
                && (open.size() < limits.connections() || dropFirst(idle));
        if (room) {
            open.add(connection);
            idle.add(connection);
            ofAddress.merge(connection.address(), 1, Integer::sum);
        }
        return room;
    }

    synchronized void closed(Connection connection) {
        forget(connection);
    }

    /** @param awaitsRequest whether its client may begin a request, or has not sent all of one */
    synchronized void changed(Connection connection, boolean awaitsRequest) {
        if (!awaitsRequest) {
            idle.remove(connection);
        } else if (open.contains(connection)) {
            idle.add(connection);
        }
    }

    /**
     * A connection holds more or less than before.
     *
     * @param owes whether it holds that because its client lets us wait: it sends no more of a request, or reads no more of an answer
     */
    synchronized void weighs(Connection connection, long change, boolean owes) {
        if (!open.contains(connection)) {
            return;
        }
        connection.addWeight(change);
        bytes += change;
        if (owes) {
            owing.add(connection);
        } else {
            owing.remove(connection);
        }
        while (bytes > limits.bytes()) {
            if (!dropFirst(owing)) {
                drop(connection);
                return;
            }
        }
    }

    /** The client of a connection has not let us wait: others make room before it. */
    synchronized void progressed(Connection connection, long change) {
        changed(connection, false);
        changed(connection, true);
        weighs(connection, change, false);
    }

    private boolean dropIdleOf(InetAddress address) {
        for (Connection each : idle) {
            if (each.address().equals(address)) {
                drop(each);
                return true;
            }
        }
        return false;
    }

    private boolean dropFirst(Set<Connection> some) {
        Iterator<Connection> first = some.iterator();
        if (!first.hasNext()) {
            return false;
        }
        drop(first.next());
        return true;
    }

    private void drop(Connection connection) {
        forget(connection);
        connection.letGo();
    }

    private void forget(Connection connection) {
        if (open.remove(connection)) {
            idle.remove(connection);
            owing.remove(connection);
            bytes -= connection.weight();
            ofAddress.computeIfPresent(connection.address(), (address, count) -> count == 1 ? null : count - 1);
        }
    }
}
