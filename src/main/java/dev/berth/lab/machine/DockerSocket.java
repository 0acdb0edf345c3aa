package dev.berth.lab.machine;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.file.FileSystem;
import io.vertx.core.file.OpenOptions;
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

    /** Between two parts of it; an image of some megabytes is unpacked before the answer comes. */
    private static final long UPLOAD_TIMEOUT_MILLIS = 60_000;

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

    /** Asks with a body, and takes the first {@code limit} bytes of the answer; the rest is not fetched. Fails when it has not come within {@code millis}. */
    Future<Buffer> postFirst(String uri, JsonObject body, int limit, long millis) {
        return whole(HttpMethod.POST, uri, body.toBuffer(), limit, true, millis);
    }

    /** Sends a small tar. */
    Future<Buffer> put(String uri, Buffer tar) {
        return whole(HttpMethod.PUT, uri, tar, ANSWER_LIMIT, false);
    }

    /** Sends a tar file, which is never in memory as a whole. */
    Future<Buffer> send(HttpMethod method, String uri, Path tar) {
        return files().open(tar.toString(), new OpenOptions().setRead(true).setWrite(false).setCreate(false)).compose(content ->
                request(options(method, uri).setTimeout(UPLOAD_TIMEOUT_MILLIS)
                        .putHeader("Content-Type", "application/x-tar").putHeader("Content-Length", Long.toString(content.sizeBlocking())))
                        .compose(request -> request.send(content).onSuccess(HttpClientResponse::pause))
                        .recover(failure -> Future.failedFuture(DockerException.unreachable(address.path(), failure)))
                        .compose(this::accepted)
                        .compose(response -> read(response, uri, ANSWER_LIMIT, false))
                        .onComplete(sent -> content.close()));
    }

    /** Writes an answer into a file. Fails, and asks for no more, when it is longer than {@code limit} bytes. */
    Future<Void> getInto(String uri, Path file, long limit) {
        return stream(uri).compose(response -> files().open(file.toString(), new OpenOptions().setTruncateExisting(true))
                .onFailure(failure -> response.request().reset())
                .compose(target -> write(response, uri, target, limit).eventually(() -> target.close())));
    }

    private Future<Void> write(HttpClientResponse response, String uri, AsyncFile target, long limit) {
        Promise<Void> done = Promise.promise();
        long[] received = new long[1];
        response.exceptionHandler(failure -> done.tryFail(DockerException.unreachable(address.path(), failure)));
        response.endHandler(end -> done.tryComplete());
        target.drainHandler(drained -> response.resume());
        response.handler(chunk -> {
            received[0] += chunk.length();
            if (received[0] > limit) {
                done.tryFail(DockerException.tooLarge(uri, limit));
                response.request().reset();
                return;
            }
            target.write(chunk).onFailure(done::tryFail);
            if (target.writeQueueFull()) {
                response.pause();
            }
        });
        response.resume();
        return done.future();
    }

    private static FileSystem files() {
        return Vertx.currentContext().owner().fileSystem();
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
        return whole(method, uri, body, limit, truncate, ANSWER_TIMEOUT_MILLIS);
    }

    private Future<Buffer> whole(HttpMethod method, String uri, Buffer body, int limit, boolean truncate, long millis) {
        RequestOptions options = options(method, uri).setTimeout(millis);
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
