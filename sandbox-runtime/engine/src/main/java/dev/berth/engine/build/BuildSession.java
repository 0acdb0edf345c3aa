package dev.berth.engine.build;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** What a client of BuildKit gives while its build runs. */
public interface BuildSession {
    /** Of a client that has none. */
    BuildSession NONE = id -> CompletableFuture.completedFuture(Optional.empty());

    /** @return its content; empty when the client has none of that id. Nobody keeps it longer than the instruction that it is for */
    CompletionStage<Optional<byte[]>> secret(String id);
}
