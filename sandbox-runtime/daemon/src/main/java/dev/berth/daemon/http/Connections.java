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

    private static final class Use {
        private boolean busy;
        private boolean asked;
        private long idleSince;
    }

    private final int most;
    private final Map<HttpConnection, Use> open = new HashMap<>();

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
        open.remove(connection);
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
