package dev.berth.engine.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.engine.EngineException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfigChangesTest {
    @Test
    void readsEveryInstruction() {
        ImageConfig config = ConfigChanges.apply(List.of(
                "CMD [\"nginx\", \"-g\", \"daemon off;\"]",
                "entrypoint [\"/entry\"]",
                "ENV PATH=/bin:/usr/bin",
                "ENV GREETING=\"hello you\" NAME=a\\ b",
                "LABEL org.berth.what='a stand-in' version=1",
                "USER nobody:nogroup",
                "WORKDIR /srv",
                "WORKDIR www",
                "EXPOSE 80 53/udp",
                "VOLUME /data /more"));

        assertThat(config.command()).containsExactly("nginx", "-g", "daemon off;");
        assertThat(config.entrypoint()).containsExactly("/entry");
        assertThat(config.environment()).containsExactly("PATH=/bin:/usr/bin", "GREETING=hello you", "NAME=a b");
        assertThat(config.labels()).isEqualTo(Map.of("org.berth.what", "a stand-in", "version", "1"));
        assertThat(config.user()).isEqualTo("nobody:nogroup");
        assertThat(config.workingDirectory()).isEqualTo("/srv/www");
        assertThat(config.exposedPorts()).containsExactly("53/udp", "80/tcp");
        assertThat(config.volumes()).containsExactly("/data", "/more");
    }

    @Test
    void aCommandThatIsNoJsonIsForTheShell() {
        assertThat(ConfigChanges.apply(List.of("CMD echo \"hello\"")).command()).containsExactly("/bin/sh", "-c", "echo \"hello\"");
        assertThat(ConfigChanges.apply(List.of("CMD [broken")).command()).containsExactly("/bin/sh", "-c", "[broken");
    }

    @Test
    void aLaterValueReplacesAnEarlierOne() {
        assertThat(ConfigChanges.apply(List.of("ENV A=1", "ENV B=2", "ENV A 3 4")).environment()).containsExactly("A=3 4", "B=2");
    }

    @Test
    void refusesWhatDoesNotBelongToAConfiguration() {
        assertRefused("RUN rm -rf /", "run is not a valid change command");
        assertRefused("STOPSIGNAL SIGQUIT", "stopsignal is not a valid change command");
        assertRefused("ENV", "ENV requires at least one argument");
        assertRefused("ENV A", "ENV must have two arguments");
        assertRefused("ENV A=1 B", "Syntax error - can't find = in \"B\". Must be of the form: name=value");
        assertRefused("USER a b", "USER requires exactly one argument");
    }

    private static void assertRefused(String line, String message) {
        assertThatThrownBy(() -> ConfigChanges.apply(List.of(line)))
                .isInstanceOfSatisfying(EngineException.class, refused -> assertThat(refused.kind()).isEqualTo(EngineException.Kind.INVALID_PARAMETER))
                .hasMessage(message);
    }
}
