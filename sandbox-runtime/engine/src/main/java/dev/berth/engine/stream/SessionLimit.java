package dev.berth.engine.stream;

import static dev.berth.engine.EngineException.Kind.UNAVAILABLE;

import dev.berth.engine.EngineException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many clients may be attached, or read a log, at a time: of one container, and of all of a machine together. A client that has gone counts until its session was let go, so that
 * clients which come and go faster than that are refused and take no memory. Thread safe.
 */
public final class SessionLimit {
    private static final int OF_A_CONTAINER = 32;
    private static final int OF_A_MACHINE = 64;

    private final int most;
    private final String owner;
    private final Optional<SessionLimit> whole;
    private final AtomicInteger open = new AtomicInteger();

    private SessionLimit(int most, String owner, Optional<SessionLimit> whole) {
        this.most = most;
        this.owner = owner;
        this.whole = whole;
    }

    /** For all containers of a machine. */
    public static SessionLimit ofAMachine() {
        return new SessionLimit(OF_A_MACHINE, "all containers of a machine", Optional.empty());
    }

    /** For an exec, which is started for one client. */
    public static SessionLimit ofAnExec() {
        return new SessionLimit(1, "an exec", Optional.empty());
    }

    /** For one of the containers that this limit is for. */
    public SessionLimit ofAContainer() {
        return new SessionLimit(OF_A_CONTAINER, "a container", Optional.of(this));
    }

    /** A place of one session. */
    final class Place {
        private boolean left;

        /** Can be called more than once. */
        synchronized void leave() {
            if (!left) {
                left = true;
                leaveAll();
            }
        }
    }

    /** @throws EngineException UNAVAILABLE when all places are taken */
    Place take() {
        takeAll();
        return new Place();
    }

    private void takeAll() {
        if (open.incrementAndGet() > most) {
            open.decrementAndGet();
            throw new EngineException(UNAVAILABLE, most + " clients are attached to " + owner + " or read its log, as many as can: try again when some have ended");
        }
        try {
            whole.ifPresent(SessionLimit::takeAll);
        } catch (EngineException full) {
            open.decrementAndGet();
            throw full;
        }
    }

    private void leaveAll() {
        open.decrementAndGet();
        whole.ifPresent(SessionLimit::leaveAll);
    }
}
