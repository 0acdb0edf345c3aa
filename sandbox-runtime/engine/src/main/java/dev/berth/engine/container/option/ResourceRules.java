package dev.berth.engine.container.option;

import static dev.berth.engine.EngineException.Kind.INVALID_PARAMETER;

import dev.berth.engine.EngineException;
import dev.berth.engine.container.option.Resources.ProcessLimit;
import dev.berth.runtime.ResourceLimits;
import dev.berth.runtime.controlgroup.ControlGroups;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which limits a container may be given, in Docker's words, and what they are for a control group. For creation and for {@code docker update}. */
public final class ResourceRules {
    /** The fewest and the most that a control group takes. */
    private static final long LEAST_SHARES = 2;
    private static final long MOST_SHARES = 262_144;
    private static final long MOST_WEIGHT = 10_000;

    private static final long LEAST_MEMORY = 6L << 20;
    private static final long NANOS_PER_PROCESSOR = 1_000_000_000;
    private static final long USUAL_PERIOD = 100_000;
    private static final long WITHOUT_QUOTA = -1;
    private static final long LEAST_PERIOD = 1_000;
    private static final long LONGEST_PERIOD = 1_000_000;
    private static final int MOST_SCORE = 1000;
    /** A program of the machine's own is killed before a container's only when it is larger by these thousandths of the machine's memory. */
    private static final int LEAST_SCORE = 300;
    private static final int MOST_PROCESSOR_NUMBER = 8192;
    private static final Pattern RANGE = Pattern.compile("(\\d{1,4})(?:-(\\d{1,4}))?");
    /** With these a program would run before those of all other machines. */
    private static final Set<String> PRECEDENCE = Set.of("nice", "rtprio");

    private ResourceRules() {}

    /** What Docker adds to what was asked for: as much swap as memory. */
    public static Resources completed(Resources asked) {
        boolean swapOpen = asked.memoryBytes().isPresent() && asked.memorySwapBytes().isEmpty();
        return swapOpen ? asked.withMemorySwap(OptionalLong.of(2 * asked.memoryBytes().getAsLong())) : asked;
    }

    /** Of what a container is to have. @throws EngineException INVALID_PARAMETER */
    public static void check(Resources asked) {
        if (asked.memoryBytes().orElse(0) == 0 && asked.memorySwapBytes().orElse(0) > 0) {
            throw refused("You should always set the Memory limit when using Memoryswap limit, see usage");
        }
        checkChange(asked);
    }

    /** Of what {@code docker update} asks for, whatever the container has. @throws EngineException INVALID_PARAMETER */
    public static void checkChange(Resources asked) {
        checkMemory(asked);
        checkProcessors(asked, Runtime.getRuntime().availableProcessors());
        checkNumbers("CPUs", "cpuset cpus", asked.cpus(), Runtime.getRuntime().availableProcessors() - 1);
        checkNumbers("memory nodes", "cpuset mems", asked.memoryNodes(), 0);
        int score = asked.outOfMemoryScore().orElse(0);
        if (Math.abs(score) > MOST_SCORE) {
            throw refused("Invalid value " + score + ", range for oom score adj is [-1000, 1000]");
        }
        asked.processLimits().forEach(ResourceRules::check);
    }

    /** What a client is told although its container is made. */
    public static List<String> warnings(Resources asked) {
        return asked.outOfMemoryKillDisabled() && asked.memoryBytes().isEmpty()
                ? List.of("OOM killer is disabled for the container, but no memory limit is set, this can result in the system running out of resources.")
                : List.of();
    }

    private static void checkMemory(Resources asked) {
        long memory = asked.memoryBytes().orElse(0);
        long swap = asked.memorySwapBytes().orElse(0);
        long reservation = asked.memoryReservationBytes().orElse(0);
        if (memory != 0 && memory < LEAST_MEMORY) {
            throw refused("Minimum memory limit allowed is 6MB");
        }
        if (memory > 0 && swap > 0 && swap < memory) {
            throw refused("Minimum memoryswap limit should be larger than memory limit, see usage");
        }
        if (reservation != 0 && reservation < LEAST_MEMORY) {
            throw refused("Minimum memory reservation allowed is 6MB");
        }
        if (memory > 0 && memory < reservation) {
            throw refused("Minimum memory limit can not be less than memory reservation limit, see usage");
        }
    }

    private static void checkProcessors(Resources asked, int processors) {
        long nanos = asked.nanoCpus().orElse(0);
        long period = asked.cpuPeriodMicroseconds().orElse(0);
        long quota = asked.cpuQuotaMicroseconds().orElse(0);
        if (nanos != 0 && period != 0) {
            throw refused("Conflicting options: Nano CPUs and CPU Period cannot both be set");
        }
        if (nanos != 0 && quota > 0) {
            throw refused("Conflicting options: Nano CPUs and CPU Quota cannot both be set");
        }
        if (nanos < 0 || nanos > processors * NANOS_PER_PROCESSOR) {
            throw refused(String.format(
                    Locale.ROOT, "Range of CPUs is from 0.01 to %d.00, as there are only %d CPUs available", processors, processors));
        }
        if (period != 0 && (period < LEAST_PERIOD || period > LONGEST_PERIOD)) {
            throw refused("CPU cfs period can not be less than 1ms (i.e. 1000) or larger than 1s (i.e. 1000000)");
        }
        if (quota > 0 && quota < LEAST_PERIOD) {
            throw refused("CPU cfs quota can not be less than 1ms (i.e. 1000)");
        }
    }

