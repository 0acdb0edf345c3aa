package dev.berth.engine.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.engine.container.HostOptions.Privileges;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CapabilitiesTest {
    private static final int USUAL = 14;

    private static Privileges privileges(List<String> added, List<String> dropped) {
        return new Privileges(false, added, dropped, List.of(), false, List.of());
    }

    private static Set<String> kept(List<String> added, List<String> dropped) {
        return Capabilities.of(privileges(added, dropped));
    }

    @Test
    void leavesWhatDockerLeaves() {
        assertThat(kept(List.of(), List.of())).hasSize(USUAL).contains("chown", "net_raw").doesNotContain("sys_admin");
    }

    @Test
    void addsAndDropsByAnyWayToWriteThem() {
        assertThat(kept(List.of("cap_net_admin"), List.of("CHOWN"))).hasSize(USUAL).contains("net_admin").doesNotContain("chown");
    }

    @Test
    void oneThatIsAddedAndDroppedIsKept() {
        assertThat(kept(List.of("CHOWN"), List.of("CHOWN"))).contains("chown");
    }

    @Test
    void whenAllAreDroppedOnlyTheAddedAreLeft() {
        assertThat(kept(List.of("NET_ADMIN"), List.of("all"))).containsExactly("net_admin");
        assertThat(kept(List.of(), List.of("ALL"))).isEmpty();
    }

    @Test
    void allAreThoseOfTheMachineAndNoMore() {
        assertThat(kept(List.of("ALL"), List.of("CHOWN"))).contains("sys_admin").doesNotContain("chown", "sys_module", "sys_time");
        assertThat(kept(List.of("SYS_MODULE"), List.of())).doesNotContain("sys_module");
    }

    @Test
    void refusesAnUnknownOne() {
        assertThatThrownBy(() -> Capabilities.check(privileges(List.of("nope"), List.of()))).hasMessage("invalid CapAdd: unknown capability: \"CAP_NOPE\"");
        assertThatThrownBy(() -> Capabilities.check(privileges(List.of(), List.of("nope")))).hasMessage("invalid CapDrop: unknown capability: \"CAP_NOPE\"");
    }
}
