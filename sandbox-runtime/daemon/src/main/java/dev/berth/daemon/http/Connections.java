package dev.berth.daemon.http;

import static dev.berth.engine.EngineException.Kind.UNAVAILABLE;

import dev.berth.engine.EngineException;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * The open connections of one socket: bounded in number, and closed when they neither ask nor wait for anything. A long answer, an attached stream or a wait is no
 * idle time. Used on the event loop only.
 */
final class Connections implements UnreadAnswers.Together {
    /** What all clients of a socket together may have in memory of the bodies of unanswered requests: each alone may send half of it. */
    private static final int MOST_BODY_BYTES = 2 << 20;

    /** As many as a stream that waits for its client keeps, for each connection. */
    private static final int UNREAD_BYTES_OF_ONE = 128 * 1024;

    private static final class Use {
        /** When what the client is to do next has not been done, and the connection is closed; empty while it waits for us. */
        private Optional<Instant> closing;
        private int bodyBytes;

        void await(Duration patience) {
            closing = Optional.of(Instant.now().plus(patience));
        }
    }

    private final ConnectionLimits limits;
    private final Executor turns;
    private final Map<HttpConnection, Use> open = new HashMap<>();
    private final LargeWork largeBodies = new LargeWork();
    private int bodyBytes;
    private long unreadBytes;

    /** @param turns when the socket accepts its next client */
    Connections(ConnectionLimits limits, Executor turns) {
        this.limits = limits;
        this.turns = turns;
    }

    void opened(HttpConnection connection) {
        AcceptTurns.begin(connection, turns);
        if (open.size() >= 2 * limits.most()) {
            connection.close();
            return;
        }
        Use use = new Use();
        use.await(limits.firstRequest());
        open.put(connection, use);
        connection.closeHandler(closed -> closed(connection));
        UnreadAnswers.watch(connection, this);
        GatheredWrites.begin(connection);
    }

    @Override
    public boolean add(int bytes) {
        unreadBytes += bytes;
        return unreadBytes <= (long) limits.most() * UNREAD_BYTES_OF_ONE;
    }

    @Override
    public void take(int bytes) {
        unreadBytes -= bytes;
    }

    void closed(HttpConnection connection) {
        Use use = open.remove(connection);
        if (use != null) {
            bodyEnded(use);
        }
    }

    /** A part of a request's body is kept until the request is answered. @throws EngineException UNAVAILABLE when the clients of this socket sent too much at once */
    void keep(HttpServerRequest request, int length) {
        Use use = open.get(request.connection());
        if (use == null) {
            return;
        }
        if (bodyBytes + length > MOST_BODY_BYTES) {
            throw new EngineException(UNAVAILABLE, "the requests that are sent to this socket at once are larger than 2 MiB together: wait for some to end and try again");
        }
        bodyBytes += length;
        use.bodyBytes += length;
    }

    /** A body that is read whole is awaited from now on. */
    void awaitBody(HttpServerRequest request) {
        Use use = open.get(request.connection());
        if (use != null) {
            use.await(limits.body());
        }
    }

    /** The body is here, or its rest is not wanted: the client waits for us. */
    void bodyCame(HttpServerRequest request) {
        Use use = open.get(request.connection());
        if (use != null) {
            use.closing = Optional.empty();
        }
    }

    LargeWork largeBodies() {
        return largeBodies;
    }

    private void bodyEnded(Use use) {
        bodyBytes -= use.bodyBytes;
        use.bodyBytes = 0;
    }

    /** @throws EngineException UNAVAILABLE when there are too many connections */
    void began(HttpServerRequest request) {
        Use use = open.get(request.connection());
        if (use == null) {
            return;
        }
        use.closing = Optional.empty();
        request.response().endHandler(end -> {
            bodyEnded(use);
            use.await(limits.idle());
        });
        if (open.size() > limits.most()) {
            request.response().putHeader("Connection", "close");
            throw new EngineException(UNAVAILABLE, "too many connections: this socket serves " + limits.most() + " at a time; end some clients and try again");
        }
    }

    /** Closes those whose clients have let us wait for too long. */
    void closeOverdue(Instant now) {
        for (Map.Entry<HttpConnection, Use> each : new ArrayList<>(open.entrySet())) {
            if (each.getValue().closing.filter(now::isAfter).isPresent()) {
                each.getKey().close();
            }
        }
    }
}
