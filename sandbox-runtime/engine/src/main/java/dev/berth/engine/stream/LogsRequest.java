package dev.berth.engine.stream;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What of a kept log a client reads.
 *
 * @param tail how many lines from its end; absent: all
 */
public record LogsRequest(
        boolean output, boolean error, boolean follow, Optional<Instant> since, Optional<Instant> until, OptionalLong tail, boolean timestamps, boolean details) {}
