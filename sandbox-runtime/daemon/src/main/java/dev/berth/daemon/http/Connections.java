package dev.berth.daemon.http;

import static dev.berth.engine.EngineException.Kind.UNAVAILABLE;

import dev.berth.engine.EngineException;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;

/**
 * The open connections of one socket: bounded in number, and closed when they neither ask nor wait for anything. A long answer, an attached stream or a wait is no
 * idle time. Used on the event loop only.
 */
final class Connections {
    static final long IDLE_MILLISECONDS = 300_000;
    static final long FIRST_REQUEST_MILLISECONDS = 30_000;

    /** What all clients of a socket together may have in memory of the bodies of unanswered requests: each alone may send half of it. */
    private static final int MOST_BODY_BYTES = 2 << 20;

    private static final class Use {
        private boolean busy;
        private boolean asked;
        private long idleSince;
        private int bodyBytes;
    }

    private final int most;
    private final Map<HttpConnection, Use> open = new HashMap<>();
    private int bodyBytes;

    /** @param most more than these are told that there are too many; more than twice as many are not heard at all */
    Connections(int most) {
        this.most = most;
    }

    void opened(HttpConnection connection) {
        if (open.size() >= 2 * most) {
            connection.close();
            return;
        }
        Use use = new Use();
        use.idleSince = System.currentTimeMillis();
        open.put(connection, use);
        connection.closeHandler(closed -> closed(connection));
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
        use.busy = true;
        use.asked = true;
        request.response().endHandler(end -> {
            bodyEnded(use);
            use.busy = false;
            use.idleSince = System.currentTimeMillis();
        });
        if (open.size() > most) {
            request.response().putHeader("Connection", "close");
            throw new EngineException(UNAVAILABLE, "too many connections: this socket serves " + most + " at a time; end some clients and try again");
        }
    }

    void closeIdle(long now) {
        for (Map.Entry<HttpConnection, Use> each : new ArrayList<>(open.entrySet())) {
            Use use = each.getValue();
            long patience = use.asked ? IDLE_MILLISECONDS : FIRST_REQUEST_MILLISECONDS;
            if (!use.busy && now - use.idleSince > patience) {
                each.getKey().close();
            }
        }
    }

    int count() {
        return open.size();
    }
}
