package dev.berth.engine.image;

/** A part of the store that is kept or freed as a whole: a blob, or the folder of a layer with what is known of it. */
record Content(Kind kind, Digest digest) {
    enum Kind {
        BLOB,
        LAYER
    }

    static Content blob(Digest digest) {
        return new Content(Kind.BLOB, digest);
    }

    static Content layer(Digest diffId) {
        return new Content(Kind.LAYER, diffId);
    }
}
