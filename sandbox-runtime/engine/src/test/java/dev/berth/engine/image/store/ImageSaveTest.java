package dev.berth.engine.image.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.engine.EngineException;
import dev.berth.engine.image.Images;
import dev.berth.engine.work.PiecewiseInput;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code docker save} writes is what {@code docker load} takes: each archive is read by another store. */
class ImageSaveTest {
    @TempDir
    private Path home;

    @TempDir
    private Path otherHome;

    private Images images;
    private Images others;

    @BeforeEach
    void open() {
        images = ImageStore.open(home).catalogue(event -> { });
        others = ImageStore.open(otherHome).catalogue(event -> { });
    }

    @Test
    void anImageIsTheSameElsewhere() throws IOException {
        SavedImage image = SavedImage.of("a:1", "content");
        load(image);

        assertThat(moved("a:1")).containsExactly("Loaded image: a:1");

        assertThat(others.find("a:1").image()).isEqualTo(images.find("a:1").image());
    }

    @Test
    void imagesShareTheLayersThatTheyHaveInCommon() throws IOException {
        byte[] common = SavedImage.layer("common");
        load(new SavedImage(List.of("a:1"), List.of(common)));
        load(new SavedImage(List.of("b:1"), List.of(common, SavedImage.layer("own"))));

        assertThat(moved("a:1", "b:1")).containsExactly("Loaded image: a:1", "Loaded image: b:1");

        assertThat(others.find("b:1").image().layers()).isEqualTo(images.find("b:1").image().layers());
    }

    @Test
    void aNameWithoutATagMeansAllOfItsTags() throws IOException {
        load(SavedImage.of("a:1", "one"));
        load(SavedImage.of("a:2", "two"));
        load(SavedImage.of("b:1", "three"));

        assertThat(moved("a")).containsExactlyInAnyOrder("Loaded image: a:1", "Loaded image: a:2");
    }

    @Test
    void anIdSavesNoNames() throws IOException {
        SavedImage image = SavedImage.of("a:1", "content");
        load(image);

        assertThat(moved(image.id().hex())).containsExactly("Loaded image ID: " + image.id());
    }

    @Test
    void refusesWhatIsNotThere() {
        assertThatThrownBy(() -> images.save(List.of("nosuch"))).isInstanceOf(EngineException.class).hasMessage("No such image: nosuch");
    }

    private void load(SavedImage image) {
        images.load(new ByteArrayInputStream(image.bytes()), line -> { });
    }

    private List<String> moved(String... texts) throws IOException {
        List<String> lines = new ArrayList<>();
        try (InputStream archive = new PiecewiseInput(images.save(List.of(texts)))) {
            others.load(archive, lines::add);
        }
        return lines;
    }
}
