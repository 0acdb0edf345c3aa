package dev.berth.engine.container;

import static dev.berth.engine.fake.EngineOnFake.config;
import static dev.berth.engine.fake.EngineOnFake.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.berth.engine.container.option.ContainerConfig;
import dev.berth.engine.volume.MountOptions;
import dev.berth.engine.volume.MountPoint;
import dev.berth.engine.volume.Volume;
import dev.berth.engine.volume.VolumeRequest;
import dev.berth.engine.volume.Volumes;
import dev.berth.runtime.ContainerMount;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ContainerVolumesTest extends ContainersOfAMachine {

    private Volumes volumes() {
        return host.machine("alice").volumes();
    }

    private List<String> names() {
        return done(volumes().list()).stream().map(each -> each.volume().name()).toList();
    }

    private Volume createVolume(String name) {
        return done(volumes().create(new VolumeRequest(name, "", Optional.empty(), Optional.empty())));
    }

    private static ContainerConfig with(String... binds) {
        return config("debian").command("bash").network("none").mounts(binds).build();
    }

    private Path records() {
        return host.home().resolve("machines/alice/volumes");
    }

    private Path contents() {
        return host.home().resolve("machines/alice/disk/volumes");
    }

    private static List<String> list(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void aContainerMakesTheVolumesItNames() {
        String id = create("one", with("data:/srv", "/anonymous"));

        assertThat(names()).hasSize(2).contains("data");
        assertThat(inspect("one").mounts()).extracting(MountPoint::target, MountPoint::anonymous)
                .containsExactly(tuple("/srv", false), tuple("/anonymous", true));
        done(containers.start("one"));
        assertThat(host.runtime().container(id).mounts()).hasSize(2).contains(new ContainerMount.Volume("data", "/srv", false));
    }

    /** It was in use for ever then, by a container that nobody could name any more. */
    @Test
    void anAnonymousVolumeGoesAlsoWhenFilesOfItsContainerCannot() throws IOException {
        create("one", with("/anonymous", "/other"));
        Path trash = host.home().resolve("trash");
        Path away = Files.move(trash, host.home().resolve("elsewhere"));
        Files.writeString(trash, "nothing can be moved into a file");

        assertThatThrownBy(() -> done(containers.remove("one", true, true))).hasRootCauseInstanceOf(IOException.class);

        assertThat(names()).isEmpty();
        Files.delete(trash);
        Files.move(away, trash);
    }

    /** Its folder went, and the volumes that were made for it stayed. */
    @Test
    void aCreationThatACrashInterruptedLeavesNoVolume() throws IOException {
        create("before", with("/anonymous"));
        String before = names().get(0);
        Path containersFolder = host.home().resolve("machines/alice/containers");
        Map<String, String> whileMade = new ConcurrentHashMap<>();
        host.machine("alice").events().subscribe(Optional.empty(), event -> {
            if (event.type().equals("volume")) {
                unfinished(containersFolder).forEach(file -> whileMade.put(file.getParent().getFileName().toString(), read(file)));
            }
        });
        String id = create("one", with("data:/srv", "/anonymous"));
        Path folder = containersFolder.resolve(id);
        assertThat(unfinished(containersFolder)).isEmpty();
        host.kill();

        Files.delete(folder.resolve("container.json"));
        Files.writeString(folder.resolve(ContainerKind.REMOVED), whileMade.get(id));
        host.comeBack();

        assertThat(names()).containsExactlyInAnyOrder(before, "data");
    }

    private static List<Path> unfinished(Path containersFolder) {
        try (Stream<Path> folders = Files.list(containersFolder)) {
            return folders.map(each -> each.resolve(ContainerKind.REMOVED)).filter(Files::exists).toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The folder went first: between the two a crash left volumes of nobody. */
    @Test
    void aRemovalIsOnRecordUntilItsVolumesAreGone() throws IOException {
        String id = create("one", with("/anonymous"));
        Path onRecord = host.home().resolve("machines/alice/containers").resolve(id).resolve(ContainerKind.REMOVED);
        List<Boolean> whileDestroyed = new CopyOnWriteArrayList<>();
        host.machine("alice").events().subscribe(Optional.empty(), event -> {
            if (event.type().equals("volume") && event.action().equals("destroy")) {
                whileDestroyed.add(Files.exists(onRecord));
            }
        });

        done(containers.remove("one", false, true));

        assertThat(whileDestroyed).containsExactly(true);
        assertThat(onRecord).doesNotExist();
    }

    /** No container of the machine was taken over then. */
    @Test
    void whatACrashOfTheHostLeftEmptyKeepsNobodyFromBeingTakenOver() throws IOException {
        String id = create("one", with("/anonymous"));
        create("two", with());
        Path folder = host.home().resolve("machines/alice/containers").resolve(id);
        host.kill();

        Files.delete(folder.resolve("container.json"));
        Files.createFile(folder.resolve(ContainerKind.REMOVED));
        host.comeBack();

        assertThat(done(host.containers("alice").list())).extracting(ContainerView::name).containsExactly("two");
        assertThat(folder).doesNotExist();
    }

    /** Nothing was left that said whose it was. */
    @Test
    void aRemovalThatACrashInterruptedTakesItsVolumesAlong() throws IOException {
        String id = create("one", with("data:/srv", "/anonymous", "/shared"));
        String shared = inspect("one").mounts().stream().filter(mount -> mount.target().equals("/shared")).findFirst().orElseThrow().name();
        create("two", with(shared + ":/theirs"));
        Path folder = host.home().resolve("machines/alice/containers").resolve(id);
        host.kill();

        Files.move(folder.resolve("container.json"), folder.resolve(ContainerKind.REMOVED));
        host.comeBack();

        assertThat(names()).containsExactlyInAnyOrder("data", shared);
        assertThat(folder).doesNotExist();
    }

    @Test
    void aVolumeThatAContainerHasIsNotRemoved() {
        createVolume("data");
        String first = create("one", with("data:/srv"));
        String second = create("two", with("data:/srv:ro"));

        assertThatThrownBy(() -> done(volumes().remove("data", true))).hasMessage("remove data: volume is in use - [" + first + ", " + second + "]");

        done(containers.remove("one", false, true));
        done(containers.remove("two", false, true));
        assertThat(names()).as("it has a name, so it outlives its containers").containsExactly("data");
        done(volumes().remove("data", false));
        assertThat(names()).isEmpty();
        assertThatThrownBy(() -> done(volumes().remove("data", false))).hasMessage("get data: no such volume");
        done(volumes().remove("data", true));
    }

    @Test
    void aVolumeThatNobodyNamedGoesWithItsLastContainerIfThatIsWanted() {
        create("one", with("/anonymous"));
        create("two", config("debian").command("bash").mounts(new MountOptions(List.of(), List.of(), List.of("one"), Map.of(), "")).build());

        done(containers.remove("one", false, true));
        assertThat(names()).hasSize(1);
        done(containers.remove("two", false, true));
        assertThat(names()).isEmpty();

        create("three", with("/anonymous"));
        done(containers.remove("three", false, false));
        assertThat(names()).as("without -v it stays").hasSize(1);
    }

    @Test
    void aContainerThatIsRemovedAtItsEndTakesWhatNobodyNamed() {
        String id = create("one", config("debian").command("bash").network("none").removeWhenEnded().mounts("data:/srv", "/anonymous").build());
        done(containers.start("one"));
        var gone = done(containers.waitFor("one", Containers.WaitCondition.REMOVED)).code();
        host.runtime().process(id).end(0);
        done(gone);

        assertThat(names()).containsExactly("data");
    }

    @Test
    void aCreationThatFailsLeavesNoContainerAndNoNamelessVolume() {
        assertThatThrownBy(() -> create("one", with("data:/srv", "/srv/../..", "/anonymous"))).hasMessage("invalid specification: destination can't be '/'");
        assertThatThrownBy(() -> create("one", with("x:/srv"))).hasMessageStartingWith("create x: volume name is too short");

        assertThat(names()).isEmpty();
        assertThat(done(containers.list())).isEmpty();
    }

    @Test
    void tellsWhatHappensToVolumes() throws Exception {
        String id = create("one", with("data:/srv"));
        done(containers.start("one"));
        host.runtime().process(id).end(0);

        assertThat(host.nextEvents(6)).containsExactly("create", "create", "mount", "start", "die 0", "unmount");
    }

    @Test
    void pruneRemovesWhatNoContainerHas() {
        createVolume("one");
        createVolume("two");
        create("user", with("two:/srv"));

        assertThat(done(volumes().prune(volume -> true)).names()).containsExactly("one");
        assertThat(names()).containsExactly("two");
    }

    @Test
    void anotherEngineKnowsTheVolumesAndWhoHasThem() {
        done(volumes().create(new VolumeRequest("data", "local", Optional.of(Map.of("made", "here")), Optional.empty())));
        create("one", with("data:/srv", "/anonymous"));
        List<Volumes.Listed> before = done(volumes().list());

        host.crash();

        assertThat(done(volumes().list())).isEqualTo(before);
        assertThatThrownBy(() -> done(volumes().remove("data", false))).hasMessageContaining("volume is in use");
    }

    @Test
    void whatACrashLeftOfAVolumeIsRemoved() throws IOException {
        createVolume("whole");
        Files.createDirectories(contents().resolve("half/_data"));
        Files.createDirectories(contents().resolve("whole/_unfinished/deep"));
        Files.writeString(records().resolve("torn.json.new"), "{");

        host.crash();

        assertThat(names()).containsExactly("whole");
        assertThat(list(contents())).containsExactly("whole");
        assertThat(list(contents().resolve("whole"))).containsExactly("_data");
    }

    @Test
    void aMachineHasABoundedNumberOfVolumes() {
        for (int number = 0; number < 200; number++) {
            createVolume("volume" + number);
        }

        assertThatThrownBy(() -> createVolume("more")).hasMessageStartingWith("there are 200 volumes, as many as a machine may have");
        assertThat(createVolume("volume7").name()).as("one that is there").isEqualTo("volume7");
    }

    @Test
    void onlyTheLocalDriverIsThereAndItHasNoOptions() {
        VolumeRequest other = new VolumeRequest("data", "nfs", Optional.empty(), Optional.empty());
        assertThatThrownBy(() -> done(volumes().create(other))).hasMessage("create data: error looking up volume plugin nfs: plugin \"nfs\" not found");

        VolumeRequest wrong = new VolumeRequest("data", "", Optional.empty(), Optional.of(Map.of("foo", "bar")));
        assertThatThrownBy(() -> done(volumes().create(wrong))).hasMessage("create data: invalid option: \"foo\"");
    }

    @Test
    void machinesHaveNone() {
        Volumes none = host.engine().admin().volumes();

        assertThat(done(none.list())).isEmpty();
        assertThatThrownBy(() -> done(none.create(new VolumeRequest("data", "", Optional.empty(), Optional.empty())))).hasMessageContaining("on a machine's own socket");
    }
}
