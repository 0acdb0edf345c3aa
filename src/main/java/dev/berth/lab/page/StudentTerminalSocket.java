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

/** A student's terminal on a machine of their own; {@code docs/terminal-protocol.md}. */
@WebSocket(path = "/terminal/{machine}")
public final class StudentTerminalSocket {

    private final TerminalSocket terminal;

    @Inject
    StudentTerminalSocket(TerminalSocket terminal) {
        this.terminal = terminal;
    }

    @OnOpen
    @NonBlocking
    void opened(WebSocketConnection connection, @PathParam("machine") String machine) {
        Optional<Visitor> visitor = terminal.visitor(connection, SessionCookie.STUDENT);
        if (visitor.isPresent() && visitor.get() instanceof Visitor.Learner learner) {
            terminal.open(connection, learner.studentId(), machine, false);
        } else if (terminal.visitor(connection, SessionCookie.INSTRUCTOR).isPresent()) {
            terminal.refuse(connection, CloseCode.NOT_YOURS, "only students have machines");
        } else {
            terminal.refuse(connection, CloseCode.NOT_SIGNED_IN, "please join first");
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
