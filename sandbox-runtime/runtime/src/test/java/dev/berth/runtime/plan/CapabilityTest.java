package dev.berth.runtime.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumSet;
import org.junit.jupiter.api.Test;

class CapabilityTest {

    @Test
    void hasTheKernelsNumbers() {
        assertThat(Capability.CHOWN.ordinal()).isZero();
        assertThat(Capability.SYS_ADMIN.ordinal()).isEqualTo(21);
        assertThat(Capability.CHECKPOINT_RESTORE.ordinal()).isEqualTo(40);
    }

    @Test
    void readsWhatItWrote() {
        EnumSet<Capability> some = EnumSet.of(Capability.CHOWN, Capability.SETFCAP, Capability.BPF);

        assertThat(Capability.ofMask(Capability.mask(some))).isEqualTo(some);
    }

    @Test
    void isFoundByDockersName() {
        assertThat(Capability.of("net_bind_service")).isEqualTo(Capability.NET_BIND_SERVICE);
        assertThatThrownBy(() -> Capability.of("fly")).isInstanceOf(IllegalArgumentException.class);
    }
}
