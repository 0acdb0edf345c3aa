package dev.berth.daemon.http;

import static dev.berth.engine.EngineException.Kind.INVALID_PARAMETER;
import static dev.berth.engine.EngineException.Kind.NOT_FOUND;

import dev.berth.engine.EngineException;
import io.vertx.core.Context;
import io.vertx.core.http.HttpServerRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The routes of one socket. The first that fits answers. */
public final class Router {
    private static final Pattern VERSIONED = Pattern.compile("/v([0-9]{1,3}\\.[0-9]{1,3})(/.*)");
    private static final Pattern BROKEN_ESCAPE = Pattern.compile("%(?![0-9a-fA-F]{2}).{0,2}");
    private static final Pattern PLACE = Pattern.compile("\\{([a-z]+)(\\.\\.\\.)?}");

    private record Entry(String method, String template, Pattern path, List<String> places, Route route) {}

    private final List<Entry> entries = new ArrayList<>();
    private final Turns turns = new Turns();

    /**
     * @param method in upper case
     * @param template a path without version; {@code {name}} stands for one segment, {@code {name...}} for one or more
     */
    public Router add(String method, String template, Route route) {
        StringBuilder expression = new StringBuilder();
        List<String> places = new ArrayList<>();
        Matcher place = PLACE.matcher(template);
        int done = 0;
        while (place.find()) {
            expression.append(Pattern.quote(template.substring(done, place.start())));
            expression.append(place.group(2) == null ? "([^/]+)" : "(.+)");
            places.add(place.group(1));
            done = place.end();
        }
        expression.append(Pattern.quote(template.substring(done)));
        entries.add(new Entry(method, template, Pattern.compile(expression.toString()), List.copyOf(places), route));
        return this;
    }

    /** As {@link #add}, for what asks for no body and may be answered with much: one after the other. */
    public Router addLarge(String method, String template, Route route) {
        return add(method, template, exchange -> turns.take(exchange, route));
    }

    /** What can be asked, as it was added: the method, a blank and the template. */
    public List<String> endpoints() {
        return entries.stream().map(entry -> entry.method() + " " + entry.template()).toList();
    }

    /** Answers a request. Called on the event loop that {@code context} belongs to. */
    void handle(HttpServerRequest request, Context context, Connections connections) {
        Exchange exchange = new Exchange(request, context, connections);
        try {
            connections.began(request);
            String path = request.path() == null ? "/" : request.path();
            Matcher versioned = VERSIONED.matcher(path);
            if (versioned.matches()) {
                ApiVersion.parse(versioned.group(1));
                path = versioned.group(2);
            }
            refuseBrokenEscape(path);
            refuseBrokenEscape(request.query());
            Route route = find(exchange, request.method().name(), path);
            route.handle(exchange).whenComplete((done, failure) -> {
                if (failure != null) {
                    exchange.fail(failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure);
                }
            });
        } catch (RuntimeException | StackOverflowError failure) {
            exchange.fail(failure);
        }
    }

    private Route find(Exchange exchange, String method, String path) {
        for (Entry entry : entries) {
            if (!entry.method.equals(method)) {
                continue;
            }
            Matcher matcher = entry.path.matcher(path);
            if (matcher.matches()) {
                Map<String, String> values = new LinkedHashMap<>();
                for (int place = 0; place < entry.places.size(); place++) {
                    values.put(entry.places.get(place), decode(matcher.group(place + 1)));
                }
                exchange.placed(values);
                return entry.route;
            }
        }
        throw new EngineException(NOT_FOUND, "page not found");
    }

    /** In Go's words. */
    private static void refuseBrokenEscape(String query) {
        Matcher broken = BROKEN_ESCAPE.matcher(query == null ? "" : query);
        if (broken.find()) {
            throw new EngineException(INVALID_PARAMETER, "invalid URL escape \"" + broken.group() + "\"");
        }
    }

    private static String decode(String segment) {
        return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
