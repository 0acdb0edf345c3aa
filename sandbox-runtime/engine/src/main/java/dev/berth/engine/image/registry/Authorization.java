package dev.berth.engine.image.registry;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.engine.EngineException;
import dev.berth.engine.image.RegistryCredentials;
import dev.berth.engine.image.document.Documents;
import dev.berth.engine.image.registry.RegistryClient.Body;
import dev.berth.engine.image.registry.RegistryClient.Request;
import dev.berth.engine.image.registry.RegistryClient.Response;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is shown to a registry: nothing until it asks, then a user and password, or a token that another server gives for these.
 *
 * @see <a href="https://distribution.github.io/distribution/spec/auth/token/">distribution, token authentication</a>
 */
final class Authorization {
    private static final Pattern SCHEME = Pattern.compile("\\s*([A-Za-z]+)\\s*(.*)");
    private static final Pattern PARAMETER = Pattern.compile("([a-zA-Z]+)=(?:\"([^\"]*+)\"|([^\\s,\"]++))\\s*,?\\s*");
    private static final int TOKEN_BYTES = 64 * 1024;
    private static final int LONGEST_TOKEN = 16 * 1024;
    private static final int MOST_TOKENS = 1000;
    private static final int OK = 200;

    private final RegistryClient client;
    private final RegistryCredentials credentials;
    private final String scope;
    private Optional<Challenge> challenge = Optional.empty();
    private Optional<String> token = Optional.empty();

    /** What a registry asks for. @param scheme in lower case, as the names of the parameters */
    record Challenge(String scheme, Map<String, String> parameters) {
        /** Of those that are known, the one that is worth most. */
        static Optional<Challenge> of(List<String> headers) {
            Map<String, Challenge> known = new LinkedHashMap<>();
            for (String header : headers) {
                Matcher scheme = SCHEME.matcher(header);
                if (scheme.matches()) {
                    Map<String, String> parameters = new TreeMap<>();
                    Matcher parameter = PARAMETER.matcher(scheme.group(2));
                    while (parameter.lookingAt()) {
                        parameters.put(parameter.group(1).toLowerCase(Locale.ROOT), parameter.group(2) == null ? parameter.group(3) : parameter.group(2));
                        parameter.region(parameter.end(), scheme.group(2).length());
                    }
                    known.putIfAbsent(scheme.group(1).toLowerCase(Locale.ROOT), new Challenge(scheme.group(1).toLowerCase(Locale.ROOT), parameters));
                }
            }
            return Optional.ofNullable(known.getOrDefault("bearer", known.get("basic")));
        }
    }

    Authorization(RegistryClient client, RegistryCredentials credentials, String scope) {
        this.client = client;
        this.credentials = credentials;
        this.scope = scope;
    }

    /** The registry refused a request, and has said what it wants. */
    void challenged(Response refusal) {
        challenge = Challenge.of(refusal.headers().getAll(HttpHeaderNames.WWW_AUTHENTICATE));
        token = Optional.empty();
    }

    /** For this request. @throws RegistryException when there is nothing to show, or whoever gives tokens gives none */
    Optional<String> header(Request request) throws IOException {
        if (challenge.isEmpty()) {
            return Optional.empty();
        }
        if (challenge.get().scheme().equals("basic")) {
            if (!credentials.hasPassword()) {
                throw new RegistryException(401, "UNAUTHORIZED", request.words() + "no basic auth credentials");
            }
            return Optional.of(basic());
        }
        if (token.isEmpty()) {
            token = Optional.of(credentials.registryToken().isEmpty() ? fetch(request) : credentials.registryToken());
        }
        return Optional.of("Bearer " + token.get());
    }

    private String basic() {
        return "Basic " + Base64.getEncoder().encodeToString((credentials.user() + ":" + credentials.password()).getBytes(StandardCharsets.UTF_8));
    }

    private String fetch(Request asker) throws IOException {
        Map<String, String> parameters = challenge.get().parameters();
        URI realm = RegistryClient.resolve(asker, parameters.getOrDefault("realm", ""));
        Response answer = client.send(credentials.identityToken().isEmpty() ? asked(asker, realm, parameters) : refreshed(asker, realm, parameters));
        if (answer.status() != OK) {
            throw RegistryError.of(answer);
        }
        byte[] body = answer.bytes(TOKEN_BYTES);
        String given = token(body);
        if (given.isEmpty() || given.length() > LONGEST_TOKEN || !given.chars().allMatch(each -> each > ' ' && each < 0x7f)) {
            throw new RegistryException(0, "", answer.request().words() + "authorization server did not include a token in the response");
        }
        return given;
    }

    private static String token(byte[] body) {
        if (Documents.hasMoreTokens(body, MOST_TOKENS)) {
            return "";
        }
        try {
            JsonNode document = Documents.parse(body, "token");
            return document.path("token").asText(document.path("access_token").asText(""));
        } catch (EngineException noJson) {
            return "";
        }
    }

    private Request asked(Request asker, URI realm, Map<String, String> parameters) {
        List<String> query = new ArrayList<>();
        if (credentials.hasPassword()) {
            query.add("account=" + encoded(credentials.user()));
        }
        scope(parameters).ifPresent(wanted -> query.add("scope=" + encoded(wanted)));
        Optional.ofNullable(parameters.get("service")).ifPresent(service -> query.add("service=" + encoded(service)));
        String separator = realm.getRawQuery() == null ? "?" : "&";
        URI target = query.isEmpty() ? realm : URI.create(realm + separator + String.join("&", query));
        Request request = new Request(HttpMethod.GET, target, Map.of(), Body.NONE, asker.unverified());
        return credentials.hasPassword() ? request.with(HttpHeaderNames.AUTHORIZATION.toString(), basic()) : request;
    }

    private Request refreshed(Request asker, URI realm, Map<String, String> parameters) {
        List<String> form = new ArrayList<>(List.of("grant_type=refresh_token", "client_id=docker", "refresh_token=" + encoded(credentials.identityToken())));
        scope(parameters).ifPresent(wanted -> form.add("scope=" + encoded(wanted)));
        Optional.ofNullable(parameters.get("service")).ifPresent(service -> form.add("service=" + encoded(service)));
        byte[] body = String.join("&", form).getBytes(StandardCharsets.US_ASCII);
        return new Request(HttpMethod.POST, realm, Map.of("content-type", "application/x-www-form-urlencoded", "content-length", Integer.toString(body.length)), target -> target.write(body),
                asker.unverified());
    }

    private Optional<String> scope(Map<String, String> parameters) {
        return Optional.of(scope).filter(own -> !own.isEmpty()).or(() -> Optional.ofNullable(parameters.get("scope")));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
