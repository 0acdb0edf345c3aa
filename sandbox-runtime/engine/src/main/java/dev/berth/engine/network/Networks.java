package dev.berth.engine.network;

import dev.berth.engine.EngineException;
import java.util.List;
import java.util.Optional;

/** The networks of one machine. Names and ids are what people type: a name, an id, or an unambiguous beginning of an id. Thread safe; nothing blocks. */
public interface Networks {

    /** All of them; filters are the caller's work. */
    List<Network> list();

    Optional<Network> find(String text);

    /** @throws EngineException NOT_FOUND, with Docker's text */
    default Network get(String text) {
        return find(text).orElseThrow(() -> new EngineException(EngineException.Kind.NOT_FOUND, "network " + text + " not found"));
    }

    /** @throws EngineException NOT_FOUND; FORBIDDEN for one that is always there */
    void remove(String text);
}
