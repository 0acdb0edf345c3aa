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
        if (terminal.visitor(connection, SessionCookie.INSTRUCTOR).filter(Visitor.Instructor.class::isInstance).isPresent()) {
            terminal.open(connection, student, machine, true);
        } else if (terminal.visitor(connection, SessionCookie.STUDENT).isPresent()) {
            terminal.refuse(connection, CloseCode.NOT_YOURS, "only the instructor looks at others");
        } else {
            terminal.refuse(connection, CloseCode.NOT_SIGNED_IN, "open the instructor's link first");
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
