package dev.berth.runtime.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.berth.runtime.ResourceUsage;
import org.junit.jupiter.api.Test;

class InterfaceCountersTest {
    @Test
    void readsBothDirectionsAndLeavesTheLoopbackOut() {
        String table = """
                Inter-|   Receive                                                |  Transmit
                 face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
                    lo:     100       1    0    0    0     0          0         0      100       1    0    0    0     0       0          0
                  eth0: 4711       12    3    4    0     0          0         0      815       9    5    6    0     0       0          0
                """;

        assertThat(InterfaceCounters.parse(table)).containsOnly(entry("eth0", new ResourceUsage.Interface(4711, 12, 3, 4, 815, 9, 5, 6)));
    }
}
