package dev.berth.engine.network;

import static dev.berth.engine.EngineException.Kind.INVALID_PARAMETER;
import static dev.berth.engine.EngineException.Kind.NOT_FOUND;

import dev.berth.engine.EngineException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;

/**
 * The networks of one machine. Names and ids are what people type: a name, an id, or an unambiguous beginning of an id. Looking them up does not block; stages fail with
 * {@link EngineException} in Docker's words. Thread safe.
 */
public interface Networks {

    /** All of them; filters are the caller's work. */
    List<Network> list();

    /** Whether a container that runs is in it. */
    boolean isUsed(Network network);

    /** UNAVAILABLE when there are too many; CONFLICT, FORBIDDEN, INVALID_PARAMETER, NOT_IMPLEMENTED. */
    CompletionStage<Network> create(NetworkRequest request);

    /** NOT_FOUND; FORBIDDEN while it is used, and for one that is always there. */
    CompletionStage<Void> remove(String text);

    /** Removes those that no container which runs is in, and that are chosen. @return their names */
    CompletionStage<List<String>> prune(Predicate<Network> chosen);

    /** The one with this name or whole id. */
    default Optional<Network> findExact(String text) {
        return list().stream().filter(network -> network.name().equals(text) || network.id().equals(text)).findFirst();
    }

    /** @throws EngineException INVALID_PARAMETER when several ids begin so */
    default Optional<Network> find(String text) {
        Optional<Network> exact = findExact(text);
        if (exact.isPresent() || text.isEmpty()) {
            return exact;
        }
        List<Network> matches = list().stream().filter(network -> network.id().startsWith(text)).toList();
        if (matches.size() > 1) {
            throw new EngineException(INVALID_PARAMETER, "network " + text + " is ambiguous (" + matches.size() + " matches found based on ID prefix)");
        }
        return matches.stream().findFirst();
    }

    /** @throws EngineException NOT_FOUND, with Docker's text */
    default Network get(String text) {
        return find(text).orElseThrow(() -> new EngineException(NOT_FOUND, "network " + text + " not found"));
    }
}
