package dev.berth.daemon.docker.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.daemon.docker.Host;
import dev.berth.daemon.http.Json;
import dev.berth.engine.EngineException;
import dev.berth.engine.EngineException.Kind;
import dev.berth.engine.container.option.ContainerConfig;
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
        return request(body).config();
    }

    private static CreateRequest request(String body) {
        return CreateRequest.parse(Json.read(body.getBytes(StandardCharsets.UTF_8)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"create-by-cli-20.10.json", "create-by-cli-28.2.json"})
    void readsWhatTheCliSends(String recorded) throws IOException {
        try (InputStream body = getClass().getResourceAsStream(recorded)) {
            ContainerConfig config = CreateRequest.parse(Json.read(body.readAllBytes())).config();

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
        "{\"CgroupnsMode\": \"host\"} | \"CgroupnsMode\" host (docker run --cgroupns) is not supported here yet: leave it out",
    })
    void refusesOptionsThatWouldBeLost(String hostConfig, String message) {
        assertThatThrownBy(() -> parse("{\"Image\": \"debian\", \"HostConfig\": " + hostConfig + "}"))
                .hasMessage(message)
                .isInstanceOfSatisfying(EngineException.class, refused -> assertThat(refused.kind()).isEqualTo(Kind.NOT_IMPLEMENTED));
    }

    /** What a stock Docker 20.10.24 answers to these. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "400 | `invalid restart policy 'bad'` | `{\"RestartPolicy\": {\"Name\": \"bad\"}}`",
        "400 | `invalid cgroup namespace mode: bad` | `{\"CgroupnsMode\": \"bad\"}`",
        "500 | `Invalid isolation: \"hyperv\" - linux only supports 'default'` | `{\"Isolation\": \"hyperv\"}`",
        "500 | `Invalid QoS settings: linux does not support configuration of maximum IOPs` | `{\"IOMaximumIOps\": 1}`",
        "400 | `conflicting options: host type networking can't be used with links. This would result in undefined behavior` | `{\"NetworkMode\": \"host\", \"Links\": [\"a:b\"]}`",
        "400 | `conflicting options: port publishing and the container type network mode` | `{\"NetworkMode\": \"container:x\", \"PublishAllPorts\": true}`",
        "400 | `volumes-from specification cannot be an empty string` | `{\"VolumesFrom\": [\"\"]}`",
        "400 | `invalid mount path: 't' mount path must be absolute` | `{\"Tmpfs\": {\"t\": \"\"}}`",
        "400 | `invalid specification: destination can't be '/'` | `{\"Tmpfs\": {\"/\": \"\"}}`",
        "400 | `invalid mount config for type \"nope\": mount type unknown` | `{\"Mounts\": [{\"Type\": \"nope\", \"Target\": \"/b\"}]}`",
        "400 | `invalid mount config for type \"bind\": field Target must not be empty` | `{\"Mounts\": [{\"Type\": \"bind\", \"Source\": \"/tmp\"}]}`",
        "400 | `invalid mount config for type \"bind\": field Source must not be empty` | `{\"Mounts\": [{\"Type\": \"bind\", \"Target\": \"/b\"}]}`",
        "400 | `invalid mount config for type \"bind\": invalid mount path: 'tmp' mount path must be absolute` | `{\"Mounts\": [{\"Type\": \"bind\", \"Source\": \"tmp\", \"Target\": \"/b\"}]}`",
        "400 | `invalid mount config for type \"bind\": invalid mount path: 'b' mount path must be absolute` | `{\"Mounts\": [{\"Type\": \"bind\", \"Source\": \"/tmp\", \"Target\": \"b\"}]}`",
        "400 | `invalid mount config for type \"bind\": invalid specification: destination can't be '/'` | `{\"Mounts\": [{\"Type\": \"bind\", \"Source\": \"/tmp\", \"Target\": \"/\"}]}`",
        "400 | `invalid mount config for type \"bind\": invalid propagation mode: bad` | `{\"Mounts\": [{\"Type\": \"bind\", \"Source\": \"/tmp\", \"Target\": \"/b\", \"BindOptions\": {\"Propagation\": \"bad\"}}]}`",
        "400 | `invalid mount config for type \"bind\": field VolumeOptions must not be specified` | `{\"Mounts\": [{\"Type\": \"bind\", \"Source\": \"/tmp\", \"Target\": \"/b\", \"VolumeOptions\": {}}]}`",
        "400 | `invalid mount config for type \"volume\": field BindOptions must not be specified` | `{\"Mounts\": [{\"Type\": \"volume\", \"Target\": \"/b\", \"BindOptions\": {}}]}`",
        "400 | `invalid mount config for type \"volume\": must not set ReadOnly mode when using anonymous volumes` | `{\"Mounts\": [{\"Type\": \"volume\", \"Target\": \"/b\", \"ReadOnly\": true}]}`",
        "400 | `invalid mount config for type \"tmpfs\": field Source must not be specified` | `{\"Mounts\": [{\"Type\": \"tmpfs\", \"Source\": \"x\", \"Target\": \"/b\"}]}`",
    })
    void saysWhatIsWrongAsDockerDoes(int status, String message, String hostConfig) {
        assertThatThrownBy(() -> parse("{\"Image\": \"debian\", \"HostConfig\": " + hostConfig + "}"))
                .hasMessage(message)
                .isInstanceOfSatisfying(EngineException.class, refused -> assertThat(refused.kind().httpStatus()).isEqualTo(status));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"Devices\": [{\"PathOnHost\": \"/dev/null\"}]", "\"DeviceRequests\": [{\"Count\": -1}]", "\"DeviceCgroupRules\": [\"c 1:3 rwm\"]"})
    void saysThatAMachineHasNoDevicesToGive(String option) {
        assertThatThrownBy(() -> parse("{\"Image\": \"debian\", \"HostConfig\": {" + option + "}}")).hasMessageContaining("is not possible in a machine");
    }

    @Test
    void warnsOfLimitsThatAreLeftOut() {
        CreateRequest request = request("{\"Image\": \"debian\", \"HostConfig\": {\"BlkioWeight\": 500, \"OomKillDisable\": true}}");

        assertThat(request.warnings()).containsExactly(
                "Your kernel does not support Block I/O weight or the cgroup is not mounted. Weight discarded.",
                Host.read().controlGroupVersion().equals("1")
                        ? "OOM killer is disabled for the container, but no memory limit is set, this can result in the system running out of resources."
                        : "Your kernel does not support OomKillDisable. OomKillDisable discarded.");
    }

    @Test
    void namesOfFieldsAreTheSameWhateverTheirCase() {
        ContainerConfig config = parse("{\"image\": \"debian\", \"HOSTCONFIG\": {\"memory\": 8388608}}");

        assertThat(config.image()).isEqualTo("debian");
        assertThat(config.host().resources().memoryBytes()).isEqualTo(OptionalLong.of(8388608));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"bridge\": {}}", "{\"default\": {}}", "{\"bridge\": {\"IPAMConfig\": {}, \"Links\": null, \"Aliases\": null}}"})
    void takesTheBridgeAsAnEndpoint(String endpoints) {
        assertThat(parse("{\"Image\": \"debian\", \"NetworkingConfig\": {\"EndpointsConfig\": " + endpoints + "}}").networkMode()).isEqualTo("default");
    }

    @Test
    void refusesABodyThatSaysNothing() {
        assertThatThrownBy(() -> parse("{}")).hasMessage("Config cannot be empty in order to create a container");
    }

    @Test
    void cleansTheWorkingDirectory() {
        assertThat(parse("{\"Image\": \"debian\", \"WorkingDir\": \"/srv/../x/\"}").workingDirectory()).isEqualTo("/x");
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
    void keepsAnEntrypointOfNoWordsApartFromOneOfAnEmptyWord() {
        assertThat(parse("{\"Image\": \"debian\", \"Entrypoint\": [\"\"]}").entrypoint()).contains(List.of(""));
        assertThat(parse("{\"Image\": \"debian\", \"Entrypoint\": []}").entrypoint()).contains(List.of());
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
