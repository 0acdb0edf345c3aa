package dev.berth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What {@code docker image inspect} and {@code docker history} say, field by field: of images that were imported, committed, saved and loaded, tagged. */
@ExtendWith(EngineUnderTest.class)
class ImageInspectTest {
    private static final String IMAGE = SmallImage.NAME;
    private static final String NOTHING = "{\"Hostname\":\"\",\"Domainname\":\"\",\"User\":\"\",\"AttachStdin\":false,\"AttachStdout\":false,\"AttachStderr\":false,"
            + "\"Tty\":false,\"OpenStdin\":false,\"StdinOnce\":false,\"Env\":null,\"Cmd\":null,\"Image\":\"\",\"Volumes\":null,\"WorkingDir\":\"\",\"Entrypoint\":null,"
            + "\"OnBuild\":null,\"Labels\":null}";
    private static final String NEVER = "0001-01-01T00:00:00Z";

    private final Docker docker;

    @TempDir
    private Path folder;

    ImageInspectTest(Docker docker) {
        this.docker = docker;
    }

    private void importOne() {
        docker.runWith(new Tar().file("one", "1").bytes(), "import", "-m", "by hand", "-", "own/one:1");
    }

    private String commit() {
        String container = docker.succeed("create", "--name", "maker", "--hostname", "web", "-i", "-e", "COLOUR=red", "-w", "/srv", IMAGE, "sh", "-c", "true").line();
        docker.succeed("commit", "-a", "Ada", "-m", "a change", "-c", "CMD [\"after\"]", "maker", "own/made:1");
        return container;
    }

    @Test
    void ofAnImportedImage() {
        importOne();

        assertThat(docker.inspect("own/one:1", "{{json .Config}}")).isEqualTo(NOTHING);
        assertThat(docker.inspect("own/one:1", "{{json .ContainerConfig}}")).isEqualTo(NOTHING);
        assertThat(docker.inspect("own/one:1", "{{json .RepoTags}} {{json .RepoDigests}} {{json .Parent}} {{json .Comment}} {{json .Container}} {{json .Author}} {{.Os}} {{.Size}} {{.VirtualSize}}"))
                .isEqualTo("[\"own/one:1\"] [] \"\" \"by hand\" \"\" \"\" linux 1 1");
    }

    @Test
    void ofACommittedImage() {
        String container = commit();

        assertThat(docker.inspect("own/made:1", "{{.Container}} {{.Author}} {{.Comment}}")).isEqualTo(container + " Ada a change");
        assertThat(docker.inspect("own/made:1", "{{.Parent}}")).isEqualTo(docker.inspect(IMAGE, "{{.Id}}"));
        assertThat(docker.inspect("own/made:1", "{{json .ContainerConfig}}")).isEqualTo("{\"Hostname\":\"web\",\"Domainname\":\"\",\"User\":\"\",\"AttachStdin\":true,\"AttachStdout\":true,"
                + "\"AttachStderr\":true,\"Tty\":false,\"OpenStdin\":true,\"StdinOnce\":true,\"Env\":[\"COLOUR=red\",\"PATH=/bin\"],\"Cmd\":[\"sh\",\"-c\",\"true\"],\"Image\":\"" + IMAGE + "\","
                + "\"Volumes\":null,\"WorkingDir\":\"/srv\",\"Entrypoint\":null,\"OnBuild\":null,\"Labels\":{}}");
        assertThat(docker.inspect("own/made:1", "{{json .Config}}")).isEqualTo(docker.inspect("own/made:1", "{{json .ContainerConfig}}").replace("[\"sh\",\"-c\",\"true\"]", "[\"after\"]"));
    }

    @Test
    void ofALoadedImageItIsTheSameButForWhatOnlyTheMakerKnows() {
        commit();
        String before = docker.inspect("own/made:1", "{{.Id}} {{.Container}} {{json .Config}} {{json .ContainerConfig}} {{.Author}} {{json .RootFS}}");
        docker.succeed("save", "-o", folder.resolve("made.tar").toString(), "own/made:1");
        docker.succeed("rm", "maker");
        docker.succeed("rmi", "own/made:1");

        docker.succeed("load", "-i", folder.resolve("made.tar").toString());

        assertThat(docker.inspect("own/made:1", "{{.Id}} {{.Container}} {{json .Config}} {{json .ContainerConfig}} {{.Author}} {{json .RootFS}}")).isEqualTo(before);
        assertThat(docker.inspect("own/made:1", "{{json .Parent}} {{.Metadata.LastTagTime}}")).isEqualTo("\"\" 0001-01-01 00:00:00 +0000 UTC");
    }

    @Test
    void imagesThatWereNotPulledHaveNoDigest() {
        importOne();

        assertThat(docker.succeed("images", "--digests", "--format", "{{.Repository}} {{.Tag}} {{.Digest}}", "own/one").line()).isEqualTo("own/one 1 <none>");
    }

    @Test
    void whenAnImageGotItsLastName() {
        importOne();

        docker.succeed("tag", "own/one:1", "own/one:2");

        assertThat(docker.inspect("own/one:2", "{{json .Metadata.LastTagTime}}").equals("\"" + NEVER + "\"")).isEqualTo(Difference.between("last-tag-time", false, true));
    }

    @Test
    void whereItsLayersLie() {
        importOne();

        assertThat(docker.inspect("own/one:1", "{{.GraphDriver.Name}}")).isEqualTo("overlay2");
        assertThat(docker.inspect("own/one:1", "{{len .GraphDriver.Data}}")).isEqualTo(Difference.between("graph-driver", "3", "0"));
    }

    @Test
    void historyNamesTheImagesThatItWasMadeOf() {
        commit();

        assertThat(docker.succeed("history", "--no-trunc", "--format", "{{.ID}} {{.CreatedBy}} {{.Comment}}", "own/made:1").output()).isEqualTo(
                docker.inspect("own/made:1", "{{.Id}}") + " sh -c true a change\n" + docker.inspect(IMAGE, "{{.Id}}") + "  Imported from -\n");
    }

    @Test
    void historyOfALoadedImageNamesItAlone() {
        commit();
        docker.succeed("save", "-o", folder.resolve("made.tar").toString(), "own/made:1");
        docker.succeed("rm", "maker");
        docker.succeed("rmi", "own/made:1");
        docker.succeed("load", "-i", folder.resolve("made.tar").toString());

        assertThat(docker.succeed("history", "--no-trunc", "--format", "{{.ID}}", "own/made:1").output()).isEqualTo(docker.inspect("own/made:1", "{{.Id}}") + "\n<missing>\n");
    }
}
