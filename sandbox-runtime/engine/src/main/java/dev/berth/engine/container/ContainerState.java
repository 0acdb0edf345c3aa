package dev.berth.engine.container;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import java.util.Optional;

/** Where a container is in its life. Inspect, list and events are derived from it, never stored beside it. On disk, states are told apart by Docker's words for them. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "status")
@JsonSubTypes({
    @JsonSubTypes.Type(value = ContainerState.Created.class, name = "created"),
    @JsonSubTypes.Type(value = ContainerState.Running.class, name = "running"),
    @JsonSubTypes.Type(value = ContainerState.Paused.class, name = "paused"),
    @JsonSubTypes.Type(value = ContainerState.Restarting.class, name = "restarting"),
    @JsonSubTypes.Type(value = ContainerState.Exited.class, name = "exited"),
    @JsonSubTypes.Type(value = ContainerState.Removing.class, name = "removing"),
})
public sealed interface ContainerState {

    /** When its last run ended; empty: none has. */
    default Optional<Instant> lastEnd() {
        return Optional.empty();
    }

    /** Whether it was ever to start, however that went. */
    default boolean wasTried() {
        return true;
    }

    /** Docker's word: {@code created}, {@code running}, {@code paused}, {@code restarting}, {@code exited}, {@code dead}. */
    String status();

    /** Made, never started. @param startFailure why the last start failed and with which code Docker shows; null: none yet */
    record Created(StartFailure startFailure) implements ContainerState {
        @Override
        public boolean wasTried() {
            return startFailure != null;
        }

        @Override
        public String status() {
            return "created";
        }
    }

    /** @param pid as the host sees it; what inspect shows inside the machine is its process id there. @param lastEnd when the run before this one ended; empty: it is the first */
    record Running(int pid, Instant startedAt, Optional<Instant> lastEnd) implements ContainerState {
        Paused paused() {
            return new Paused(pid, startedAt, lastEnd);
        }

        @Override
        public String status() {
            return "running";
        }
    }

    /** As {@link Running}, but frozen. */
    record Paused(int pid, Instant startedAt, Optional<Instant> lastEnd) implements ContainerState {
        Running resumed() {
            return new Running(pid, startedAt, lastEnd);
        }

        @Override
        public String status() {
            return "paused";
        }
    }

    /** Between two runs; counts as running. @param last how the one before ended */
    record Restarting(Exited last) implements ContainerState {
        @Override
        public Optional<Instant> lastEnd() {
            return last.lastEnd();
        }

        @Override
        public String status() {
            return "restarting";
        }
    }

    record Exited(int code, Instant startedAt, Instant at, boolean outOfMemory, String error) implements ContainerState {
        @Override
        public Optional<Instant> lastEnd() {
            return Optional.of(at);
        }

        @Override
        public String status() {
            return "exited";
        }
    }

    /** Being removed; nothing else is possible any more. */
    record Removing() implements ContainerState {
        @Override
        public String status() {
            return "removing";
        }
    }

    /** @param code 126 or 127, as the docker CLI exits */
    record StartFailure(int code, String message) {}
}
