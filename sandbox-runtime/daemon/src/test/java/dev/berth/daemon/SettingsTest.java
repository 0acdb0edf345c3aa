package dev.berth.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsTest {

    @Test
    void haveDefaults() {
        assertThat(Settings.of(Map.of())).isEqualTo(new Settings(Path.of("/var/lib/berth"), Path.of("/run/berth"), 0));
    }

    @Test
    void comeFromTheEnvironment() {
        assertThat(Settings.of(Map.of("BERTH_HOME", "/srv/a", "BERTH_RUN", "/run/b/", "BERTH_LAB_GID", "47808")))
                .isEqualTo(new Settings(Path.of("/srv/a"), Path.of("/run/b"), 47808));
    }

    @Test
    void sayWhichOneIsWrong() {
        assertThatThrownBy(() -> Settings.of(Map.of("BERTH_LAB_GID", "staff"))).hasMessage("BERTH_LAB_GID is \"staff\": a group id, a number, is needed");
        assertThatThrownBy(() -> Settings.of(Map.of("BERTH_RUN", "run"))).hasMessage("BERTH_RUN is \"run\": an absolute path is needed");
    }

    @Test
    void tellCopiesApartByTheirSockets() {
        Settings one = Settings.of(Map.of("BERTH_RUN", "/run/one"));
        Settings other = Settings.of(Map.of("BERTH_RUN", "/run/other"));

        assertThat(one.tag()).isNotEqualTo(other.tag());
    }
}
