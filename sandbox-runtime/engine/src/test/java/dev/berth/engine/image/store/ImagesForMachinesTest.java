package dev.berth.engine.image.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.engine.image.Digest;
import dev.berth.engine.image.ImageReference;
import dev.berth.engine.image.Images;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
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
        assertThat(store.ofMachine("alice", OptionalLong.empty(), event -> {}).list()).isEmpty();
        assertThat(store.ofMachine("alice", OptionalLong.empty(), event -> {}).lookUp("berth/workstation")).isEmpty();
        assertThat(ImageStore.open(home).ofMachine("alice", OptionalLong.empty(), event -> {}).list()).isEmpty();
    }

    /** The image of a changed recipe left its predecessor in every student's list, as {@code <none>}. */
    @Test
    void areNotOfferedWhenTheyHaveLostTheirNameToANewerOne() {
        ImageStore store = ImageStore.open(home);
        Images alice = store.ofMachine("alice", OptionalLong.empty(), event -> {});
        store.catalogue(event -> {}).load(SavedImage.of("debian:latest", "old").stream(), line -> {});
        Digest old = alice.find("debian").image().id();

        store.catalogue(event -> {}).load(SavedImage.of("debian:latest", "new").stream(), line -> {});

        assertThat(alice.list()).singleElement().satisfies(seen -> assertThat(seen.image().id()).isEqualTo(alice.find("debian").image().id()).isNotEqualTo(old));
        assertThat(alice.find(old.toString()).references()).as("a container may be of the old one").isEmpty();
    }

    @Test
    void stayWhereTheyHaveBeenGivenANameOfTheMachines() {
        ImageStore store = ImageStore.open(home);
        store.catalogue(event -> {}).load(SavedImage.of("debian:latest", "old").stream(), line -> {});
        Digest old = store.ofMachine("alice", OptionalLong.empty(), event -> {}).find("debian").image().id();
        store.ofMachine("alice", OptionalLong.empty(), event -> {}).tag("debian", ImageReference.parse("mine"));

        store.catalogue(event -> {}).load(SavedImage.of("debian:latest", "new").stream(), line -> {});
        store.catalogue(event -> {}).remove(old.toString(), true, false, image -> List.of());

        assertThat(store.ofMachine("alice", OptionalLong.empty(), event -> {}).find("mine").image().id()).isEqualTo(old);
        ImageStore later = ImageStore.open(home);
        later.takeOver(List::of);
        assertThat(later.ofMachine("alice", OptionalLong.empty(), event -> {}).find("mine").image().id()).isEqualTo(old);
        assertThat(later.ofMachine("bob", OptionalLong.empty(), event -> {}).list()).hasSize(1);
    }
}
