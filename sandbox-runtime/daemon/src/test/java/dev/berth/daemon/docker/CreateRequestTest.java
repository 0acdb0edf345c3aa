package dev.berth.daemon.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.daemon.http.Json;
import dev.berth.engine.EngineException;
import dev.berth.engine.EngineException.Kind;
import dev.berth.engine.container.ContainerConfig;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CreateRequestTest {

    private static ContainerConfig parse(String body) {
        return CreateRequest.parse(Json.read(body.getBytes(StandardCharsets.UTF_8)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"create-by-cli-20.10.json", "create-by-cli-28.2.json"})
    void readsWhatTheCliSends(String recorded) throws IOException {
        try (InputStream body = getClass().getResourceAsStream(recorded)) {
            ContainerConfig config = CreateRequest.parse(Json.read(body.readAllBytes()));

            assertThat(config.image()).isEqualTo("debian");
            assertThat(config.command()).contains(List.of("bash", "-l"));
            assertThat(config.entrypoint()).isEmpty();
            assertThat(config.environment()).containsExactly("A=b");
            assertThat(config.workingDirectory()).isEqualTo("/srv");
            assertThat(config.user()).isEqualTo("nobody");
            assertThat(config.hostname()).isEqualTo("web");
            assertThat(config.terminal() && config.openInput() && config.inputOnce()).isTrue();
            assertThat(config.labels()).isEqualTo(Map.of("k", "v"));
            assertThat(config.stopTimeout()).isEqualTo(OptionalInt.of(3));
            assertThat(config.removeWhenEnded()).isTrue();
            assertThat(config.networkMode()).isEqualTo("none");
            assertThat(config.host().resources().memoryBytes()).isEqualTo(OptionalLong.of(64 << 20));
            assertThat(config.host().resources().processes()).isEqualTo(OptionalLong.of(100));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{\"Binds\": [\"/a:/b\"]} | \"Binds\" (docker run -v) is not supported here yet: leave it out",
        "{\"PortBindings\": {\"80/tcp\": [{\"HostPort\": \"8080\"}]}} | \"PortBindings\" (docker run -p) is not supported here yet: leave it out",
        "{\"Privileged\": true} | \"Privileged\" (docker run --privileged) is not supported here yet: leave it out",
        "{\"CapAdd\": [\"SYS_ADMIN\"]} | \"CapAdd\" (docker run --cap-add) is not supported here yet: leave it out",
        "{\"RestartPolicy\": {\"Name\": \"always\"}} | \"RestartPolicy\" (docker run --restart) is not supported here yet: leave it out",
        "{\"Tmpfs\": {\"/x\": \"\"}} | \"Tmpfs\" (docker run --tmpfs) is not supported here yet: leave it out",
        "{\"CpusetCpus\": \"0\"} | \"CpusetCpus\" is not supported here yet: leave it out",
        "{\"GroupAdd\": [\"0\"]} | \"GroupAdd\" is not supported here yet: leave it out",
        "{\"CpuShares\": 512} | \"CpuShares\" is not supported here yet: leave it out",
        "{\"NetworkMode\": \"container:other\"} | network mode \"container:other\" is not supported here yet: use bridge, host or none",
    })
    void refusesOptionsThatWouldBeLost(String hostConfig, String message) {
        assertThatThrownBy(() -> parse("{\"Image\": \"debian\", \"HostConfig\": " + hostConfig + "}"))
                .hasMessage(message)
                .isInstanceOfSatisfying(EngineException.class, refused -> assertThat(refused.kind()).isEqualTo(Kind.NOT_IMPLEMENTED));
    }

    @Test
    void ignoresWhatIsUnknown() {
        assertThat(parse("{\"Image\": \"debian\", \"Nonsense\": {\"a\": 1}}").image()).isEqualTo("debian");
    }

    @Test
    void takesACommandOfOneString() {
        assertThat(parse("{\"Image\": \"debian\", \"Cmd\": \"true\"}").command()).contains(List.of("true"));
    }

    @Test
    void anEmptyEntrypointClearsTheImages() {
        assertThat(parse("{\"Image\": \"debian\", \"Entrypoint\": [\"\"]}").entrypoint()).contains(List.of());
    }

    @Test
    void anUnknownNetworkIsNotFound() {
        assertThatThrownBy(() -> parse("{\"Image\": \"debian\", \"HostConfig\": {\"NetworkMode\": \"web\"}}")).hasMessage("network web not found");
    }

    @Test
    void refusesADirectoryThatIsNotAbsolute() {
        assertThatThrownBy(() -> parse("{\"Image\": \"debian\", \"WorkingDir\": \"srv\"}"))
                .hasMessage("the working directory 'srv' is invalid, it needs to be an absolute path");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"Env\": [\"a\\u0000b=c\"]", "\"Cmd\": \"a\\u0000\"", "\"User\": \"\\u0000\"", "\"WorkingDir\": \"/\\u0000\""})
    void refusesAZeroCharacter(String field) {
        assertThatThrownBy(() -> parse("{\"Image\": \"debian\", " + field + "}"))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("it has a zero character in it, leave that out")
                .extracting(failure -> ((EngineException) failure).kind())
                .isEqualTo(Kind.INVALID_PARAMETER);
    }

    @Test
    void takesMoreProcessesThanThereAreIdsForNoLimit() {
        assertThat(parse("{\"Image\": \"debian\", \"HostConfig\": {\"PidsLimit\": 9223372036854775807}}").host().resources().processes()).isEmpty();
    }
}
