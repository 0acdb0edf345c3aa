package dev.berth.engine.container.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.engine.container.option.HostOptions.Privileges;
import dev.berth.runtime.plan.Capability;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
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

    private static final Set<String> MACHINE = kept(List.of("ALL"), List.of());

    @Property
    void nothingThatIsAskedForGivesMoreThanTheMachineHas(@ForAll("names") List<String> added, @ForAll("names") List<String> dropped) {
        assertThat(MACHINE).containsAll(kept(added, dropped));
    }

    @Provide
    Arbitrary<List<String>> names() {
        return Arbitraries.of(Stream.concat(Stream.of("ALL", "all"), Stream.of(Capability.values()).map(Capability::name)).toList()).list().ofMaxSize(6);
    }

    @Test
    void refusesAnUnknownOne() {
        assertThatThrownBy(() -> Capabilities.check(privileges(List.of("nope"), List.of()))).hasMessage("invalid CapAdd: unknown capability: \"CAP_NOPE\"");
        assertThatThrownBy(() -> Capabilities.check(privileges(List.of(), List.of("nope")))).hasMessage("invalid CapDrop: unknown capability: \"CAP_NOPE\"");
    }
}
