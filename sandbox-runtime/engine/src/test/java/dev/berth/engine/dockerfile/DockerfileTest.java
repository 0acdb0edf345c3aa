package dev.berth.engine.dockerfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.engine.EngineException;
import dev.berth.engine.dockerfile.Instruction.Command;
import dev.berth.engine.dockerfile.Instruction.Variable;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** @see <a href="https://docs.docker.com/reference/dockerfile/">Dockerfile reference, from whose examples most texts are</a> */
class DockerfileTest {

    private static Dockerfile parse(String text) {
        return Dockerfile.parse(text, false);
    }

    /** A bar stands for the end of a line; so it does between the lines that are expected. */
    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '^', textBlock = """
            ^# Comment|RUN echo 'we are running some # of cool things'^           ~ RUN echo 'we are running some # of cool things'
            ^# comment line|RUN echo hello \\|# comment|world^                    ~ RUN echo hello world
            RUN echo hello\\|  # comment after blanks|world                       ~ RUN echo helloworld
            ^        # comment|    RUN echo hello|RUN echo world^                 ~ RUN echo hello|RUN echo world
            RUN echo "\\|     hello\\|     world"                                 ~ RUN echo "     hello     world"
            ^# direc \\|tive=value|FROM ImageName^                                ~ tive=value|FROM ImageName
            ^# escape=`|FROM x|COPY testfile.txt c:\\|RUN dir c:\\^               ~ FROM x|COPY testfile.txt c:\\|RUN dir c:\\
            ^# Escape = `|RUN a `|b^                                              ~ RUN a b
            ^# About my dockerfile|# escape=`|RUN a \\|b^                         ~ RUN a b
            ^# unknowndirective=value|# escape=`|RUN a \\|b^                      ~ RUN a b
            FROM ImageName|# escape=`|RUN a \\|b                                  ~ FROM ImageName|RUN a b
            ^# syntax=docker/dockerfile:1|# escape=`|RUN a `|b^                   ~ RUN a b
            run a \\||b                                                           ~ run a b
            RUN a \\\\|RUN b                                                      ~ RUN a \\\\|RUN b
            RUN last \\                                                           ~ RUN last
            """)
    void partsLinesAsTheReferenceSays(String text, String lines) {
        assertThat(parse(text.replace('|', '\n')).lines()).extracting(Dockerfile.Line::text).containsExactly(lines.split("\\|"));
    }

    @Test
    void takesTextsOfOtherSystems() {
        assertThat(parse("\uFEFFFROM a\r\nRUN b \\\r\n c\r\n").lines()).extracting(Dockerfile.Line::text).containsExactly("FROM a", "RUN b  c");
        assertThat(parse("\n\nFROM a\n\nRUN b").lines()).extracting(Dockerfile.Line::number).containsExactly(3, 5);
        assertThat(parse("FROM a\nRUN b \\\n\n c").warnings()).hasSize(2).first().asString().startsWith("[WARNING]: Empty continuation line found in:\n");
    }

    private static Instruction read(String line) {
        Dockerfile file = parse(line);
        return new InstructionParser(file, false).parse(file.lines().get(0));
    }

    private static Variable variable(String name, String value) {
        return new Variable(name, Optional.of(value));
    }

    @Test
    void readsInstructionsAsTheReferenceSays() {
        assertThat(read("ENV MY_NAME=\"John Doe\" MY_DOG=Rex\\ The\\ Dog MY_CAT=fluffy")).isEqualTo(
                new Instruction.Env(List.of(variable("MY_NAME", "\"John Doe\""), variable("MY_DOG", "Rex\\ The\\ Dog"), variable("MY_CAT", "fluffy"))));
        assertThat(read("ENV ONE TWO= THREE=world")).isEqualTo(new Instruction.Env(List.of(variable("ONE", "TWO= THREE=world"))));
        assertThat(read("RUN [\"/bin/bash\", \"-c\", \"echo hello\"]")).isEqualTo(new Instruction.Run(new Command(List.of("/bin/bash", "-c", "echo hello"), false), List.of(), List.of(), "", Optional.empty()));
        assertThat(read("RUN ['single', 'quotes']")).isEqualTo(new Instruction.Run(new Command(List.of("['single', 'quotes']"), true), List.of(), List.of(), "", Optional.empty()));
        assertThat(read("CMD echo \"This is a test.\" | wc -")).isEqualTo(new Instruction.Cmd(new Command(List.of("echo \"This is a test.\" | wc -"), true)));
        assertThat(read("CMD []")).isEqualTo(new Instruction.Cmd(new Command(List.of(), false)));
        assertThat(read("LABEL \"com.example.vendor\"=\"ACME Incorporated\"")).isEqualTo(
                new Instruction.Label(List.of(variable("\"com.example.vendor\"", "\"ACME Incorporated\"")), false));
        assertThat(read("EXPOSE 80/udp 80")).isEqualTo(new Instruction.Expose(List.of("80", "80/udp")));
        assertThat(read("COPY --chown=55:mygroup files* /somedir/")).isEqualTo(new Instruction.Copy(false, List.of("files*"), "/somedir/", "", "55:mygroup", "", List.of()));
        assertThat(read("ADD [\"with blank\", \"<dest>\"]")).isEqualTo(new Instruction.Copy(true, List.of("with blank"), "<dest>", "", "", "", List.of()));
        assertThat(read("COPY --from=nginx:latest /etc/nginx/nginx.conf /nginx.conf")).isEqualTo(
                new Instruction.Copy(false, List.of("/etc/nginx/nginx.conf"), "/nginx.conf", "nginx:latest", "", "", List.of()));
        assertThat(read("FROM --platform=$BUILDPLATFORM golang:1 AS Build")).isEqualTo(new Instruction.From("golang:1", "build", "$BUILDPLATFORM"));
        assertThat(read("VOLUME /var/log /var/db")).isEqualTo(new Instruction.Volume(List.of("/var/log", "/var/db")));
        assertThat(read("ARG user1=someuser")).isEqualTo(new Instruction.Arg(List.of(variable("user1", "someuser"))));
        assertThat(read("ARG buildno")).isEqualTo(new Instruction.Arg(List.of(new Variable("buildno", Optional.empty()))));
        assertThat(read("ONBUILD RUN /usr/local/bin/python-build --dir /app/src")).isEqualTo(new Instruction.OnBuild("RUN /usr/local/bin/python-build --dir /app/src"));
        assertThat(read("SHELL [\"powershell\", \"-command\"]")).isEqualTo(new Instruction.Shell(List.of("powershell", "-command")));
    }

    @Test
    void refusesWhatIsTooMuch() {
        assertThatThrownBy(() -> parse("RUN " + "x".repeat(70_000))).hasMessage("dockerfile line greater than max allowed size of 65535");
        assertThatThrownBy(() -> parse("RUN x\n".repeat(2001))).hasMessageStartingWith("more than 2000 instructions");
        assertThatThrownBy(() -> parse("# escape=x\nRUN a")).hasMessage("invalid escape token 'x' does not match ` or \\");
        assertThatThrownBy(() -> parse("# escape=`\n# escape=`\nRUN a")).hasMessage("only one escape parser directive can be used");
    }

    /** Pieces that mean something, so that what comes of them gets past the first letter. */
    @Provide
    Arbitrary<String> files() {
        List<String> names = List.of("FROM", "ADD", "COPY", "RUN", "CMD", "ENV", "LABEL", "ARG", "EXPOSE", "HEALTHCHECK", "ONBUILD", "SHELL", "USER", "VOLUME", "WORKDIR", "STOPSIGNAL", "MAINTAINER", "ENTRYPOINT");
        List<String> others = List.of(" ", " ", "\n", "\n", "\\\n", "\\", "#", "# escape=`\n", "`", "[\"", "\", \"", "\"]", "[", "]", "\"", "'", "=", "--from=", "--interval=", "-", "$", "${", ":-", ":+", ":?", "}", "a",
                "b", "1", "0", "99999999999", "/", ".", ":", ",", "\t", "\r\n", "{}", "as", "NONE", "\u00a0", "\u2003", "é", "\ud83d\ude00", "\u0001");
        return Arbitraries.frequencyOf(Tuple.of(1, Arbitraries.of(names)), Tuple.of(3, Arbitraries.of(others))).list().ofMaxSize(30).map(pieces -> String.join("", pieces));
    }

    @Property(tries = 5000)
    void anyTextIsADockerfileOrRefused(@ForAll("files") String text) {
        try {
            Dockerfile file = parse(text);
            InstructionParser parser = new InstructionParser(file, false);
            for (Dockerfile.Line line : file.lines()) {
                parser.parse(line);
            }
        } catch (EngineException refused) {
            assertThat(refused.kind()).isEqualTo(EngineException.Kind.INVALID_PARAMETER);
            assertThat(refused.getMessage()).isNotBlank();
        }
    }

    /** A trigger is kept as the text of its line, and read again by another build. */
    @Property(tries = 5000)
    void aLinesTextSaysAllOfIt(@ForAll("files") String text) {
        Dockerfile file;
        try {
            file = parse(text.replace("# escape=`\n", ""));
        } catch (EngineException refused) {
            return;
        }
        for (Dockerfile.Line line : file.lines()) {
            if (!line.text().endsWith("\\")) {
                Dockerfile.Line again = parse(line.text()).lines().get(0);
                assertThat(List.of(again.name(), again.flags(), again.arguments(), again.text())).isEqualTo(List.of(line.name(), line.flags(), line.arguments(), line.text()));
            }
        }
    }

    @Test
    @Timeout(10)
    void hostileTextsEnd() {
        for (String line : Arrays.asList("ENV " + "a=1 ".repeat(16_000), "HEALTHCHECK " + "--interval=1s ".repeat(4_000) + "CMD x", "CMD " + "[".repeat(60_000), "RUN " + "--mount=a ".repeat(6_000), "COPY " + "\"".repeat(60_000),
                "LABEL " + "\\ ".repeat(30_000) + "=", "EXPOSE " + "1-65535 ".repeat(8_000), "ONBUILD " + "ONBUILD ".repeat(8_000), "FROM " + "a ".repeat(30_000), " ".repeat(60_000) + "x")) {
            try {
                read(line);
            } catch (EngineException refused) {
                assertThat(refused.kind()).isEqualTo(EngineException.Kind.INVALID_PARAMETER);
            }
        }
    }
}
