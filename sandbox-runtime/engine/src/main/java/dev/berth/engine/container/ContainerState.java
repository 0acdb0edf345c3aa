package dev.berth.engine.container;

import java.time.Instant;

/** Where a container is in its life. Inspect, list and events are derived from it, never stored beside it. */
public sealed interface ContainerState {

    /** Docker's word: {@code created}, {@code running}, {@code paused}, {@code restarting}, {@code exited}, {@code dead}. */
    String status();

    /** Made, never started. @param startFailure why the last start failed and with which code Docker shows; null: none yet */
    record Created(StartFailure startFailure) implements ContainerState {
        @Override
        public String status() {
            return "created";
        }
    }

    /** @param pid as the host sees it; what inspect shows inside the machine is its process id there */
    record Running(int pid, Instant startedAt) implements ContainerState {
        @Override
        public String status() {
            return "running";
        }
    }

    record Paused(int pid, Instant startedAt) implements ContainerState {
        @Override
        public String status() {
            return "paused";
        }
    }

    /** Between two runs; counts as running. @param last how the one before ended */
    record Restarting(Exited last) implements ContainerState {
        @Override
        public String status() {
            return "restarting";
        }
    }

    record Exited(int code, Instant startedAt, Instant at, boolean outOfMemory, String error) implements ContainerState {
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
