package dev.berth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Files deeper than any path reaches, as a program makes them that goes from folder to folder: taken whole or refused, never cut without a word. */
@ExtendWith(EngineUnderTest.class)
class DeepTreeTest {
    private static final String TOO_LONG = "file name too long";
    private static final String BOTTOM = "at the bottom";
    private final Docker docker;

    DeepTreeTest(Docker docker) {
        this.docker = docker;
    }

    @BeforeAll
    static void dig(Docker docker) {
        docker.succeed("run", "--name", "mine", "--label", Emptying.KEPT, "--env", "PATH=/bin", SmallImage.NAME, "sh", "-c",
                "n=$(printf %0200d 0); mkdir /shaft; cd /shaft; for i in $(seq 25); do mkdir $n; cd -P $n 2>/dev/null; done; echo " + BOTTOM + " > bottom");
    }

    private boolean hasBottom(String path) {
        return new String(docker.wire().get("/containers/mine/" + path).body(), StandardCharsets.ISO_8859_1).contains(BOTTOM + "\n");
    }

    @Test
    void isCopiedOut() {
        assertThat(hasBottom("archive?path=/shaft")).isEqualTo(Difference.between("deep-trees", false, true));
    }

    @Test
    void isExported() {
        assertThat(hasBottom("export")).isEqualTo(Difference.between("deep-trees", false, true));
    }

    @Test
    void isToldByDiff() {
        Docker.Result result = docker.run("diff", "mine");

        assertThat(result.errors().contains(TOO_LONG)).isEqualTo(Difference.between("deep-trees", true, false));
        assertThat(result.output().lines().filter(line -> line.endsWith("/bottom") && line.length() > 5000).count()).isEqualTo(Difference.between("deep-trees", 0L, 1L));
    }

    @Test
    void isNoLayer() {
        Docker.Result result = docker.run("commit", "mine", "made:1");

        assertThat(result.code()).isEqualTo(Difference.between("deep-trees", 0, 1));
        assertThat(result.errors().contains("is longer than 4095 bytes")).isEqualTo(Difference.between("deep-trees", false, true));
    }

    @Test
    void isMeasured() {
        assertThat(docker.succeed("inspect", "--size", "--format", "{{.SizeRw}}", "mine").line()).isEqualTo(Difference.between("deep-trees", "-1", String.valueOf(BOTTOM.length() + 1)));
    }
}
