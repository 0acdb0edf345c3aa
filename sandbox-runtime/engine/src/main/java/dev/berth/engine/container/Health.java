package dev.berth.engine.container;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a container's health check has found so far. Immutable.
 *
 * @param failingStreak failures in a row that count
 * @param log the newest five probes, oldest first
 */
public record Health(Status status, int failingStreak, List<Probe> log) {
    private static final int MOST_KEPT = 5;

    /** Before the first probe. */
    static final Health STARTING = new Health(Status.STARTING, 0, List.of());

    /** Nobody knows before a probe has told. */
    public enum Status {
        STARTING,
        HEALTHY,
        UNHEALTHY;

        /** Docker's word. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** One run of the check. @param exitCode 0: healthy; -1: it could not be run, or took too long. @param output at most 4 KiB of both streams */
    public record Probe(Instant start, Instant end, int exitCode, String output) {}

    /** The container has been started: what was before counts no more, but can still be read. */
    Health startedAnew() {
        return new Health(Status.STARTING, 0, log);
    }

    /** Nobody looks any more; Docker calls that unhealthy. */
    Health unwatched() {
        return new Health(Status.UNHEALTHY, failingStreak, log);
    }

    /**
     * @param retries failures in a row that make it unhealthy
     * @param startPeriod how long after {@code startedAt} failures of one that was never healthy do not count
     */
    Health after(Probe probe, int retries, Instant startedAt, Duration startPeriod) {
        List<Probe> probes = new ArrayList<>(log);
        probes.add(probe);
        List<Probe> kept = List.copyOf(probes.subList(Math.max(0, probes.size() - MOST_KEPT), probes.size()));
        if (probe.exitCode() == 0) {
            return new Health(Status.HEALTHY, 0, kept);
        }
        if (status == Status.STARTING && probe.start().isBefore(startedAt.plus(startPeriod))) {
            return new Health(status, failingStreak, kept);
        }
        int streak = failingStreak + 1;
        return new Health(streak >= retries ? Status.UNHEALTHY : status, streak, kept);
    }
}
