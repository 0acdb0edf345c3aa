package dev.berth.engine.dockerfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.engine.EngineException;
import dev.berth.engine.image.HealthCheck;
import dev.berth.engine.image.ImageConfig;
import java.time.Duration;
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

        assertThat(config.command()).contains(List.of("nginx", "-g", "daemon off;"));
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
        assertThat(ConfigChanges.apply(List.of("CMD echo \"hello\"")).command()).contains(List.of("/bin/sh", "-c", "echo \"hello\""));
        assertThat(ConfigChanges.apply(List.of("CMD [broken")).command()).contains(List.of("/bin/sh", "-c", "[broken"));
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
        assertRefused("USER", "USER requires exactly one argument");
        assertRefused("EXPOSE 99999", "Invalid containerPort: 99999");
        assertRefused("EXPOSE 80/foo", "Invalid proto: foo");
    }

    @Test
    void readsRangesOfPorts() {
        assertThat(ConfigChanges.apply(List.of("EXPOSE 80-82 443/UDP 7:8")).exposedPorts()).containsExactlyInAnyOrder("443/udp", "80/tcp", "81/tcp", "82/tcp", "8/tcp");
    }

    @Test
    void readsHealthChecks() {
        assertThat(ConfigChanges.apply(List.of("HEALTHCHECK --interval=1m30s --timeout=2s --start-period=1.5s --retries=3 CMD [\"a\",\"b\"]")).healthCheck())
                .contains(new HealthCheck(List.of("CMD", "a", "b"), Duration.ofSeconds(90), Duration.ofSeconds(2), Duration.ofMillis(1500), 3));
        assertThat(ConfigChanges.apply(List.of("healthcheck cmd curl -f localhost")).healthCheck().orElseThrow().test()).containsExactly("CMD-SHELL", "curl -f localhost");
        assertThat(ConfigChanges.apply(List.of("HEALTHCHECK none")).healthCheck().orElseThrow().test()).containsExactly("NONE");
    }

    @Test
    void refusesHealthChecksThatAreNoneInDockersWords() {
        assertRefused("HEALTHCHECK", "HEALTHCHECK requires at least one argument");
        assertRefused("HEALTHCHECK NONE x", "HEALTHCHECK NONE takes no arguments");
        assertRefused("HEALTHCHECK CMD []", "Missing command after HEALTHCHECK CMD");
        assertRefused("HEALTHCHECK FOO x", "Unknown type \"FOO\" in HEALTHCHECK (try CMD)");
        assertRefused("HEALTHCHECK --foo=3 CMD x", "Unknown flag: foo");
        assertRefused("HEALTHCHECK --interval=5 CMD x", "time: missing unit in duration \"5\"");
        assertRefused("HEALTHCHECK --interval=x CMD x", "time: invalid duration \"x\"");
        assertRefused("HEALTHCHECK --interval=0 CMD x", "Interval \"interval\" cannot be less than 1ms");
        assertRefused("HEALTHCHECK --interval=-1s CMD x", "Interval \"interval\" cannot be less than 1ms");
        assertRefused("HEALTHCHECK --interval=99999999h CMD x", "time: invalid duration \"99999999h\"");
        assertRefused("HEALTHCHECK --retries=-1 CMD x", "--retries must be at least 1 (not -1)");
        assertRefused("HEALTHCHECK --retries=x CMD x", "strconv.ParseInt: parsing \"x\": invalid syntax");
    }

    private static void assertRefused(String line, String message) {
        assertThatThrownBy(() -> ConfigChanges.apply(List.of(line)))
                .isInstanceOfSatisfying(EngineException.class, refused -> assertThat(refused.kind()).isEqualTo(EngineException.Kind.INVALID_PARAMETER))
                .hasMessage(message);
    }
}
