package dev.berth.engine.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImagesForMachinesTest {
    @TempDir
    private Path home;

    @Test
    void areNotOfferedToTheContainersInThem() {
        ImageStore store = ImageStore.open(home);
        Images catalogue = store.catalogue(event -> {});

        catalogue.load(SavedImage.of("berth/workstation:latest", "welcome").forMachines().stream(), line -> {});

        assertThat(catalogue.list()).hasSize(1);
        assertThat(store.ofMachine("alice", event -> {}).list()).isEmpty();
        assertThat(store.ofMachine("alice", event -> {}).lookUp("berth/workstation")).isEmpty();
        assertThat(ImageStore.open(home).ofMachine("alice", event -> {}).list()).isEmpty();
    }
}
