package dev.berth.daemon.docker.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.engine.EngineException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StorageOptionsTest {
    @Test
    void aSizeHasTheUnitsOfTheCommandLine() {
        assertThat(StorageOptions.diskBytes(Map.of("size", "1G"))).hasValue(1L << 30);
        assertThat(StorageOptions.diskBytes(Map.of("size", "512MiB"))).hasValue(512L << 20);
        assertThat(StorageOptions.diskBytes(Map.of("size", "1.5kb"))).hasValue(1536);
        assertThat(StorageOptions.diskBytes(Map.of("size", "12345"))).hasValue(12_345);
    }

    @Test
    void nothingAskedForIsNoSize() {
        assertThat(StorageOptions.diskBytes(Map.of())).isEmpty();
    }

    @Test
    void whatIsNoSizeIsRefused() {
        assertThatThrownBy(() -> StorageOptions.diskBytes(Map.of("size", "much")))
                .isInstanceOf(EngineException.class)
                .hasMessage("invalid size: 'much'");
        assertThatThrownBy(() -> StorageOptions.diskBytes(Map.of("colour", "red"))).hasMessage("Unknown option colour");
    }
}
