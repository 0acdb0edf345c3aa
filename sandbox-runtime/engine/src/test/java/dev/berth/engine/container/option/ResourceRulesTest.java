package dev.berth.engine.container.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.engine.container.option.Resources.ProcessLimit;
import dev.berth.runtime.ResourceLimits;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The words are those that a Docker 20.10.24 gave. */
class ResourceRulesTest {
    private static final long MEGABYTE = 1 << 20;
    private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

    private static OptionalLong some(long value) {
        return value == 0 ? OptionalLong.empty() : OptionalLong.of(value);
    }

    private static Resources memory(long memory, long swap, long reservation) {
        return new Resources(
                some(memory), some(swap), some(reservation), some(0), some(0), some(0), some(0), "", "", some(0), false, OptionalInt.empty(), List.of(), some(0));
    }

    private static Resources processors(long shares, long nanos, long period, long quota, String cpus) {
        return new Resources(
                some(0), some(0), some(0), some(shares), some(nanos), some(period), some(quota), cpus, "", some(0), false, OptionalInt.empty(), List.of(), some(0));
    }

    private static Resources killedFirst(int score) {
        return new Resources(some(0), some(0), some(0), some(0), some(0), some(0), some(0), "", "", some(0), false, OptionalInt.of(score), List.of(), some(0));
    }

    private static Resources limited(String name, long value) {
        return new Resources(
                some(0), some(0), some(0), some(0), some(0), some(0), some(0), "", "", some(0), false, OptionalInt.empty(), List.of(new ProcessLimit(name, value, value)),
                some(0));
    }

    /** In megabytes. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            5  | 0   | 0   | Minimum memory limit allowed is 6MB
            64 | 32  | 0   | Minimum memoryswap limit should be larger than memory limit, see usage
            0  | 128 | 0   | You should always set the Memory limit when using Memoryswap limit, see usage
            0  | 0   | 5   | Minimum memory reservation allowed is 6MB
            64 | 0   | 128 | Minimum memory limit can not be less than memory reservation limit, see usage
            """)
    void refusesMemoryThatDoesNotGoTogether(long memory, long swap, long reservation, String message) {
        assertThatThrownBy(() -> ResourceRules.check(memory(memory * MEGABYTE, swap * MEGABYTE, reservation * MEGABYTE))).hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource({"6,0,0", "64,128,0", "64,64,0", "0,0,32", "64,0,32"})
    void takesMemoryThatDoes(long memory, long swap, long reservation) {
        assertThatCode(() -> ResourceRules.check(memory(memory * MEGABYTE, swap * MEGABYTE, reservation * MEGABYTE))).doesNotThrowAnyException();
    }

    @Test
    void givesAsMuchSwapAsMemoryUnlessToldOtherwise() {
        assertThat(ResourceRules.completed(memory(64, 0, 0)).memorySwapBytes()).hasValue(128);
        assertThat(ResourceRules.completed(memory(64, -1, 0)).memorySwapBytes()).hasValue(-1);
        assertThat(ResourceRules.completed(memory(0, 0, 0)).memorySwapBytes()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            1500000000 | 100000  | 0      | Conflicting options: Nano CPUs and CPU Period cannot both be set
            1500000000 | 0       | 100000 | Conflicting options: Nano CPUs and CPU Quota cannot both be set
            0          | 999     | 0      | CPU cfs period can not be less than 1ms (i.e. 1000) or larger than 1s (i.e. 1000000)
            0          | 1000001 | 0      | CPU cfs period can not be less than 1ms (i.e. 1000) or larger than 1s (i.e. 1000000)
            0          | -1      | 0      | CPU cfs period can not be less than 1ms (i.e. 1000) or larger than 1s (i.e. 1000000)
            0          | 0       | 999    | CPU cfs quota can not be less than 1ms (i.e. 1000)
            """)
    void refusesPartsOfProcessorsThatDoNotGoTogether(long nanos, long period, long quota, String message) {
        assertThatThrownBy(() -> ResourceRules.check(processors(0, nanos, period, quota, ""))).hasMessage(message);
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, Long.MAX_VALUE})
    void refusesMoreProcessorsThanThereAre(long nanos) {
        assertThatThrownBy(() -> ResourceRules.check(processors(0, nanos, 0, 0, "")))
                .hasMessage("Range of CPUs is from 0.01 to %d.00, as there are only %d CPUs available", PROCESSORS, PROCESSORS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "1-0", " 0", "0,", "-1", "99999999999999999999"})
    void refusesListsOfProcessorsThatAreNone(String cpus) {
        assertThatThrownBy(() -> ResourceRules.check(processors(0, 0, 0, 0, cpus))).hasMessage("Invalid value " + cpus + " for cpuset cpus: invalid format: " + cpus);
    }

    @Test
    void refusesProcessorsThatAreNotThere() {
        assertThatThrownBy(() -> ResourceRules.check(processors(0, 0, 0, 0, "0-4095"))).hasMessageStartingWith("Requested CPUs are not available - requested 0-4095, available: 0");
        assertThatCode(() -> ResourceRules.check(processors(0, 0, 0, 0, "0,0-0"))).doesNotThrowAnyException();
    }

    @Test
    void noContainerIsKilledAfterThoseOfOtherMachinesOrAfterTheMachinesShell() {
        assertThatThrownBy(() -> ResourceRules.check(killedFirst(-1001))).hasMessage("Invalid value -1001, range for oom score adj is [-1000, 1000]");
        assertThat(ResourceRules.outOfMemoryScore(killedFirst(-500))).isEqualTo(ResourceRules.outOfMemoryScore(killedFirst(0))).isEqualTo(300);
        assertThat(ResourceRules.outOfMemoryScore(killedFirst(500))).isEqualTo(500);
    }

    @Test
    void noContainerRunsBeforeThoseOfOtherMachines() {
        assertThatThrownBy(() -> ResourceRules.check(limited("rtprio", 1))).hasMessage("ulimit \"rtprio\" must be 0: the processors belong to other machines as well");
        assertThatCode(() -> ResourceRules.check(limited("nice", 0))).doesNotThrowAnyException();
    }

    /** The kernel refuses weights and quotas outside of these. */
    @Property
    void whatTheControlGroupGetsIsWithinWhatItTakes(@ForAll long shares, @ForAll long nanos, @ForAll long quota) {
        ResourceLimits limits = ResourceRules.limits(processors(shares, nanos, 0, quota, ""));

        limits.cpuShares().ifPresent(given -> assertThat(given).isBetween(2L, 262_144L));
        limits.cpuQuotaMicroseconds().ifPresent(given -> assertThat(given).as("-1: without").matches(time -> time == -1 || time > 0));
    }
}
