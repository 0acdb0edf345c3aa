package dev.berth.engine.image.registry;

import dev.berth.engine.image.RegistryOutlet;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.security.cert.CertPathBuilderException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;

/**
 * Asks servers over HTTP, for one pull, push or download: one request at a time, each on a connection of its own. Used by one thread; {@link #close} may come from any, and ends what is under way.
 */
public final class RegistryClient implements AutoCloseable {
    private static final String AGENT = "docker/20.10.24 (linux)";
    private static final int PLAIN_PORT = 80;
    private static final int ENCRYPTED_PORT = 443;
    private static final int FIRST_REFUSAL = 300;
    private static final int MOST_REDIRECTS = 5;
    private static final List<Integer> REDIRECTS = List.of(301, 302, 303, 307, 308);

    private static final Duration LEEWAY = Duration.ofMinutes(1);

    private final RegistryOutlet outlet;
    private final Duration leeway;
    private final EventLoopGroup loop = new EpollEventLoopGroup(1, new DefaultThreadFactory("registry", true));
    private Optional<HttpExchange> current = Optional.empty();
    private boolean closed;

    public RegistryClient(RegistryOutlet outlet) {
        this(outlet, LEEWAY);
    }

    /** @param leeway see {@link HttpExchange} */
    RegistryClient(RegistryOutlet outlet, Duration leeway) {
        this.outlet = outlet;
        this.leeway = leeway;
    }

    /** What comes with a request; may be asked for again when the request is repeated. */
    interface Body {
        Body NONE = target -> { };

        void writeTo(OutputStream target) throws IOException;
    }

    /**
     * @param headers names in lower case
     * @param unverified whoever answers is taken for the server: it is on the machine itself
     */
    record Request(HttpMethod method, URI target, Map<String, String> headers, Body body, boolean unverified) {
        Request with(String header, String value) {
            Map<String, String> all = new TreeMap<>(headers);
            all.put(header, value);
            return new Request(method, target, all, body, unverified);
        }

        Request to(URI other) {
            boolean sameServer = other.getScheme().equals(target.getScheme()) && other.getAuthority().equals(target.getAuthority());
            Map<String, String> all = new TreeMap<>(headers);
            if (!sameServer) {
                all.remove(HttpHeaderNames.AUTHORIZATION.toString());
            }
            return new Request(method, other, all, body, unverified && sameServer);
        }

