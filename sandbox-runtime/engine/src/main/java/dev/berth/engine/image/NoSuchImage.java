package dev.berth.engine.image;

import static dev.berth.engine.EngineException.Kind.NOT_FOUND;

import dev.berth.engine.EngineException;

/** What Docker says of an image that is not there. */
public final class NoSuchImage {
    private NoSuchImage() {}

    /** @param text by which it was asked for: a whole id, or a name; without tag that means the latest. @throws EngineException INVALID_PARAMETER if it can be neither */
    public static EngineException called(String text) {
        return new EngineException(NOT_FOUND, "No such image: " + Digest.ofWholeId(text).map(Digest::toString).orElseGet(() -> ImageReference.parse(text).familiar()));
    }

    /** @param digest its id, or its manifest's digest */
    public static EngineException of(Digest digest) {
        return called(digest.toString());
    }
}
