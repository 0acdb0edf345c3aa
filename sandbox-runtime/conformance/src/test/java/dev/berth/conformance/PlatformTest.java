package dev.berth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code --platform}: what an image is made for, and what it is wanted for. */
@ExtendWith(EngineUnderTest.class)
class PlatformTest {
    private static final String IMAGE = SmallImage.NAME;
    private final Docker docker;
    private final String host;

    PlatformTest(Docker docker) {
        this.docker = docker;
        host = docker.inspect(IMAGE, "{{.Os}}/{{.Architecture}}");
    }

    private Answer create(String image, String platform) {
        return docker.wire().post("/containers/create?platform=" + Wire.encoded(platform), "{\"Image\": \"" + image + "\", \"Cmd\": [\"true\"]}");
    }

    /** An image that says it is for {@code linux} and this. */
    private void load(String name, String architecture, String variant) throws Exception {
        String layer = new String(new Tar().file("file", "content").bytes(), StandardCharsets.US_ASCII);
        String diffId = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(layer.getBytes(StandardCharsets.US_ASCII)));
        String configuration = "{\"os\": \"linux\", \"architecture\": \"" + architecture + "\", \"variant\": \"" + variant + "\", \"config\": {\"Cmd\": [\"/file\"]}, "
                + "\"rootfs\": {\"type\": \"layers\", \"diff_ids\": [\"sha256:" + diffId + "\"]}, \"history\": [{\"created\": \"2020-01-01T00:00:00Z\"}]}";
        String manifest = "[{\"Config\": \"configuration.json\", \"RepoTags\": [\"" + name + "\"], \"Layers\": [\"layer.tar\"]}]";
        byte[] archive = new Tar().file("configuration.json", configuration).file("layer.tar", layer).file("manifest.json", manifest).bytes();
        assertThat(docker.runWith(archive, "load").output()).contains("Loaded image: " + name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "linux", "LINUX", "HOST"})
    void ofThisHost(String platform) {
        assertThat(create(IMAGE, platform.replace("HOST", host)).status()).isEqualTo(201);
    }

    @ParameterizedTest
    @CsvSource({"linux/s390x, linux/s390x", "s390x, linux/s390x", "Linux/S390X, linux/s390x", "linux/i386, linux/386", "armel, linux/arm/v6", "linux/arm/7, linux/arm/v7", "arm, linux/arm",
        "linux/nosuch/v1, linux/nosuch/v1"})
    void ofAnother(String platform, String named) {
        assertThat(create(IMAGE, platform).error())
                .isEqualTo("404 image with reference " + IMAGE + " was found but does not match the specified platform: wanted " + named + ", actual: " + host);
    }

    @Test
    void ofAnotherSystem() {
        assertThat(create(IMAGE, "macos").message()).contains("wanted darwin/");
        assertThat(create(IMAGE, "windows/nosuch").message()).contains("wanted windows/nosuch");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            bogus   | "bogus": unknown operating system or architecture: invalid argument
            a/b/c/d | "a/b/c/d": cannot parse platform specifier: invalid argument
            linux/  | "" is an invalid component of "linux/": platform specifier component must match "^[A-Za-z0-9_-]+$": invalid argument
            ../x    | ".." is an invalid component of "../x": platform specifier component must match "^[A-Za-z0-9_-]+$": invalid argument
            linux/* | "linux/*": wildcards not yet supported: invalid argument
            """)
    void thatIsNone(String platform, String message) {
        assertThat(create(IMAGE, platform).error()).isEqualTo("400 " + message);
        assertThat(docker.wire().post("/images/create?fromImage=nosuch&tag=1&platform=" + Wire.encoded(platform)).error()).isEqualTo("400 " + message);
        assertThat(docker.wire().post("/images/create?fromSrc=-&platform=" + Wire.encoded(platform)).error()).isEqualTo("400 " + message);
    }

    @Test
    void nothingIsImportedForAnotherSystem() {
        assertThat(docker.wire().post("/images/create?fromSrc=-&platform=windows").error()).isEqualTo("400 operating system is not supported");
        assertThat(docker.runWith(new Tar().file("one", "1").bytes(), "import", "--platform", "linux", "-").code()).isZero();
    }

    @Test
    void nobodyIsAskedForAnImageOfAnother() {
        Docker.Result result = docker.run("run", "--rm", "--pull", "never", "--platform", "linux/s390x", IMAGE, "true");

        assertThat(result.code()).isEqualTo(125);
        assertThat(result.errors()).contains("docker: Error response from daemon: image with reference " + IMAGE
                + " was found but does not match the specified platform: wanted linux/s390x, actual: " + host);
    }

    @Test
    void anImageOfAnotherThatNobodyAskedForIsWarnedOf() throws Exception {
        load("own/foreign:1", "s390x", "");

        assertThat(docker.succeed("create", "own/foreign:1").errors()).isEqualTo("WARNING: The requested image's platform (linux/s390x) does not match the detected host platform ("
                + host + ") and no specific platform was requested\n");
        assertThat(docker.succeed("create", "--platform", "linux/s390x", "own/foreign:1").errors()).isEmpty();
    }

    @Test
    void anOlderVariantRunsToo() throws Exception {
        load("own/seven:1", "arm", "v7");

        assertThat(docker.inspect("own/seven:1", "{{.Architecture}} {{.Variant}}")).isEqualTo("arm v7");
        assertThat(create("own/seven:1", "linux/arm/v8").status()).isEqualTo(201);
        assertThat(create("own/seven:1", "linux/arm64").status()).isEqualTo(201);
        assertThat(create("own/seven:1", "linux/arm/v6").message()).endsWith("wanted linux/arm/v6, actual: linux/arm/v7");
    }
}
