package dev.berth.daemon.docker.image;

import static dev.berth.engine.EngineException.Kind.INVALID_PARAMETER;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.daemon.http.Exchange;
import dev.berth.daemon.http.Json;
import dev.berth.engine.EngineException;
import dev.berth.engine.image.RegistryCredentials;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The headers {@code X-Registry-Auth} and {@code X-Registry-Config}, in which clients send what {@code docker login} has kept for one registry, or for all. */
public final class RegistryAuth {
    static final String HEADER = "X-Registry-Auth";
    private static final String HEADER_OF_ALL = "X-Registry-Config";
    private static final int LONGEST = 4096;
    private static final Pattern ADDRESS = Pattern.compile("(?:https?://)?([^/]+)(?:/.*)?", Pattern.DOTALL);

    private RegistryAuth() {}

    /** What is no JSON says nothing, as for Docker. @throws EngineException INVALID_PARAMETER for a token that no header can carry */
    static RegistryCredentials read(Exchange exchange) {
        return exchange.header(HEADER).flatMap(RegistryAuth::decoded).map(RegistryAuth::of).orElse(RegistryCredentials.NONE);
    }

    /** As {@link #read}, of all registries that the client knows, by their domains: a name that is one wins over an address. */
    public static Map<String, RegistryCredentials> readAll(Exchange exchange) {
        Map<String, RegistryCredentials> credentials = new HashMap<>();
        exchange.header(HEADER_OF_ALL).flatMap(RegistryAuth::decoded).ifPresent(all -> all.properties().forEach(each -> {
            Matcher address = ADDRESS.matcher(each.getKey());
            if (address.matches()) {
                credentials.putIfAbsent(address.group(1), of(each.getValue()));
            }
        }));
        exchange.header(HEADER_OF_ALL).flatMap(RegistryAuth::decoded).ifPresent(all -> all.properties().forEach(each -> credentials.replace(each.getKey(), of(each.getValue()))));
        return Map.copyOf(credentials);
    }

    private static Optional<JsonNode> decoded(String text) {
        try {
            return Optional.of(Json.read(Base64.getUrlDecoder().decode(text)));
        } catch (IllegalArgumentException | EngineException noJson) {
            return Optional.empty();
        }
    }

    /** @param json as the docker command writes it. @throws EngineException INVALID_PARAMETER */
    static RegistryCredentials of(JsonNode json) {
        return new RegistryCredentials(text(json, "username"), text(json, "password"), token(json, "identitytoken"), token(json, "registrytoken"));
    }

    private static String text(JsonNode json, String key) {
        String text = json.path(key).asText("");
        if (text.length() > LONGEST) {
            throw new EngineException(INVALID_PARAMETER, "\"" + key + "\" has more than " + LONGEST + " characters");
        }
        return text;
    }

    private static String token(JsonNode json, String key) {
        String token = text(json, key);
        if (!token.chars().allMatch(each -> each > ' ' && each < 0x7f)) {
            throw new EngineException(INVALID_PARAMETER, "\"" + key + "\" has characters that no token has");
        }
        return token;
    }
}
