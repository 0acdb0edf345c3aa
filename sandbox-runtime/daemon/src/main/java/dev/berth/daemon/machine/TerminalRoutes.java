package dev.berth.daemon.machine;

import static dev.berth.engine.EngineException.Kind.INVALID_PARAMETER;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.daemon.http.AttachedClient;
import dev.berth.daemon.http.Exchange;
import dev.berth.daemon.http.Json;
import dev.berth.daemon.http.JsonFields;
import dev.berth.daemon.http.PacedOutput;
import dev.berth.daemon.http.Router;
import dev.berth.daemon.http.StreamFraming;
import dev.berth.engine.EngineException;
import dev.berth.engine.terminal.Terminals;
import dev.berth.engine.terminal.Terminals.TerminalConfig;
import dev.berth.engine.terminal.Terminals.TerminalView;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;

/** {@code /berth/…/terminals}, on the admin socket only: shells that outlive their clients. See docs/machine-api.md. */
final class TerminalRoutes {
    private static final int DEFAULT_ROWS = 24;
    private static final int DEFAULT_COLUMNS = 80;
    private static final int LARGEST_SIDE = 1000;
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_.-]{0,64}");

    private final Terminals terminals;

    private TerminalRoutes(Terminals terminals) {
        this.terminals = terminals;
    }

    static void add(Router router, Terminals terminals) {
        TerminalRoutes routes = new TerminalRoutes(terminals);
        router.add("POST", "/berth/machines/{name}/terminals", routes::open);
        router.add("GET", "/berth/machines/{name}/terminals", routes::list);
        router.add("GET", "/berth/terminals/{id}", routes::inspect);
        router.add("POST", "/berth/terminals/{id}/attach", routes::attach);
        router.add("POST", "/berth/terminals/{id}/resize", routes::resize);
        router.add("DELETE", "/berth/terminals/{id}", routes::close);
    }

    private CompletionStage<?> open(Exchange exchange) {
        return exchange.json()
                .thenCompose(body -> terminals.open(exchange.place("name"), parse(body), exchange.gone()))
                .thenAccept(id -> exchange.answer(201, Json.object().put("Id", id)));
    }

    private static TerminalConfig parse(JsonNode body) {
        JsonFields fields = JsonFields.of(body);
        String directory = fields.text("WorkingDir");
        return new TerminalConfig(
                name(fields.text("Name")),
                fields.optionalTexts("Cmd").filter(words -> !words.isEmpty()).orElse(List.of("bash", "-l")),
                fields.optionalTexts("Env").orElse(List.of("TERM=xterm-256color")),
                fields.text("User"),
                directory.isEmpty() ? "/root" : directory,
                side("Rows", fields.number("Rows").orElse(DEFAULT_ROWS)),
                side("Columns", fields.number("Columns").orElse(DEFAULT_COLUMNS)));
    }

    private static String name(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new EngineException(INVALID_PARAMETER, "invalid \"Name\" \"" + name + "\" of a terminal: at most 64 of [a-zA-Z0-9_.-] are possible");
        }
        return name;
    }

    private static int side(String name, int cells) {
        if (cells < 1 || cells > LARGEST_SIDE) {
            throw new EngineException(INVALID_PARAMETER, "invalid \"" + name + "\" " + cells + ": 1 to " + LARGEST_SIDE + " are possible");
        }
        return cells;
    }

    private CompletionStage<?> list(Exchange exchange) {
        return terminals.list(exchange.place("name")).thenAccept(all -> {
            ArrayNode json = Json.array();
            all.forEach(each -> json.add(json(each)));
            exchange.answer(200, json);
        });
    }

    private CompletionStage<?> inspect(Exchange exchange) {
        return terminals.inspect(exchange.place("id")).thenAccept(terminal -> exchange.answer(200, json(terminal)));
    }

    private static ObjectNode json(TerminalView terminal) {
        ObjectNode json = Json.object();
        json.put("Id", terminal.id());
        json.put("Machine", terminal.machine());
        json.put("Name", terminal.name());
        json.put("Running", terminal.running());
        if (terminal.exitCode().isPresent()) {
            json.put("ExitCode", terminal.exitCode().getAsInt());
        } else {
            json.putNull("ExitCode");
        }
        json.put("Start", terminal.start());
        json.put("End", terminal.end());
        json.put("Rows", terminal.rows());
        json.put("Columns", terminal.columns());
        return json;
    }

    private CompletionStage<?> attach(Exchange exchange) {
        PacedOutput output = new PacedOutput(exchange::onLoop, StreamFraming.RAW);
        return terminals.attach(exchange.place("id"), offset(exchange.query("offset")), start -> {
            output.output(false, ByteBuffer.allocate(Long.BYTES).putLong(start).flip());
            return output;
        }).thenAccept(session -> AttachedClient.join(exchange, session, output, true, Optional.empty(), () -> {}));
    }

    private static long offset(String text) {
        if (text.isEmpty()) {
            return 0;
        }
        if (!text.matches("[0-9]{1,18}")) {
            throw new EngineException(INVALID_PARAMETER, "invalid offset \"" + text + "\": a whole number of bytes is needed");
        }
        return Long.parseLong(text);
    }

    private CompletionStage<?> resize(Exchange exchange) {
        int rows = side("h", exchange.requiredNumber("h"));
        int columns = side("w", exchange.requiredNumber("w"));
        return terminals.resize(exchange.place("id"), rows, columns).thenRun(() -> exchange.answer(200));
    }

    private CompletionStage<?> close(Exchange exchange) {
        return terminals.close(exchange.place("id")).thenRun(() -> exchange.answer(204));
    }
}
