package dev.berth.engine.image.registry;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.engine.EngineException;
import dev.berth.engine.image.document.Documents;
import dev.berth.engine.image.registry.RegistryClient.Response;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.IOException;
import java.util.Locale;

/** What a registry says when it refuses, in Docker's words. */
final class RegistryError {
    private static final int LONGEST_ANSWER = 16 * 1024;
    private static final int LONGEST_TEXT = 500;
    private static final int MOST_TOKENS = 1000;

    private RegistryError() {}

    /** @param refusal of which nothing was read yet */
    static RegistryException of(Response refusal) {
        byte[] body;
        try {
            body = refusal.content().readNBytes(LONGEST_ANSWER);
        } catch (IOException brokenOff) {
            body = new byte[0];
        }
        JsonNode first = Documents.hasMoreTokens(body, MOST_TOKENS) ? Documents.newObject() : first(body);
        String code = shown(first.path("code").asText(""));
        String message = shown(first.path("message").asText(""));
        if (code.isEmpty()) {
            return new RegistryException(refusal.status(), "", usual(refusal));
        }
        String words = code.toLowerCase(Locale.ROOT).replace('_', ' ');
        return new RegistryException(refusal.status(), code, message.isEmpty() ? words : words + ": " + message);
    }

    private static JsonNode first(byte[] body) {
        try {
            return Documents.parse(body, "answer of a registry").path("errors").path(0);
        } catch (EngineException noJson) {
            return Documents.newObject();
        }
    }

    private static String usual(Response refusal) {
        return switch (refusal.status()) {
            case 401 -> "unauthorized: authentication required";
            case 403 -> "denied: requested access to the resource is denied";
            case 429 -> "toomanyrequests: " + refusal.request().words() + "too many requests";
            default -> refusal.request().words() + "unexpected status code " + HttpResponseStatus.valueOf(refusal.status());
        };
    }

    /** What strangers write, in a line for a terminal. */
    private static String shown(String text) {
        return text.substring(0, Math.min(LONGEST_TEXT, text.length())).replaceAll("\\p{Cntrl}", " ");
    }
}
