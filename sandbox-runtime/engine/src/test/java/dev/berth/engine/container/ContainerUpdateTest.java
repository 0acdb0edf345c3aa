package dev.berth.engine.container;

import static dev.berth.engine.fake.EngineOnFake.config;
import static dev.berth.engine.fake.EngineOnFake.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.engine.EngineException;
import dev.berth.engine.container.option.Resources;
import dev.berth.engine.container.option.RestartPolicy;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** The texts are those of Docker 20.10. */
class ContainerUpdateTest extends ContainersOfAMachine {
    private static final Resources MORE_MEMORY = Resources.NONE.withMemory(OptionalLong.of(64 << 20)).withMemorySwap(OptionalLong.of(128 << 20));

    @Test
    void changesWhatItNamesAndNothingElse() {
        String id = create("web", config("debian").command("serve").memory(32 << 20).build());

        update("web", new ContainerUpdate(Resources.NONE.withProcesses(OptionalLong.of(7)), Optional.empty()));

        Resources resources = done(containers.inspect(id)).config().host().resources();
        assertThat(resources.processes()).hasValue(7);
        assertThat(resources.memoryBytes()).hasValue(32 << 20);
    }

    @Test
    void reachesAContainerThatRuns() {
        String id = create("web", config("debian").command("serve").build());
        done(containers.start("web"));

        update("web", new ContainerUpdate(MORE_MEMORY, Optional.empty()));

        assertThat(host.runtime().lastLimits("alice/" + id).memoryBytes()).hasValue(64 << 20);
    }

    /** On cgroup v2 the kernel is told swap without memory, and quota and period together: with half of a pair it set the other half free. */
    @Test
    void tellsTheKernelTheOtherHalfOfAPair() {
        String id = create("web", config("debian").command("serve").memory(32 << 20).build());
        done(containers.start("web"));

        update("web", new ContainerUpdate(Resources.NONE.withMemorySwap(OptionalLong.of(48 << 20)), Optional.empty()));

        assertThat(host.runtime().lastLimits("alice/" + id).memoryBytes()).hasValue(32 << 20);
        assertThat(host.runtime().lastLimits("alice/" + id).memorySwapBytes()).hasValue(48 << 20);
    }

    @Test
    void refusesMoreMemoryThanMemoryWithSwap() {
        create("web", config("debian").command("serve").memory(32 << 20).build());

        assertThatThrownBy(() -> update("web", new ContainerUpdate(Resources.NONE.withMemory(OptionalLong.of(1 << 30)), Optional.empty())))
                .isInstanceOf(EngineException.class)
                .hasMessageEndingWith(": Memory limit should be smaller than already set memoryswap limit, update the memoryswap at the same time");
    }

    @Test
    void refusesARestartPolicyForAContainerThatIsRemovedAtItsEnd() {
        create("web", config("debian").command("serve").removeWhenEnded().build());

        assertThatThrownBy(() -> update("web", new ContainerUpdate(Resources.NONE, Optional.of(new RestartPolicy(RestartPolicy.Kind.ALWAYS, 0)))))
                .hasMessageEndingWith(": Restart policy cannot be updated because AutoRemove is enabled for the container");
    }

    private void update(String container, ContainerUpdate update) {
        done(containers.update(container, update));
    }
}
