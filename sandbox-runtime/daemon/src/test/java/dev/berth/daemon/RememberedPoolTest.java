package dev.berth.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.runtime.network.HostNat;
import dev.berth.runtime.network.Subnet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RememberedPoolTest {
    private static final List<Subnet> POOLS = HostNat.DEFAULT_POOLS;

    @TempDir
    private Path home;

    private List<Subnet> asked() {
        return new RememberedPool(home).first(POOLS);
    }

    @Test
    void asksFirstForThePoolThatMachinesHaveHad() {
        assertThat(asked()).isEqualTo(POOLS);

        new RememberedPool(home).remember(POOLS.get(3));

        assertThat(asked()).startsWith(POOLS.get(3), POOLS.get(0)).containsExactlyInAnyOrderElementsOf(POOLS);
    }

    @Test
    void forgetsOneThatIsNotToBeTakenAnyMore() {
        new RememberedPool(home).remember(Subnet.parse("192.168.0.0/16"));

        assertThat(asked()).isEqualTo(POOLS);
    }

    @Test
    void goesOnWithoutWhatCannotBeRead() throws IOException {
        Files.writeString(home.resolve("addresses.json"), "{");

        assertThat(asked()).isEqualTo(POOLS);
    }
}