        /** As Go, and so Docker, says it. */
        String words() {
            String name = method.name();
            return name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT) + " \"" + target + "\": ";
        }
    }

    /** Of which the head is here; the rest is read from it. */
    record Response(Request request, int status, HttpHeaders headers, InputStream content) {
        Optional<String> header(CharSequence name) {
            return Optional.ofNullable(headers.get(name));
        }

        /** @throws IOException when it is longer */
        byte[] bytes(int most) throws IOException {
            byte[] bytes = content.readNBytes(most + 1);
            if (bytes.length > most) {
                throw new RegistryException(0, "", request.words() + "answer is longer than " + most + " bytes");
            }
            return bytes;
        }
    }

    /** The one before, if it was not read to its end, is broken off. @throws RegistryException when there is no connection, or it breaks */
    Response send(Request request) throws IOException {
        Request next = request;
        for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
            Response response = sendOnce(next);
            Optional<String> location = response.header(HttpHeaderNames.LOCATION);
            boolean reads = next.method().equals(HttpMethod.GET) || next.method().equals(HttpMethod.HEAD);
            if (!reads || !REDIRECTS.contains(response.status()) || location.isEmpty()) {
                return response;
            }
            next = next.to(resolve(next, location.get()));
        }
        throw new RegistryException(0, "", request.words() + "stopped after " + MOST_REDIRECTS + " redirects");
    }

    /** What is at an address. @param modified as the server says it, perhaps empty */
    public record Download(InputStream content, String modified) {}

    /** Of any server, with nothing shown to it. @throws RegistryException in Docker's words, also when it is not there */
    public Download download(URI address) throws IOException {
        Response response = send(new Request(HttpMethod.GET, address, Map.of(), Body.NONE, false));
        if (response.status() >= FIRST_REFUSAL) {
            throw new RegistryException(response.status(), "", "failed to GET " + address + " with status " + HttpResponseStatus.valueOf(response.status()));
        }
        return new Download(response.content(), response.header(HttpHeaderNames.LAST_MODIFIED).orElse(""));
    }

    /** @throws RegistryException when it is no address of a server of HTTP */
    static URI resolve(Request request, String location) throws RegistryException {
        try {
            URI target = request.target().resolve(location);
            if (target.getHost() != null && target.getUserInfo() == null && (target.getScheme().equals("http") || target.getScheme().equals("https"))) {
                return target;
            }
        } catch (IllegalArgumentException malformed) {
            // said below
        }
        throw new RegistryException(0, "", request.words() + "failed to parse Location header \"" + location + "\"");
    }

    private Response sendOnce(Request request) throws IOException {
        try {
            HttpExchange exchange = connect(request);
            exchange.send(head(request));
            boolean refusedEarly = false;
            if (request.body() != Body.NONE) {
                refusedEarly = !sendBody(request, exchange);
            }
            HttpResponse response = exchange.response();
            if (refusedEarly && response.status().code() < FIRST_REFUSAL) {
                throw new IOException("the server did not take all that was sent");
            }
            return new Response(request, response.status().code(), response.headers(), exchange.content());
        } catch (RegistryException told) {
            throw told;
        } catch (IOException failure) {
            throw new RegistryException(request.words() + reason(request, failure), failure);
        }
    }

    /** @return false: the server has not taken all of it, but perhaps has said why */
    private static boolean sendBody(Request request, HttpExchange exchange) throws IOException {
        NoticingOutput noticing = new NoticingOutput(exchange.body());
        try {
            request.body().writeTo(noticing);
        } catch (IOException broken) {
            if (!noticing.broken) {
                throw broken; // what is sent could not be read
            }
            return false;
        }
        exchange.endBody();
        return true;
    }

    /** Knows on which side a copy failed. */
    private static final class NoticingOutput extends OutputStream {
        private final OutputStream target;
        private boolean broken;

        NoticingOutput(OutputStream target) {
            this.target = target;
        }

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            try {
                target.write(bytes, offset, length);
            } catch (IOException failure) {
                broken = true;
                throw failure;
            }
        }
    }

    /** The kernel's words come with the name of a call. */
    private static String reason(Request request, IOException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof NotSslRecordException) {
                return "http: server gave HTTP response to HTTPS client";
            }
            if (cause instanceof CertPathBuilderException) {
                return "x509: certificate signed by unknown authority";
            }
        }
        String words = failure.getMessage() == null ? "the connection was closed" : failure.getMessage();
        return words.endsWith("Connection refused") ? "dial tcp " + request.target().getHost().replace("localhost", "127.0.0.1") + ":" + port(request.target()) + ": connect: connection refused" : words;
    }

    private static int port(URI target) {
        return target.getPort() >= 0 ? target.getPort() : target.getScheme().equals("https") ? ENCRYPTED_PORT : PLAIN_PORT;
    }

    private HttpExchange connect(Request request) throws IOException {
        end();
        URI target = request.target();
        Optional<SslContext> tls = target.getScheme().equals("https") ? Optional.of(tls(request.unverified())) : Optional.empty();
        HttpExchange opened = HttpExchange.open(loop, outlet.connect(target.getHost(), port(target)), leeway, tls, !request.unverified(), target.getHost(), port(target));
        synchronized (this) {
            current = Optional.of(opened);
            if (closed) {
                opened.abort();
            }
        }
        return opened;
    }

    private static SslContext tls(boolean unverified) throws SSLException {
        SslContextBuilder builder = SslContextBuilder.forClient();
        return (unverified ? builder.trustManager(InsecureTrustManagerFactory.INSTANCE) : builder).build();
    }

    private static HttpRequest head(Request request) {
        String path = request.target().getRawPath().isEmpty() ? "/" : request.target().getRawPath();
        String target = request.target().getRawQuery() == null ? path : path + "?" + request.target().getRawQuery();
        boolean streamed = request.body() != Body.NONE;
        HttpRequest head = streamed ? new DefaultHttpRequest(HttpVersion.HTTP_1_1, request.method(), target) : new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, request.method(), target);
        head.headers().set(HttpHeaderNames.HOST, request.target().getRawAuthority());
        head.headers().set(HttpHeaderNames.USER_AGENT, AGENT);
        head.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        request.headers().forEach(head.headers()::set);
        if (streamed && !head.headers().contains(HttpHeaderNames.CONTENT_LENGTH)) {
            head.headers().set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
        } else if (!streamed && !request.method().equals(HttpMethod.GET) && !request.method().equals(HttpMethod.HEAD)) {
            head.headers().set(HttpHeaderNames.CONTENT_LENGTH, 0);
        }
        return head;
    }

    /** Closes the connection that is open. By the thread that uses it. */
    void end() {
        Optional<HttpExchange> open;
        synchronized (this) {
            open = current;
            current = Optional.empty();
        }
        open.ifPresent(HttpExchange::close);
    }

    /** Breaks off what is under way, and lets nothing more begin. From any thread. */
    public synchronized void abort() {
        closed = true;
        current.ifPresent(HttpExchange::abort);
    }

    /** By the thread that uses it; can be called twice. */
    @Override
    public void close() {
        abort();
        end();
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}
