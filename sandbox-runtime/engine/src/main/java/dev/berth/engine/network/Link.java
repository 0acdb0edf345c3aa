package dev.berth.engine.network;

import static dev.berth.engine.EngineException.Kind.SYSTEM;

import dev.berth.engine.EngineException;

/**
 * A name that one container has for another.
 *
 * @param container the other's name or id
 * @param alias what it is called
 */
public record Link(String container, String alias) {

    /** @param text like {@code db:database}, {@code db}, or as inspections show it {@code /db:/web/database}. @throws EngineException with Docker's text */
    public static Link parse(String text) {
        if (text.isEmpty()) {
            throw new EngineException(SYSTEM, "empty string specified for links");
        }
        String[] parts = text.split(":", -1);
        if (parts.length > 2) {
            throw new EngineException(SYSTEM, "bad format for links: " + text);
        }
        if (parts.length == 1) {
            return new Link(text, text);
        }
        return parts[0].startsWith("/") ? new Link(parts[0].substring(1), parts[1].substring(parts[1].lastIndexOf('/') + 1)) : new Link(parts[0], parts[1]);
    }

    @Override
    public String toString() {
        return container + ":" + alias;
    }
}
