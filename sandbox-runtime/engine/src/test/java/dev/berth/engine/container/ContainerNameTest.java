package dev.berth.engine.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.engine.EngineException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class ContainerNameTest {

    @Property(tries = 500)
    void aNameOfOurMakingIsAlwaysValid(@ForAll @IntRange(min = 0, max = 50) int attempt) {
        String name = ContainerName.random(attempt);

        assertThat(ContainerName.parse(name)).isEqualTo(name);
        assertThat(name).matches("[a-z]+_[a-z]+\\d*");
    }

    @Property
    void whateverIsAcceptedIsSafeInAPath(@ForAll String text) {
        String name;
        try {
            name = ContainerName.parse(text);
        } catch (EngineException refused) {
            return;
        }

        assertThat(name).matches("[a-zA-Z0-9][a-zA-Z0-9_.-]*").doesNotContain("/").isNotIn(".", "..");
    }
}
