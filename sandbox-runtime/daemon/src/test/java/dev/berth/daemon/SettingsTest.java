package dev.berth.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsTest {

    @Test
    void haveDefaults() {
        assertThat(Settings.of(Map.of())).isEqualTo(new Settings(Path.of("/var/lib/berth"), Path.of("/run/berth"), 0, 448L << 20));
    }

    @Test
    void comeFromTheEnvironment() {
        assertThat(Settings.of(Map.of("BERTH_HOME", "/srv/a", "BERTH_RUN", "/run/b/", "BERTH_LAB_GID", "47808", "BERTH_RESERVED_MEMORY", "512")))
                .isEqualTo(new Settings(Path.of("/srv/a"), Path.of("/run/b"), 47808, 512L << 20));
    }

    @Test
    void sayWhichOneIsWrong() {
        assertThatThrownBy(() -> Settings.of(Map.of("BERTH_LAB_GID", "staff"))).hasMessage("BERTH_LAB_GID is \"staff\": a group id, a number, is needed");
        assertThatThrownBy(() -> Settings.of(Map.of("BERTH_RUN", "run"))).hasMessage("BERTH_RUN is \"run\": an absolute path is needed");
        assertThatThrownBy(() -> Settings.of(Map.of("BERTH_RESERVED_MEMORY", "1G"))).hasMessage("BERTH_RESERVED_MEMORY is \"1G\": a number of MiB is needed");
    }

    @Test
    void leaveMachinesWhatIsNotReserved() {
        Settings settings = Settings.of(Map.of("BERTH_RESERVED_MEMORY", "300"));

        assertThat(settings.machinesMemory(1L << 30)).isEqualTo(724L << 20);
        assertThatThrownBy(() -> settings.machinesMemory(256L << 20)).hasMessage("BERTH_RESERVED_MEMORY is \"300\": less than the host's 256 MiB is needed");
    }

    @Test
    void tellCopiesApartByTheirSockets() {
        Settings one = Settings.of(Map.of("BERTH_RUN", "/run/one"));
        Settings other = Settings.of(Map.of("BERTH_RUN", "/run/other"));

        assertThat(one.tag()).isNotEqualTo(other.tag());
    }
}
