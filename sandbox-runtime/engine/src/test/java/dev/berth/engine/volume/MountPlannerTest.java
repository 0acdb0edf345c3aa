package dev.berth.engine.volume;

import static dev.berth.engine.EngineException.Kind.NOT_FOUND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.berth.engine.EngineException;
import dev.berth.runtime.ContainerMount;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MountPlannerTest {
    private static final List<MountPoint> THEIRS = List.of(
            new MountPoint(MountPoint.Kind.VOLUME, "shared", "", "/data", "z", true, "", "", false, false),
            new MountPoint(MountPoint.Kind.BIND, "", "/etc", "/config", "ro", false, "rprivate", "", false, true));

    private static List<MountPoint> plan(MountOptions options, String... anonymous) {
        return MountPlanner.plan(options, new TreeSet<>(List.of(anonymous)), name -> {
            if (!name.equals("other")) {
                throw new EngineException(NOT_FOUND, "No such container: " + name);
            }
            return THEIRS;
        }).stream().map(PlannedMount::mount).toList();
    }

    private static MountOptions binds(String... texts) {
        return new MountOptions(List.of(texts), List.of(), List.of(), Map.of(), "");
    }

    private static MountOptions from(String... texts) {
        return new MountOptions(List.of(), List.of(), List.of(texts), Map.of(), "");
    }

    private static MountOptions mount(String type, String source, String target) {
        MountRequest request = new MountRequest(type, source, target, false, "", false, Map.of(), "", Map.of(), OptionalLong.of(1 << 20), OptionalLong.of(0700), Set.of());
        return new MountOptions(List.of(), List.of(request), List.of(), Map.of(), "");
    }

    @Test
    void aTargetIsTakenOnce() {
        assertThatThrownBy(() -> plan(binds("ab:/x", "cd:/y/../x/"))).hasMessage("Duplicate mount point: /x");
        assertThatThrownBy(() -> plan(new MountOptions(List.of("ab:/x"), List.of(), List.of(), Map.of("/x", ""), ""))).hasMessage("Duplicate mount point: /x");
    }

    @Test
    void aVolumeThatNobodyNamedGivesWayToWhatWasAskedFor() {
        assertThat(plan(binds("ab:/x"), "/x", "/y")).extracting(MountPoint::target, MountPoint::anonymous)
                .containsExactly(tuple("/x", false), tuple("/y", true));
        assertThat(plan(new MountOptions(List.of(), List.of(), List.of(), Map.of("/x", ""), ""), "/x")).isEmpty();
    }

    @Test
    void whatAnotherContainerHasIsTakenOverAtMostAsWritableAsItIs() {
        assertThat(plan(from("other"))).extracting(MountPoint::writable).containsExactly(true, false);
        assertThat(plan(from("other:ro"))).extracting(MountPoint::writable).containsExactly(false, false);
        assertThat(plan(from("other:rw"))).extracting(MountPoint::mode).containsOnly("");
    }

    @Test
    void whatIsAskedForComesInThePlaceOfWhatIsTakenOver() {
        MountOptions both = new MountOptions(List.of("own:/data"), List.of(), List.of("other"), Map.of(), "");

        assertThat(plan(both)).filteredOn(mount -> mount.target().equals("/data")).extracting(MountPoint::name).containsExactly("own");
    }

    @Test
    void saysWhyNothingCanBeTakenOver() {
        assertThatThrownBy(() -> plan(from(""))).hasMessage("volumes-from specification cannot be an empty string");
        assertThatThrownBy(() -> plan(from("other:nocopy"))).hasMessage("invalid mode: nocopy");
        assertThatThrownBy(() -> plan(from("other:rshared"))).hasMessage("invalid mode: rshared");
        assertThatThrownBy(() -> plan(from("nobody"))).hasMessage("No such container: nobody")
                .extracting(failure -> ((EngineException) failure).kind().httpStatus()).isEqualTo(400);
    }

    @Test
    void aMountSaysWhichPartOfItIsWrong() {
        assertThatThrownBy(() -> plan(mount("npipe", "x", "/x"))).hasMessage("invalid mount config for type \"npipe\": mount type unknown");
        assertThatThrownBy(() -> plan(mount("bind", "", "/x"))).hasMessage("invalid mount config for type \"bind\": field Source must not be empty");
        assertThatThrownBy(() -> plan(mount("bind", "here", "/x")))
                .hasMessage("invalid mount config for type \"bind\": invalid mount path: 'here' mount path must be absolute");
        assertThatThrownBy(() -> plan(mount("tmpfs", "x", "/x"))).hasMessage("invalid mount config for type \"tmpfs\": field Source must not be specified");
    }

    @Test
    void aTemporaryFileSystemHasItsSizeAndMode() {
        assertThat(plan(mount("tmpfs", "", "/x"))).extracting(MountPoint::options).containsExactly("rw,size=1048576,mode=700");
    }

    @Test
    void aContainerHasABoundedNumberOfMounts() {
        String[] many = IntStream.range(0, 65).mapToObj(number -> "/m" + number).toArray(String[]::new);

        assertThatThrownBy(() -> plan(MountOptions.NONE, many)).hasMessageContaining("at most 64");
    }

    @Test
    void whatLiesInAnotherIsMountedAfterIt() {
        List<MountPoint> mounts = plan(binds("in:/a/b/c", "out:/a", "/srv:/a/b"));

        assertThat(MountOrder.of(mounts, Map.of("/a/b/c/d", ""))).extracting(ContainerMount::target).containsExactly("/a", "/a/b", "/a/b/c", "/a/b/c/d");
    }
}
