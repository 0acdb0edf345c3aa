package dev.berth.lab.machine;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.SocketAddress;
import java.nio.file.Path;

/**
 * HTTP on one unix socket that speaks the Docker Engine API. Answers are bounded; a refusal becomes a {@link DockerException} with
 * the daemon's message. Callbacks run on the Vert.x context of the caller.
 */
public final class DockerSocket {

    /** Enough for a list of some hundred containers. */
    private static final int ANSWER_LIMIT = 4 << 20;

    private static final long ANSWER_TIMEOUT_MILLIS = 20_000;

    private final HttpClient http;
    private final SocketAddress address;

    /** @param http made by {@link #newHttpClient}; may be shared by all sockets */
    public DockerSocket(HttpClient http, Path socket) {
        this.http = http;
        this.address = SocketAddress.domainSocketAddress(socket.toString());
    }

    /** A client for any number of sockets. The Vert.x must have the native transport: Java's own knows no unix sockets here. */
    public static HttpClient newHttpClient(Vertx vertx) {
        return vertx.createHttpClient(new HttpClientOptions()
                .setMaxPoolSize(16)
                .setKeepAliveTimeout(5)
                .setConnectTimeout(2_000));
    }

    Future<Buffer> get(String uri) {
        return whole(HttpMethod.GET, uri, Buffer.buffer(), ANSWER_LIMIT, false);
    }

    /** The first {@code limit} bytes of an answer; the rest is not fetched. */
    Future<Buffer> getFirst(String uri, int limit) {
        return whole(HttpMethod.GET, uri, Buffer.buffer(), limit, true);
    }

    Future<Buffer> post(String uri) {
        return whole(HttpMethod.POST, uri, Buffer.buffer(), ANSWER_LIMIT, false);
    }

    Future<Buffer> post(String uri, JsonObject body) {
        return whole(HttpMethod.POST, uri, body.toBuffer(), ANSWER_LIMIT, false);
    }

    Future<Buffer> delete(String uri) {
        return whole(HttpMethod.DELETE, uri, Buffer.buffer(), ANSWER_LIMIT, false);
    }

    /** An answer that does not end by itself, paused; {@code request().reset()} of it ends it. */
    Future<HttpClientResponse> stream(String uri) {
        return request(options(HttpMethod.GET, uri))
                .compose(request -> request.send().onSuccess(HttpClientResponse::pause))
                .recover(failure -> Future.failedFuture(DockerException.unreachable(address.path(), failure)))
                .compose(this::accepted);
    }

    /** A client that was closed, since the lab ends, throws: who waits for the answer shall hear of it as well. */
    private Future<HttpClientRequest> request(RequestOptions options) {
        try {
            return http.request(options);
        } catch (IllegalStateException closed) {
            return Future.failedFuture(closed);
        }
    }

    private Future<Buffer> whole(HttpMethod method, String uri, Buffer body, int limit, boolean truncate) {
        RequestOptions options = options(method, uri).setTimeout(ANSWER_TIMEOUT_MILLIS);
        if (body.length() > 0) {
            options.putHeader("Content-Type", "application/json");
        }
        return request(options)
                .compose(request -> request.send(body).onSuccess(HttpClientResponse::pause))
                .recover(failure -> Future.failedFuture(DockerException.unreachable(address.path(), failure)))
                .compose(this::accepted)
                .compose(response -> read(response, uri, limit, truncate));
    }

    private Future<HttpClientResponse> accepted(HttpClientResponse response) {
        if (response.statusCode() < 400) {
            return Future.succeededFuture(response);
        }
        return read(response, "error", ANSWER_LIMIT, true)
                .compose(body -> Future.failedFuture(DockerException.refused(response.statusCode(), messageOf(body))));
    }

    private Future<Buffer> read(HttpClientResponse response, String uri, int limit, boolean truncate) {
        Promise<Buffer> promise = Promise.promise();
        Buffer body = Buffer.buffer();
        response.exceptionHandler(failure -> promise.tryFail(DockerException.unreachable(address.path(), failure)));
        response.handler(chunk -> {
            body.appendBuffer(chunk, 0, Math.min(chunk.length(), limit - body.length()));
            if (body.length() == limit && (truncate ? promise.tryComplete(body) : promise.tryFail(DockerException.tooLarge(uri, limit)))) {
                response.request().reset();
            }
        });
        response.endHandler(end -> promise.tryComplete(body));
        response.resume();
        return promise.future();
    }

    private static String messageOf(Buffer body) {
        try {
            return body.toJsonObject().getString("message", "");
        } catch (DecodeException | ClassCastException notDockers) {
            return body.toString().strip();
        }
    }

    private RequestOptions options(HttpMethod method, String uri) {
        return new RequestOptions().setServer(address).setHost("localhost").setPort(80).setMethod(method).setURI(uri);
    }
}
