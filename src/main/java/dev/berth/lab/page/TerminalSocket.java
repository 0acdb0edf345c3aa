package dev.berth.lab.page;

import dev.berth.lab.account.Sessions;
import dev.berth.lab.account.Students;
import dev.berth.lab.account.Visitor;
import dev.berth.lab.connection.ClientTurn;
import dev.berth.lab.lesson.LessonLibrary;
import dev.berth.lab.machine.MachineName;
import dev.berth.lab.terminal.CloseCode;
import dev.berth.lab.terminal.TerminalName;
import dev.berth.lab.terminal.Terminals;
import dev.berth.lab.terminal.Terminals.OpenView;
import dev.berth.lab.terminal.ViewRequest;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.quarkus.websockets.next.CloseReason;
import io.quarkus.websockets.next.UserData.TypedKey;
import io.quarkus.websockets.next.WebSocketConnection;
import io.vertx.core.buffer.Buffer;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the two kinds of terminal WebSocket have in common: who asks, for what, and the way to the terminal. Never blocks. */
@Singleton
final class TerminalSocket {

    /** RFC 6455, section 7.4.1: the server is going away. */
    private static final CloseReason LAB_ENDS = new CloseReason(1001, "the lab ends");
    private static final TypedKey<OpenView> VIEW = new TypedKey<>("berth-view");

    private static final TypedKey<Runnable> END = new TypedKey<>("berth-end");

    private final OpenPages pages;
    private final Sessions sessions;
    private final Students students;
    private final Terminals terminals;
    private final LessonLibrary lessons;

    @Inject
    TerminalSocket(OpenPages pages, Sessions sessions, Students students, Terminals terminals, LessonLibrary lessons) {
        this.pages = pages;
        this.sessions = sessions;
        this.students = students;
        this.terminals = terminals;
        this.lessons = lessons;
    }

    /** @param name of the cookie, one of {@link SessionCookie} */
    Optional<Visitor> visitor(WebSocketConnection connection, String name) {
        String cookies = connection.handshakeRequest().header("Cookie");
        return cookies == null ? Optional.empty() : Arrays.stream(cookies.split(";"))
                .map(String::strip)
                .filter(cookie -> cookie.startsWith(name + "="))
                .map(cookie -> cookie.substring(name.length() + 1))
                .findFirst()
                .flatMap(sessions::visitor);
    }

    void open(WebSocketConnection connection, String student, String machine, boolean readOnly) {
        SocketView view = view(connection);
        if (!students.has(student)) { // a terminal makes its machine if it is not there
            view.close(CloseCode.NO_SUCH_MACHINE, "nobody in the class has the id \"" + student + "\"");
            return;
        }
        if (lessons.lessons().stream().noneMatch(lesson -> lesson.machines().contains(machine))) {
            view.close(CloseCode.NO_SUCH_MACHINE, "no machine is called \"" + machine + "\"");
            return;
        }
        try {
            Map<String, List<String>> query = new QueryStringDecoder("?" + connection.handshakeRequest().query()).parameters();
            String owner = first(query, "student");
            if (owner != null && !owner.equals(student)) { // somebody else has joined in the same browser since the page was opened
                view.close(CloseCode.NOT_YOURS, "somebody else is signed in in this browser now");
                return;
            }
            ViewRequest request = ViewRequest.parse(first(query, "client"), first(query, "output"), first(query, "session"), readOnly);
            // An instructor sees the terminal that every student has; a look opens no other.
            TerminalName name = TerminalName.parse(new MachineName(student, machine), readOnly ? null : first(query, "terminal"));
            connection.userData().put(VIEW, terminals.open(name, view, request));
        } catch (IllegalArgumentException wrong) {
            view.close(CloseCode.BAD_FRAME, wrong.getMessage());
        }
    }

    void refuse(WebSocketConnection connection, CloseCode code, String reason) {
        view(connection).close(code, reason);
    }

    private SocketView view(WebSocketConnection connection) {
        Runnable end = () -> {
            if (connection.isOpen()) {
                connection.close(LAB_ENDS).subscribe().with(done -> { }, alreadyGone -> { });
            }
        };
        connection.userData().put(END, end);
        pages.opened(end);
        return new SocketView(connection);
    }

    void receive(WebSocketConnection connection, Buffer frame) {
        OpenView view = connection.userData().get(VIEW);
        ClientTurn turn = connection.userData().get(ClientTurnCheck.TURN);
        if (view == null) {
            turn.handled();
        } else {
            view.receive(frame, turn::handled);
        }
    }

    void closed(WebSocketConnection connection) {
        pages.closed(connection.userData().get(END));
        OpenView view = connection.userData().remove(VIEW);
        if (view != null) {
            view.leave();
        }
    }

    private static String first(Map<String, List<String>> query, String name) {
        List<String> values = query.get(name);
        return values == null ? null : values.get(0);
    }
}
