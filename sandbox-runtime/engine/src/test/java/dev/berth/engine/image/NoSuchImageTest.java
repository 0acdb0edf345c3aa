package dev.berth.engine.image;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NoSuchImageTest {

    @Test
    void saysWhatIsMissingAsDockerDoes() {
        assertThat(NoSuchImage.called("nosuch")).hasMessage("No such image: nosuch:latest");
        assertThat(NoSuchImage.called("docker.io/library/nosuch:1")).hasMessage("No such image: nosuch:1");
        assertThat(NoSuchImage.called("f".repeat(64))).hasMessage("No such image: sha256:" + "f".repeat(64));
    }
}
