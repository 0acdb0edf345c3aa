package dev.berth.engine.image.content;

import dev.berth.engine.image.Digest;

/** A part of the store that is kept or freed as a whole: a blob, or the folder of a layer with what is known of it. */
public record Content(Kind kind, Digest digest) {
    public enum Kind {
        BLOB,
        LAYER
    }

    public static Content blob(Digest digest) {
        return new Content(Kind.BLOB, digest);
    }

    public static Content layer(Digest diffId) {
        return new Content(Kind.LAYER, diffId);
    }
}
