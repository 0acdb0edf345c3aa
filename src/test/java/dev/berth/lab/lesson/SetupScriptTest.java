package dev.berth.lab.lesson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.lab.source.SourcePosition;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SetupScriptTest {

    private static final SourcePosition TOP = new SourcePosition("1-01-sample/setup.sh", 1);

    @Test
    void aScriptThatDoesNothingIsAMistake() {
        assertThatThrownBy(() -> SetupScript.parse(TOP, "#!/bin/bash\n  # later\n\n")).hasMessageContaining("this script does nothing");
    }

    @Test
    void saysTheLineThatFailedAsItsAuthorCountsThem() throws Exception {
        final Process process = bash("echo fine\n\nsh -c 'printf \"no such\timage\" >&2; exit 7'\necho never\n");

        final String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(SetupScript.failure(output, process.waitFor())).isEqualTo("setup.sh:3: sh -c 'printf \"no such image\" >&2; exit 7' ended with exit code 7: no such image");
        assertThat(output).doesNotContain("never");
    }

    @Test
    void saysWhatWasPrintedLastWhereNoLineIsKnown() {
        assertThat(SetupScript.failure("one\nbash: line 1: syntax error\n", 2)).isEqualTo("setup.sh ended with exit code 2: bash: line 1: syntax error");
        assertThat(SetupScript.failure("x".repeat(10_000), 1)).hasSizeLessThan(400);
        assertThat(SetupScript.failure("", 124)).isEqualTo("setup.sh had not ended after 60 seconds");
    }

    private static Process bash(final String script) throws IOException {
        return new ProcessBuilder("bash", "-c", SetupScript.parse(TOP, script).program()).redirectErrorStream(true).start();
    }
}
