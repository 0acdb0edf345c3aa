package dev.berth.engine.dockerfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.engine.EngineException;
import dev.berth.engine.dockerfile.Instruction.Command;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BuildKitLinesTest {

    private static Instruction only(String text) {
        Dockerfile file = Dockerfile.parse(text, true);
        assertThat(file.lines()).hasSize(1);
        return new InstructionParser(file, true).parse(file.lines().get(0));
    }

    private static Instruction.Run run(String text) {
        return (Instruction.Run) only(text);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            type=secret,id=a                            | SECRET | a     | /run/secrets/a
            type=secret,src=a/b                         | SECRET | a/b   | /run/secrets/b
            type=secret,target=/etc/key                 | SECRET | key   | /etc/key
            type=secret,id=a,dst=/x                     | SECRET | a     | /x
            type=cache,target=/c                        | CACHE  | /c    | /c
            type=cache,id=i,target=/c,sharing=locked    | CACHE  | i     | /c
            type=tmpfs,target=/t,size=100               | TMPFS  | ``    | /t
            target=/b                                   | BIND   | ``    | /b
            TYPE=bind,source=a,destination=b            | BIND   | ``    | b
            """)
    void mountsAreRead(String text, RunMount.Type type, String id, String target) {
        RunMount mount = run("RUN --mount=" + text + " true").mounts().get(0);

        assertThat(List.of(mount.type(), mount.id(), mount.target())).containsExactly(type, id, target);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            type=secret             | one of source, target required
            type=cache              | target is required
            type=ssh                | mount type "ssh" is not supported here: give what the step needs as a secret
            type=x                  | unsupported mount type "x"
            type=secret,id=a,mode=9 | invalid value for mode: 9
            type=secret,id=a,uid=-1 | invalid value for uid: -1
            type=secret,id=a,ro=x   | invalid value for ro: x
            a                       | invalid field 'a' must be a key=value pair
            a=b                     | unexpected key 'a' in 'a=b'
            """)
    void mistakesInMountsAreNamed(String text, String message) {
        assertThatThrownBy(() -> run("RUN --mount=" + text + " true")).isInstanceOf(EngineException.class).hasMessage(message);
    }

    @Test
    void withoutBuildKitALineIsReadAndRefusedLater() {
        Dockerfile file = Dockerfile.parse("RUN --mount=type=nosuch true", false);

        Instruction.Run run = (Instruction.Run) new InstructionParser(file, false).parse(file.lines().get(0));

        assertThat(run.options()).containsExactly("mount");
        assertThat(run.mounts()).isEmpty();
    }

    @Test
    void aDocumentIsAProgramForTheShell() {
        assertThat(run("RUN <<END\none\ntwo\nEND\n").command()).isEqualTo(new Command(List.of("one\ntwo\n"), true));
        assertThat(run("RUN cat <<END >/x\none\nEND\n").command()).isEqualTo(new Command(List.of("cat <<END >/x\none\nEND"), true));
    }

    @Test
    void aScriptIsRunByWhatItsFirstLineSays() {
        Instruction.Run run = run("RUN <<END\n#!/bin/sh -e -x\necho\nEND\n");

        assertThat(run.command()).isEqualTo(new Command(List.of("/bin/sh", "-e -x", "/dev/pipes/END"), false));
        assertThat(run.script().map(Dockerfile.HereDocument::content)).isEqualTo(Optional.of("#!/bin/sh -e -x\necho\n"));
    }

    @Test
    void documentsOfACopyHaveNames() {
        Instruction.Copy copy = (Instruction.Copy) only("COPY <<a <<-'b' /to/\n$x\na\n\t$y\n\tb\n");

        assertThat(copy.documents()).containsExactly(new Dockerfile.HereDocument("<<a", "a", true, "$x\n"), new Dockerfile.HereDocument("<<-'b'", "b", false, "$y\n"));
    }

    @Test
    void aDocumentHasAnEnd() {
        assertThatThrownBy(() -> only("RUN <<END\necho\n")).isInstanceOf(EngineException.class).hasMessage("unterminated heredoc");
    }

    @Test
    void withoutBuildKitADocumentIsNone() {
        assertThat(Dockerfile.parse("RUN <<END\necho\nEND\n", false).lines()).hasSize(3);
    }

    @Property
    void anyMountIsReadOrRefused(@ForAll @StringLength(max = 40) @CharRange(from = '!', to = '~') String text) {
        try {
            assertThat(RunMount.parse(text).target()).isNotEmpty();
        } catch (EngineException refused) {
            assertThat(refused).hasMessageMatching("(?s).+");
        }
    }
}
