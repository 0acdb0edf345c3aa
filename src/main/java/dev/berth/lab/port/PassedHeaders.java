package dev.berth.lab.port;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a proxy changes in headers.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-7.6">RFC 9110, 7.6: message forwarding</a>
 */
final class PassedHeaders {

    /** Begins the names of the lab's own cookies, which are no server's business. */
    static final String OWN_COOKIES = "berth-";

    /** They are about one connection. */
    private static final Set<String> OF_A_HOP = Set.of("connection", "keep-alive", "proxy-authenticate", "proxy-authorization", "proxy-connection", "te", "trailer",
            "transfer-encoding", "upgrade");

    /** It may clear the cookies of a whole domain, with those of other ports and of the lab. */
    private static final String CLEAR = "clear-site-data";

    private static final String WEBSOCKET = "websocket";

    private PassedHeaders() {
    }

    static boolean asksForWebSocket(HttpServerRequest request) {
        return request.method() == HttpMethod.GET && WEBSOCKET.equalsIgnoreCase(request.getHeader(HttpHeaders.UPGRADE))
                && connectionOptions(request.headers()).contains("upgrade");
    }

    /** The server sees the host by which the browser calls it, so that its links, redirects and checks of origins are right. */
    static void toServer(HttpServerRequest request, HttpClientRequest asked, boolean webSocket) {
        MultiMap headers = asked.headers();
        copy(request.headers(), headers);
        headers.remove(HttpHeaders.COOKIE);
        cookies(request.headers()).ifPresent(cookies -> headers.set(HttpHeaders.COOKIE, cookies));
        String before = request.getHeader("X-Forwarded-For");
        String client = request.remoteAddress().hostAddress();
        headers.set("X-Forwarded-For", before == null ? client : before + ", " + client);
        headers.set("X-Forwarded-Host", request.getHeader(HttpHeaders.HOST));
        if (!headers.contains("X-Forwarded-Proto")) {
            headers.set("X-Forwarded-Proto", "http");
        }
        if (webSocket) {
            headers.set(HttpHeaders.CONNECTION, "Upgrade").set(HttpHeaders.UPGRADE, WEBSOCKET);
        } else {
            headers.set(HttpHeaders.CONNECTION, HttpHeaders.CLOSE); // the next one may go to another machine at the same address
        }
    }

    static void toBrowser(HttpClientResponse answer, HttpServerRequest request) {
        MultiMap headers = request.response().headers();
        copy(answer.headers(), headers);
        headers.remove(CLEAR);
        headers.remove(HttpHeaders.SET_COOKIE);
        answer.headers().getAll(HttpHeaders.SET_COOKIE).stream().flatMap(cookie -> ofOneHost(cookie).stream()).forEach(cookie -> headers.add(HttpHeaders.SET_COOKIE, cookie));
        String location = answer.getHeader(HttpHeaders.LOCATION);
        if (location != null) {
            headers.set(HttpHeaders.LOCATION, location(location, request.getHeader(HttpHeaders.HOST)));
        }
        if (answer.statusCode() == 101) {
            headers.set(HttpHeaders.CONNECTION, "Upgrade").set(HttpHeaders.UPGRADE, WEBSOCKET);
        }
    }

    private static void copy(MultiMap from, MultiMap to) {
        Set<String> left = new HashSet<>(OF_A_HOP);
        left.addAll(connectionOptions(from));
        for (Map.Entry<String, String> each : from) {
            if (!left.contains(each.getKey().toLowerCase(Locale.ROOT))) {
                to.add(each.getKey(), each.getValue());
            }
        }
    }

    private static Set<String> connectionOptions(MultiMap headers) {
        return headers.getAll(HttpHeaders.CONNECTION).stream()
                .flatMap(line -> Arrays.stream(line.split(",")))
                .map(option -> option.strip().toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
    }

    private static Optional<String> cookies(MultiMap headers) {
        String others = headers.getAll(HttpHeaders.COOKIE).stream()
                .flatMap(line -> Arrays.stream(line.split(";")))
                .map(String::strip)
                .filter(cookie -> !cookie.isEmpty() && !cookie.startsWith(OWN_COOKIES))
                .collect(Collectors.joining("; "));
        return Optional.of(others).filter(cookies -> !cookies.isEmpty());
    }

    /** Without the attribute that would send it to other hosts; empty for one that takes the name of one of ours. */
    static Optional<String> ofOneHost(String cookie) {
        if (cookie.strip().startsWith(OWN_COOKIES)) {
            return Optional.empty();
        }
        String[] parts = cookie.split(";");
        return Optional.of(Stream.concat(Stream.of(parts[0]), Arrays.stream(parts).skip(1).filter(part -> !part.split("=", 2)[0].strip().equalsIgnoreCase("domain")))
                .collect(Collectors.joining(";")));
    }

    /** A server knows neither our port nor whether there is TLS before us: nginx says {@code http://HOST/dir/}, without a port. So what leads to the same host is told without one. */
    static String location(String location, String authority) {
        try {
            URI there = URI.create(location);
            String host = authority.replaceFirst(":\\d*$", "");
            if (there.getHost() == null || !there.getHost().equalsIgnoreCase(host)) {
                return location;
            }
            String path = there.getRawPath().isEmpty() ? "/" : there.getRawPath().replaceFirst("^/{2,}", "/");
            return path + (there.getRawQuery() == null ? "" : "?" + there.getRawQuery()) + (there.getRawFragment() == null ? "" : "#" + there.getRawFragment());
        } catch (IllegalArgumentException noAddress) {
            return location;
        }
    }
}
