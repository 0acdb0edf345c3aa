package dev.berth.engine.image;

import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** A pull or a push, as the client sees it who asked for it. */
public interface Transfer {

    /** Bytes of a layer that have come or gone, of so many; two zeros: nothing is known of them. */
    record Amount(long done, long total) {
        public static final Amount UNKNOWN = new Amount(0, 0);
    }

    /**
     * A line for the client.
     *
     * @param of what it is about: a tag, a layer; empty: all of it
     * @param amount absent in what is not about a layer
     */
    record Step(String of, String status, Optional<Amount> amount) {
        public Step(String of, String status) {
            this(of, status, Optional.empty());
        }

        public static Step ofLayer(String layer, String status) {
            return new Step(layer, status, Optional.of(Amount.UNKNOWN));
        }
    }

    /** What a registry has got. @param bytes of the manifest */
    record Pushed(String tag, Digest manifest, long bytes) {}

    void step(Step step);

    /** Told beside the line that says the same in words. */
    void pushed(Pushed pushed);

    /** Completes when the client has gone: then nobody needs the rest. */
    CompletionStage<Void> gone();
}
