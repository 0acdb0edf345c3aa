package dev.berth.engine.container;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

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

    /** Whether it ever had a network, its own or another's: a start that fails later keeps it. */
    default boolean hadNetwork() {
        return true;
    }

    /** Whether it ever came so far that its output was to be kept. */
    default boolean hadLog() {
        return true;
    }

    /** Docker's word: {@code created}, {@code running}, {@code paused}, {@code restarting}, {@code exited}, {@code dead}. */
    String status();

    /** Made, never started. @param startFailure why the last start failed and with which code Docker shows; null: none yet */
    record Created(StartFailure startFailure) implements ContainerState {
        @Override
        public boolean hadNetwork() {
            return startFailure != null && !startFailure.isOfNetwork();
        }

        @Override
        public boolean hadLog() {
            return startFailure != null && startFailure.isLate();
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
    record StartFailure(int code, String message) {
        private static final Pattern OF_NETWORK = Pattern.compile("(?:No such container: |cannot join network of |failed to create endpoint |network \\S+ not found$).*", Pattern.DOTALL);
        private static final Pattern LATE = Pattern.compile("failed to (?:initialize logging driver|add interface|create shim task).*", Pattern.DOTALL);

        /** The network is what Docker sets up first. */
        boolean isOfNetwork() {
            return OF_NETWORK.matcher(message).matches();
        }

        /** Nothing was left but to open the log and to run it. */
        boolean isLate() {
            return LATE.matcher(message).matches();
        }
    }
}