    private static void checkNumbers(String kind, String option, String text, int last) {
        if (text.isEmpty()) {
            return;
        }
        BitSet wanted = numbers(text).orElseThrow(() -> refused("Invalid value " + text + " for " + option + ": invalid format: " + text));
        if (wanted.length() - 1 > last) {
            throw refused("Requested " + kind + " are not available - requested " + text + ", available: " + (last == 0 ? "0" : "0-" + last));
        }
    }

    /** Of a list like {@code 0-2,4}; empty: it is none. */
    private static Optional<BitSet> numbers(String text) {
        BitSet numbers = new BitSet();
        for (String part : text.split(",", -1)) {
            Matcher range = RANGE.matcher(part);
            if (!range.matches()) {
                return Optional.empty();
            }
            int first = Integer.parseInt(range.group(1));
            int last = range.group(2) == null ? first : Integer.parseInt(range.group(2));
            if (last < first || last > MOST_PROCESSOR_NUMBER) {
                return Optional.empty();
            }
            numbers.set(first, last + 1);
        }
        return Optional.of(numbers);
    }

    private static void check(ProcessLimit limit) {
        if (PRECEDENCE.contains(limit.name()) && limit.hard() != 0) {
            throw refused("ulimit \"" + limit.name() + "\" must be 0: the processors belong to other machines as well");
        }
    }

    /** For the control group of a container or machine. */
    public static ResourceLimits limits(Resources asked) {
        OptionalLong quota = asked.nanoCpus().isPresent()
                ? OptionalLong.of(Math.max(LEAST_PERIOD, asked.nanoCpus().getAsLong() / (NANOS_PER_PROCESSOR / USUAL_PERIOD)))
                : asked.cpuQuotaMicroseconds();
        return new ResourceLimits(
                asked.memoryBytes(),
                asked.memorySwapBytes().isPresent() && asked.memorySwapBytes().getAsLong() < 0 ? OptionalLong.of(-1) : asked.memorySwapBytes(),
                asked.memoryReservationBytes(),
                shares(asked.cpuShares()),
                quota.orElse(0) == 0 ? OptionalLong.empty() : OptionalLong.of(Math.max(WITHOUT_QUOTA, quota.getAsLong())),
                asked.cpuPeriodMicroseconds(),
                asked.cpus(),
                asked.memoryNodes(),
                asked.processes().orElse(-1) == Resources.WITHOUT_LIMIT ? OptionalLong.of(-1) : asked.processes(),
                asked.outOfMemoryKillDisabled());
    }

    /** Why no control group takes so short a time of each usual period, in runc's words: Docker finds out when the container starts. @param unified of version 2 */
    public static Optional<String> wrongQuota(Resources asked, boolean unified) {
        long quota = asked.nanoCpus().orElse(0) / (NANOS_PER_PROCESSOR / USUAL_PERIOD);
        if (asked.nanoCpus().orElse(0) <= 0 || quota >= LEAST_PERIOD) {
            return Optional.empty();
        }
        return Optional.of(unified ? notWritten(quota + " " + USUAL_PERIOD, "cpu.max", "invalid argument") : notWritten(Long.toString(quota), "cpu.cfs_quota_us", "invalid argument"));
    }

    /**
     * Why no control group takes so many shares, in runc's words; 0 asks for nothing. What is below counts from the largest number down, as for the kernel.
     *
     * @param unified of version 2, which has weights
     */
    public static Optional<String> wrongShares(long shares, boolean unified) {
        if (unified) {
            long weight = ControlGroups.weight(shares);
            return shares != 0 && Long.compareUnsigned(weight, MOST_WEIGHT) > 0
                    ? Optional.of(notWritten(Long.toUnsignedString(weight), "cpu.weight", "numerical result out of range"))
                    : Optional.empty();
        }
        if (shares > 0 && shares < LEAST_SHARES) {
            return Optional.of("the minimum allowed cpu-shares is " + LEAST_SHARES);
        }
        return shares < 0 || shares > MOST_SHARES ? Optional.of("the maximum allowed cpu-shares is " + MOST_SHARES) : Optional.empty();
    }

    private static String notWritten(String value, String file, String reason) {
        return "failed to write \"" + value + "\": write " + file + ": " + reason;
    }

    private static OptionalLong shares(OptionalLong asked) {
        return asked.isPresent() ? OptionalLong.of(Math.max(LEAST_SHARES, Math.min(MOST_SHARES, asked.getAsLong()))) : asked;
    }

    /** When a machine's memory is used up, its containers' processes are killed before the student's shell; none is ever spared before those of other machines. */
    public static int outOfMemoryScore(Resources asked) {
        return Math.max(LEAST_SCORE, asked.outOfMemoryScore().orElse(0));
    }

    private static EngineException refused(String message) {
        return new EngineException(INVALID_PARAMETER, message);
    }
}
