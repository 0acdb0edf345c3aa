package dev.berth.daemon.http;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Why a request gets nowhere near a route. What Docker says of it, Go's server says: not in JSON, and it ends the connection.
 *
 * @see <a href="https://pkg.go.dev/net/http#Server">Go's net/http</a>
 */
record MalformedRequest(int status, String text) {
    private static final MalformedRequest UNREADABLE = new MalformedRequest(400, "400 Bad Request");
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9!$%&'()*+,.:;=\\[\\]_~-]*");

    /** Of one that could not be read as far as its body. */
    static MalformedRequest unread(HttpServerRequest request) {
        Throwable cause = request.decoderResult().cause();
        boolean tooLong = cause instanceof TooLongHttpLineException || cause instanceof TooLongHttpHeaderException;
        return tooLong ? new MalformedRequest(431, "431 Request Header Fields Too Large") : UNREADABLE;
    }

    /** @param path what was made of the request's; @return empty for a request that routes may be asked about */
    static Optional<MalformedRequest> of(HttpServerRequest request, Optional<RequestPath> path) {
        List<String> hosts = request.headers().getAll("Host");
        String encoding = request.headers().get("Transfer-Encoding");
        String expected = request.headers().get("Expect");
        if (path.isEmpty() || hosts.size() > 1) {
            return Optional.of(UNREADABLE);
        }
        if (hosts.isEmpty() && request.version() != HttpVersion.HTTP_1_0) {
            return Optional.of(new MalformedRequest(400, "400 Bad Request: missing required Host header"));
        }
        if (!hosts.stream().allMatch(host -> HOST.matcher(host).matches())) {
            return Optional.of(new MalformedRequest(400, "400 Bad Request: malformed Host header"));
        }
        if (encoding != null && !encoding.equalsIgnoreCase("chunked")) {
            return Optional.of(new MalformedRequest(501, "Unsupported transfer encoding"));
        }
        return expected == null || expected.equalsIgnoreCase("100-continue") ? Optional.empty() : Optional.of(new MalformedRequest(417, ""));
    }

    void answer(HttpServerRequest request) {
        request.response().setStatusCode(status).putHeader("Connection", "close").putHeader("Content-Type", "text/plain; charset=utf-8").end(text)
                .onComplete(sent -> request.connection().close());
    }
}
