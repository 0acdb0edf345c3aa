package dev.berth.daemon.http;

import static dev.berth.engine.EngineException.Kind.INVALID_PARAMETER;
import static dev.berth.engine.EngineException.Kind.TOO_LARGE;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.engine.EngineException;
import dev.berth.engine.file.PathText;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One request and the answer to it. Answers may be given from any thread; what a client asks is read on the event loop only. */
public final class Exchange {
    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);
    private static final int LARGEST_JSON = 1 << 20;
    /** From here on a body is read, and used, in its turn: see {@link LargeWork}. */
    private static final int LARGE_JSON = 16 * 1024;
    private static final int FIRST_BEYOND_ASCII = 0x80;
    private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9]{1,10}");

    /** With parameters such as the character set, of which JSON has one. Possessive: of many, going back takes a frame of the stack for each. */
    private static final Pattern JSON_TYPE = Pattern.compile("(?i)\\s*application/json\\s*(?:;\\s*[\\w.+-]+=(?:[\\w.+-]+|\"[^\"]*\")\\s*)*+;?\\s*");

    private final HttpServerRequest request;
    private final Context context;
    private final Executor turns;
    private final Connections connections;
    private final LargeWork largeAnswers;
    private HijackedConnection hijacked;
    private boolean readByWorker;
    private Map<String, String> places = Map.of();

    /** @param turns of the socket's machine on the event loop; @param connections those of the socket, this request's among them; @param largeAnswers turns of those who ask for much */
    Exchange(HttpServerRequest request, Context context, Executor turns, Connections connections, LargeWork largeAnswers) {
        this.request = request;
        this.context = context;
        this.turns = turns;
        this.connections = connections;
        this.largeAnswers = largeAnswers;
    }

    void placed(Map<String, String> values) {
        places = values;
    }

    /** What stands at this place of the path, decoded. */
    public String place(String name) {
        return places.get(name);
    }

    /** The query parameter; empty when it was not given. */
    public String query(String name) {
        String value = request.getParam(name);
        return value == null ? "" : value;
    }

    /** As {@link #query}, of the path of a file, whose bytes need not be UTF-8, and may stand there without escapes: see {@link PathText}. */
    public String queryPath(String name) {
        String value = query(name);
        boolean plain = value.chars().allMatch(each -> each < FIRST_BEYOND_ASCII);
        return plain ? value : QueryBytes.find(request.query(), name).map(PathText::of).orElse(value);
    }

    /** All values of a parameter that may be given more than once. */
    public List<String> queries(String name) {
        return request.params().getAll(name);
    }

    /** Docker's idea of a truth value: everything but nothing, 0, no, false and none. */
    public boolean flag(String name) {
        String value = query(name).strip().toLowerCase(Locale.ROOT);
        return !(value.isEmpty() || value.equals("0") || value.equals("no") || value.equals("false") || value.equals("none"));
    }

    /** @throws EngineException INVALID_PARAMETER when it is no whole number */
    public OptionalInt number(String name) {
        String value = query(name);
        if (value.isEmpty()) {
            return OptionalInt.empty();
        }
        OptionalInt number = parse(value);
        if (number.isEmpty()) {
            throw new EngineException(INVALID_PARAMETER, "invalid value \"" + value + "\" of \"" + name + "\": a whole number is needed");
        }
        return number;
    }

    /** One that has to be given. @throws EngineException INVALID_PARAMETER, in Docker's words, which are Go's */
    public int requiredNumber(String name) {
        String value = query(name);
        return parse(value).orElseThrow(() -> new EngineException(INVALID_PARAMETER, "strconv.Atoi: parsing \"" + value + "\": invalid syntax"));
    }

    /** Of the digits from 0 to 9: Java takes those of all scripts. */
    private static OptionalInt parse(String text) {
        if (!NUMBER.matcher(text).matches()) {
            return OptionalInt.empty();
        }
        try {
            return OptionalInt.of(Integer.parseInt(text));
        } catch (NumberFormatException tooLarge) {
            return OptionalInt.empty();
        }
    }

    /** The value of a request's header; empty when it was not sent. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(request.getHeader(name));
    }

    /**
     * Reads the whole body, at most 1 MiB of it. Call it before the route returns.
     *
     * @return an empty object for an empty body; fails TOO_LARGE, INVALID_PARAMETER
     */
    public CompletionStage<JsonNode> json() {
        String contentType = header("Content-Type").orElse("");
        CompletableFuture<JsonNode> json = new CompletableFuture<>();
        body().thenCompose(body -> {
            if (!(body.length() == 0 && contentType.isEmpty())) {
                requireJson(contentType);
            }
            // The body comes after the route has returned, having said what it does with the JSON: so that is done here, or by the worker.
            Runnable read = () -> json.complete(body.length() == 0 ? Json.object() : Json.read(body.getBytes()));
            if (body.length() >= LARGE_JSON) {
                return connections.largeBodies().take(this, () -> CompletableFuture.completedFuture(read).thenAccept(Runnable::run));
            }
            read.run();
            return CompletableFuture.<Void>completedFuture(null);
        }).exceptionally(failure -> {
            json.completeExceptionally(failure);
            return null;
        });
        return json;
    }

    /** Whether the client says that its body is longer than {@link #json} reads: {@link #content} reads such a one. @throws EngineException as {@link #json}, for another type */
    public boolean hasLargeJson() {
        if (parseLength() <= LARGEST_JSON) {
            return false;
        }
        requireJson(header("Content-Type").orElse(""));
        return true;
    }

    private long parseLength() {
        return header("Content-Length").filter(text -> text.matches("[0-9]{1,18}")).map(Long::parseLong).orElse(0L);
    }

    private static void requireJson(String contentType) {
        if (!JSON_TYPE.matcher(contentType).matches()) {
            throw new EngineException(INVALID_PARAMETER, "Content-Type specified (" + contentType + ") must be 'application/json'");
        }
    }

    /** As {@link #json}, of whatever type. */
    public CompletionStage<Buffer> body() {
        CompletableFuture<Buffer> read = new CompletableFuture<>();
        read.whenComplete((body, failure) -> connections.bodyCame(request));
        connections.awaitBody(request);
        Buffer body = Buffer.buffer();
        request.handler(part -> {
            if (read.isDone()) {
                return;
            }
            try {
                append(body, part);
            } catch (EngineException refused) {
                request.response().putHeader("Connection", "close");
                read.completeExceptionally(refused);
            }
        });
        request.exceptionHandler(broken ->
                read.completeExceptionally(new EngineException(INVALID_PARAMETER, "the request's body is not whole: " + broken.getMessage(), broken)));
        request.endHandler(end -> {
            if (!read.isDone()) {
                read.complete(body);
            }
        });
        return read;
    }

    private void append(Buffer body, Buffer part) {
        if (body.length() + part.length() > LARGEST_JSON) {
            throw new EngineException(TOO_LARGE, "the request's body is larger than 1 MiB, the most that is read");
        }
        connections.keep(request, part.length());
        body.appendBuffer(part);
    }

    /** The body as a stream for a worker thread; the client waits when it is not read. Call it before the route returns. */
    public InputStream content() {
        readByWorker = true;
        return new RequestContent(request, context);
    }

    /** The route has returned, and said who reads the body; if nobody does, it is dropped. */
    void receiveBody() {
        if (!readByWorker) {
            request.resume();
        }
    }

    /** Answers with JSON. */
    public void answer(int status, JsonNode body) {
        byte[] text = Json.writeLine(body);
        turns.execute(() -> {
            if (open()) {
                response(status).putHeader("Content-Type", "application/json").end(Buffer.buffer(text));
            }
        });
    }

    /** Answers without a body. */
    public void answer(int status) {
        turns.execute(() -> {
            if (open()) {
                response(status).end();
            }
        });
    }

    /** Answers with plain text. */
    public void answerText(String text) {
        turns.execute(() -> {
            if (open()) {
                response(200).putHeader("Content-Type", "text/plain; charset=utf-8").end(text);
            }
        });
    }

    /** Adds a header to the answer to come. */
    public void respondWith(String header, String value) {
        request.response().putHeader(header, value);
    }

    /** Begins an answer whose length is not known; its headers go out at once. Call it on the event loop: see {@link #onLoop}. */
    public ChunkedAnswer chunked(String contentType) {
        return new ChunkedAnswer(response(200).putHeader("Content-Type", contentType), context);
    }

    /** Takes the connection out of HTTP, as Docker's clients ask for attached streams; once: later calls give the same one. Call it on the event loop: see {@link #onLoop}. */
    public HijackedConnection hijack() {
        if (hijacked == null) {
            hijacked = HijackedConnection.take(request, context, () -> connections.closed(request.connection()));
        }
        return hijacked;
    }

    /** As {@link #hijack}, for a client that wants to serve HTTP/2 from now on. */
    public ClientConnection hijackForHttp2() {
        return HijackedConnection.take(request, context, () -> connections.closed(request.connection()), HijackedConnection.TO_HTTP2);
    }

    /** As {@link #hijack}, as a WebSocket. @throws EngineException INVALID_PARAMETER, in Docker's words, for a request that does not ask for one */
    public Supplier<ClientConnection> webSocket() {
        String head = WebSocketHandshake.of(this).head();
        return () -> new WebSocketConnection(HijackedConnection.take(request, context, () -> connections.closed(request.connection()), head));
    }

    /** Runs on the connection's event loop, in the order of the calls, when it is the machine's turn. */
    public void onLoop(Runnable work) {
        turns.execute(work);
    }

    /** True until the client has gone or the answer is complete. */
    public boolean open() {
        HttpServerResponse response = request.response();
        return !response.closed() && !response.ended();
    }

    /** @param gone run once when the client goes away before it has the whole answer */
    public void whenGone(Runnable gone) {
        request.response().exceptionHandler(failure -> gone.run());
        request.response().closeHandler(closed -> gone.run());
    }

    /** Completes when the client goes away before it has the whole answer. Used as {@link #whenGone} is, and instead of it. */
    public CompletionStage<Void> gone() {
        CompletableFuture<Void> gone = new CompletableFuture<>();
        onLoop(() -> {
            if (open()) {
                whenGone(() -> gone.complete(null));
            } else {
                gone.complete(null);
            }
        });
        return gone;
    }

    /** Has an answer that may be large made by a worker when its turn comes, unless the client has gone by then. */
    public <T> CompletionStage<T> inTurn(Supplier<CompletionStage<T>> answering) {
        return largeAnswers.take(this, () -> open() ? answering.get() : CompletableFuture.completedFuture(null));
    }

    public Vertx vertx() {
        return context.owner();
    }

    void fail(Throwable failure) {
        if (failure instanceof EngineException refused) {
            int status = refused.kind().httpStatus();
            if (status == 304) {
                answer(status);
            } else {
                answer(status, Json.object().put("message", PathText.shown(refused.getMessage())));
            }
            return;
        }
        if (open()) {
            LOG.error("{} {} failed", request.method(), request.path(), failure);
        }
        answer(500, Json.object().put("message", diskIsFull(failure)
                ? "no space left on device: the disk that Berth is on is full, remove files, containers or images and try again"
                : "internal error, the engine's log has more: " + failure));
    }

    private static boolean diskIsFull(Throwable failure) {
        return failure instanceof UncheckedIOException broken && String.valueOf(broken.getCause().getMessage()).endsWith("No space left on device");
    }

    private HttpServerResponse response(int status) {
        HttpServerResponse response = request.response();
        response.setStatusCode(status);
        response.putHeader("Api-Version", ApiVersion.LATEST.toString());
        response.putHeader("Docker-Experimental", "false");
        response.putHeader("Ostype", "linux");
        response.putHeader("Server", "Berth (linux)");
        return response;
    }
}
