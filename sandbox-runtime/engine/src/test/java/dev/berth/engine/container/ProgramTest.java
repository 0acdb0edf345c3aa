package dev.berth.engine.container;

import static dev.berth.engine.fake.EngineOnFake.config;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.engine.container.option.ContainerConfig;
import dev.berth.engine.image.ImageConfig;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What is run of what an image says and a client asks for; see also the Dockerfile reference on ENTRYPOINT and CMD. */
class ProgramTest {
    private static final ImageConfig IMAGE = new ImageConfig(
            "www", List.of("PATH=/opt/bin", "LANG=C"), List.of("server"), Optional.of(List.of("--port", "80")), "/srv", Map.of(), new TreeSet<>(), new TreeSet<>(),
            Optional.empty(), Optional.empty(), List.of(), List.of());

    private static Program of(ContainerConfig asked) {
        return Program.of(asked, IMAGE, UnaryOperator.identity());
    }

    @Test
    void theImagesOwnIsTheDefault() {
        Program program = of(config("web").build());

        assertThat(program).isEqualTo(new Program(List.of("server", "--port", "80"), List.of("PATH=/opt/bin", "LANG=C"), "/srv", "www"));
    }

    @Test
    void aCommandReplacesTheImagesCommandAndKeepsTheEntrypoint() {
        assertThat(of(config("web").command("--help").build()).command()).containsExactly("server", "--help");
    }

    @Test
    void anEntrypointDropsTheImagesCommand() {
        assertThat(of(config("web").entrypoint("sh").build()).command()).containsExactly("sh");
    }

    @Test
    void anEmptyEntrypointClearsTheImages() {
        assertThat(of(config("web").entrypoint().command("ls").build()).command()).containsExactly("ls");
    }

    @Test
    void anEntrypointOfNoWordsKeepsTheImagesCommand() {
        assertThat(of(config("web").entrypoint().build()).command()).containsExactly("--port", "80");
    }

    @Test
    void anEntrypointOfAnEmptyWordClearsTheImagesCommandAsWell() {
        assertThat(of(config("web").entrypoint("").build()).command()).isEmpty();
        assertThat(of(config("web").entrypoint("").command("ls").build()).command()).containsExactly("ls");
    }

    @Test
    void theClientsEnvironmentComesFirstAndReplacesTheImages() {
        assertThat(of(config("web").environment("LANG=de", "A=b").build()).environment()).containsExactly("LANG=de", "A=b", "PATH=/opt/bin");
    }

    @Test
    void whatRunsHasAPathAHostnameAndOnATerminalATerm() {
        ContainerConfig asked = config("web").terminal().environment("LANG=de").build();

        assertThat(of(asked).process(asked, "c1", List.of()).environment()).containsExactly("PATH=/opt/bin", "HOSTNAME=c1", "TERM=xterm", "LANG=de");
    }

    @Test
    void aNameWithoutAValueRemovesAVariable() {
        ContainerConfig asked = config("web").environment("HOSTNAME").build();

        assertThat(of(asked).process(asked, "c1", List.of()).environment()).containsExactly("PATH=/opt/bin", "LANG=C");
    }

    @Test
    void anExecInheritsUserDirectoryAndEnvironmentAndMayReplaceThem() {
        Program program = of(config("web").build());

        var inherited = program.process(exec("", ""), "c1", List.of(), 0, 0);
        var replaced = program.process(exec("/tmp", "root"), "c1", List.of(), 24, 80);

        assertThat(inherited.user()).isEqualTo("www");
        assertThat(inherited.workingDirectory()).isEqualTo("/srv");
        assertThat(inherited.environment()).contains("LANG=C");
        assertThat(replaced.user()).isEqualTo("root");
        assertThat(replaced.workingDirectory()).isEqualTo("/tmp");
    }

    private static Containers.ExecConfig exec(String directory, String user) {
        return new Containers.ExecConfig(List.of("sh"), List.of(), directory, user, false, false, true, true, false, "");
    }
}
