package dev.berth.runtime.controlgroup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.runtime.ResourceUsage.Device;
import org.junit.jupiter.api.Test;

class DeviceUsageTest {

    @Test
    void readsALineForEachDevice() {
        String text = """
                254:0 rbytes=4096 wbytes=8192 rios=1 wios=2 dbytes=0 dios=0
                7:3 rbytes=0 wbytes=12884901888 rios=0 wios=7 dbytes=1 dios=1
                """;

        assertThat(DeviceUsage.parse(text)).containsExactly(new Device(254, 0, 4096, 8192), new Device(7, 3, 0, 12_884_901_888L));
    }

    @Test
    void leavesOutWhatWasNotUsed() {
        assertThat(DeviceUsage.parse("")).isEmpty();
        assertThat(DeviceUsage.parse("254:0 ")).isEmpty();
    }
}
