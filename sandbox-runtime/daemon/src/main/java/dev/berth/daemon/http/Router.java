package dev.berth.daemon.http;

import static dev.berth.engine.EngineException.Kind.INVALID_PARAMETER;
import static dev.berth.engine.EngineException.Kind.NOT_FOUND;

import dev.berth.engine.EngineException;
import io.vertx.core.Context;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The routes of one socket. The first that fits answers. */
public final class Router {
    private static final int OK = 200;
    private static final int MOVED_PERMANENTLY = 301;
    private static final Pattern VERSIONED = lines("/v([0-9.]+)(/.*)");
    private static final Pattern BROKEN_ESCAPE = Pattern.compile("%(?![0-9a-fA-F]{2}).{0,2}");
    private static final Pattern PLACE = Pattern.compile("\\{([a-z]+)}");

    /** @param beginning of all paths that fit, as {@code end}: of a hundred routes most are ruled out by these */
    private record Entry(String method, String template, String beginning, String end, Pattern path, List<String> places, Route route) {
        boolean mayFit(String otherMethod, String otherPath) {
            return method.equals(otherMethod) && otherPath.startsWith(beginning) && otherPath.endsWith(end);
        }
    }

    private final List<Entry> entries = new ArrayList<>();
    private final LargeWork largeAnswers = new LargeWork();

    /**
     * @param method in upper case
     * @param template a path without version; {@code {name}} stands for anything, slashes as well
     */
    public Router add(String method, String template, Route route) {
        StringBuilder expression = new StringBuilder();
        List<String> places = new ArrayList<>();
        Matcher place = PLACE.matcher(template);
        int done = 0;
        while (place.find()) {
            expression.append(Pattern.quote(template.substring(done, place.start())));
            expression.append("(.+)");
            places.add(place.group(1));
            done = place.end();
        }
        expression.append(Pattern.quote(template.substring(done)));
        String beginning = places.isEmpty() ? template : template.substring(0, template.indexOf('{'));
        entries.add(new Entry(method, template, beginning, template.substring(done), lines(expression.toString()), List.copyOf(places), route));
        return this;
    }

    /** As {@link #add}, for what asks for no body and may be answered with much: one after the other. */
    public Router addLarge(String method, String template, Route route) {
        return add(method, template, exchange -> exchange.inTurn(() -> route.handle(exchange).<Object>thenApply(done -> done)));
    }

    /** What can be asked, as it was added: the method, a blank and the template. */
    public List<String> endpoints() {
        return entries.stream().map(entry -> entry.method() + " " + entry.template()).toList();
    }

    /** In which a dot is what it is in Go: anything but the end of a line. */
    private static Pattern lines(String expression) {
        return Pattern.compile(expression, Pattern.UNIX_LINES);
    }

    /** Answers a request, which is paused. Called on the event loop that {@code context} belongs to. @param turns of its machine on that loop */
    void handle(HttpServerRequest request, Context context, Executor turns, Connections connections) {
        Exchange exchange = new Exchange(request, context, turns, connections, largeAnswers);
        try {
            connections.began(request);
            Optional<RequestPath> path = RequestPath.parse(request.path() == null ? "/" : request.path());
            Optional<MalformedRequest> malformed = MalformedRequest.of(request, path);
            if (malformed.isPresent()) {
                malformed.get().answer(request);
            } else if (!path.get().equals(path.get().clean())) {
                exchange.respondWith("Location", path.get().clean().escaped() + (request.query() == null ? "" : "?" + request.query()));
                exchange.answer(MOVED_PERMANENTLY);
            } else if (request.method() == HttpMethod.OPTIONS) {
                exchange.answer(OK);
            } else {
                handle(exchange, request, path.get().text());
            }
        } catch (RuntimeException | StackOverflowError failure) {
            exchange.fail(failure);
        }
        exchange.receiveBody();
    }

    private void handle(Exchange exchange, HttpServerRequest request, String path) {
        Matcher versioned = VERSIONED.matcher(path);
        boolean anyVersion = !versioned.matches();
        Route route = find(exchange, request.method().name(), anyVersion ? path : versioned.group(2));
        if (!anyVersion) {
            ApiVersion.check(versioned.group(1));
        }
        checkQuery(request.query() == null ? "" : request.query());
        route.handle(exchange).whenComplete((done, failure) -> {
            if (failure != null) {
                exchange.fail(failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure);
            }
        });
    }

    private Route find(Exchange exchange, String method, String path) {
        for (Entry entry : entries) {
            if (!entry.mayFit(method, path)) {
                continue;
            }
            Matcher matcher = entry.path.matcher(path);
            if (matcher.matches()) {
                Map<String, String> values = new LinkedHashMap<>();
                for (int place = 0; place < entry.places.size(); place++) {
                    values.put(entry.places.get(place), matcher.group(place + 1));
                }
                exchange.placed(values);
                return entry.route;
            }
        }
        throw new EngineException(NOT_FOUND, "page not found");
    }

    /** In Go's words. */
    private static void checkQuery(String query) {
        Matcher broken = BROKEN_ESCAPE.matcher(query);
        if (broken.find()) {
            throw new EngineException(INVALID_PARAMETER, "invalid URL escape \"" + broken.group() + "\"");
        }
        if (query.contains(";")) {
            throw new EngineException(INVALID_PARAMETER, "invalid semicolon separator in query");
        }
    }
}
