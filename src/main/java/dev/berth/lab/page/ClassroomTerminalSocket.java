package dev.berth.lab.page;

import dev.berth.lab.account.Visitor;
import dev.berth.lab.terminal.CloseCode;
import io.quarkus.websockets.next.OnBinaryMessage;
import io.quarkus.websockets.next.OnClose;
import io.quarkus.websockets.next.OnOpen;
import io.quarkus.websockets.next.PathParam;
import io.quarkus.websockets.next.WebSocket;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.common.annotation.NonBlocking;
import io.vertx.core.buffer.Buffer;
import jakarta.inject.Inject;
import java.util.Optional;

/** A student's terminal as their instructor sees it: to look at only; {@code docs/terminal-protocol.md}. */
@WebSocket(path = "/classroom/students/{student}/terminal/{machine}")
public final class ClassroomTerminalSocket {

    private final TerminalSocket terminal;

    @Inject
    ClassroomTerminalSocket(TerminalSocket terminal) {
        this.terminal = terminal;
    }

    @OnOpen
    @NonBlocking
    void opened(WebSocketConnection connection, @PathParam("student") String student, @PathParam("machine") String machine) {
        Optional<Visitor> visitor = terminal.visitor(connection);
        if (visitor.isEmpty()) {
            terminal.refuse(connection, CloseCode.NOT_SIGNED_IN, "open the instructor's link first");
        } else if (visitor.get() instanceof Visitor.Instructor) {
            terminal.open(connection, student, machine, true);
        } else {
            terminal.refuse(connection, CloseCode.NOT_YOURS, "only the instructor looks at others");
        }
    }

    @OnBinaryMessage
    @NonBlocking
    void received(WebSocketConnection connection, Buffer frame) {
        terminal.receive(connection, frame);
    }

    @OnClose
    @NonBlocking
    void closed(WebSocketConnection connection) {
        terminal.closed(connection);
    }
}
