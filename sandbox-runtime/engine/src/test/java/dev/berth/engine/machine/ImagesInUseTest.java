package dev.berth.engine.machine;

import static dev.berth.engine.fake.EngineOnFake.config;
import static dev.berth.engine.fake.EngineOnFake.done;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.engine.fake.EngineOnFake;
import dev.berth.engine.image.Image;
import dev.berth.engine.image.ImageReference;
import dev.berth.engine.image.Images;
import dev.berth.engine.tar.TarBuilder;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A start of the engine removes layers that nobody needs: a container that was left needs those of its image, also when the image was removed by force. */
class ImagesInUseTest {
    @TempDir
    private Path folder;

    private EngineOnFake host;
    private Images images;

    @BeforeEach
    void startMachine() {
        host = new EngineOnFake(folder);
        host.startMachine("alice");
        images = host.machine("alice").images();
    }

    @AfterEach
    void close() {
        host.close();
    }

    @Test
    void theLayersOfAContainersImageStayWhenTheImageIsGone() {
        Image game = imported("game");
        done(host.containers("alice").create(Optional.of("left"), config("game").build()));
        images.remove("game", true, true, image -> List.of());

        host.crash();

        assertThat(layer(game)).isDirectory();
    }

    @Test
    void theLayersOfARemovedImageGoWhenTheLastContainerIsGone() {
        Image game = imported("game");
        done(host.containers("alice").create(Optional.of("left"), config("game").build()));
        images.remove("game", true, true, image -> List.of());
        done(host.containers("alice").remove("left", true, false));

        host.crash();

        assertThat(layer(game)).doesNotExist();
        assertThat(host.machine("alice").images().lookUp("debian")).isPresent();
    }

    private Image imported(String name) {
        byte[] tar = new TarBuilder().file("play", name).bytes();
        return images.importRootFileSystem(new ByteArrayInputStream(tar), Optional.of(ImageReference.parse(name)), "", List.of("CMD [\"play\"]"));
    }

    private Path layer(Image image) {
        return host.home().resolve("layers").resolve(image.layers().get(0).hex());
    }
}
