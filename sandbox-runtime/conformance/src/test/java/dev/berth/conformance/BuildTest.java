package dev.berth.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.berth.conformance.Docker.Result;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code docker build} by the classic builder: what it prints, what becomes of files, which steps it does not carry out again. */
@ExtendWith(EngineUnderTest.class)
class BuildTest {
    private static final String FROM = "FROM " + SmallImage.NAME + "\n";
    private final Docker docker;

    @TempDir
    private Path context;

    BuildTest(Docker docker) {
        this.docker = docker;
    }

    @BeforeEach
    void fillContext() throws IOException {
        Files.writeString(context.resolve("one.txt"), "1\n");
        Files.writeString(context.resolve("two.txt"), "2\n");
        Files.createDirectories(context.resolve("folder/deep"));
        Files.writeString(context.resolve("folder/file"), "f\n");
        Files.writeString(context.resolve("folder/deep/file"), "d\n");
        Files.createSymbolicLink(context.resolve("link"), Path.of("one.txt"));
    }

    private Result build(String dockerfile, String... options) {
        try {
            Files.writeString(context.resolve("Dockerfile"), dockerfile);
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
        List<String> command = new ArrayList<>(List.of("build", "-t", "built"));
        command.addAll(List.of(options));
        command.add(context.toString());
        return docker.run(command.toArray(String[]::new));
    }

    /** Without what differs from one build to the next. */
    private static String plain(String output) {
        return output.replaceAll("Sending build context[^\n]*\n", "").replaceAll("[0-9a-f]{64}", "HASH").replaceAll("\\b[0-9a-f]{12}\\b", "ID").strip();
    }

    private String said(String dockerfile, String... options) {
        Result result = build(dockerfile, options);
        assertThat(result.code()).as("exit code; it said: %s%s", result.output(), result.errors()).isZero();
        return plain(result.output());
    }

    private String refused(String dockerfile, String... options) {
        Result result = build(dockerfile, options);
        assertThat(result.code()).as("exit code; it said: %s", result.output()).isNotZero();
        String[] lines = result.errors().strip().split("\r?\n");
        return plain(lines[lines.length - 1]);
    }

    private String ran(String... command) {
        List<String> whole = new ArrayList<>(List.of("run", "--rm", "built"));
        whole.addAll(List.of(command));
        return docker.succeed(whole.toArray(String[]::new)).line();
    }

    @Test
    void everyStepIsTold() {
        assertThat(said(FROM + "ENV A=1 B=\"x y\"\nCOPY one.txt /\nRUN echo hello\nCMD [\"cat\", \"/one.txt\"]\n", "-t", "also:2")).isEqualTo("""
                Step 1/5 : FROM %s
                 ---> ID
                Step 2/5 : ENV A=1 B="x y"
                 ---> Running in ID
                Removing intermediate container ID
                 ---> ID
                Step 3/5 : COPY one.txt /
                 ---> ID
                Step 4/5 : RUN echo hello
                 ---> Running in ID
                hello
                Removing intermediate container ID
                 ---> ID
                Step 5/5 : CMD ["cat", "/one.txt"]
                 ---> Running in ID
                Removing intermediate container ID
                 ---> ID
                Successfully built ID
                Successfully tagged built:latest
                Successfully tagged also:2""".formatted(SmallImage.NAME));
        assertThat(ran()).isEqualTo("1");
    }

    @Test
    void whatWasDoneBeforeIsNotDoneAgain() throws IOException {
        String dockerfile = FROM + "RUN echo first\nCOPY one.txt two.txt /files/\nRUN echo last\n";
        said(dockerfile);
        assertThat(said(dockerfile)).doesNotContain("Running in").contains("Step 4/4 : RUN echo last\n ---> Using cache\n");

        Files.writeString(context.resolve("two.txt"), "changed\n");
        assertThat(said(dockerfile)).contains("Step 2/4 : RUN echo first\n ---> Using cache\n").contains("Step 4/4 : RUN echo last\n ---> Running in");
        assertThat(ran("cat", "/files/two.txt")).isEqualTo("changed");
        assertThat(said(dockerfile, "--no-cache")).doesNotContain("Using cache");
    }

    @Test
    void aFileThatOnlyHasAnotherTimeIsTheSame() throws IOException {
        said(FROM + "COPY one.txt folder /files/\n");
        Files.setLastModifiedTime(context.resolve("one.txt"), FileTime.fromMillis(0));

        assertThat(said(FROM + "COPY one.txt folder /files/\n")).contains("Using cache");
    }

    @Test
    void intermediateImagesHaveNoNames() {
        said(FROM + "RUN echo 1 >/file\nENV A=b\n");

        assertThat(docker.succeed("image", "ls", "--format", "{{.Repository}}").output()).doesNotContain("<none>");
        assertThat(docker.succeed("image", "ls", "-a", "--format", "{{.Repository}}").output()).contains("<none>");
        assertThat(docker.succeed("history", "--no-trunc", "--format", "{{.CreatedBy}} {{.Size}}", "built").output())
                .startsWith("/bin/sh -c #(nop)  ENV A=b 0B\n/bin/sh -c echo 1 >/file 2B\n");
        assertThat(docker.succeed("ps", "-aq").output()).isEmpty();
    }

    @Test
    void everyInstructionIsInTheImage() {
        said(FROM + "MAINTAINER me\nLABEL k=\"v w\"\nEXPOSE 80 53/udp\nVOLUME [\"/a\", \"/b\"]\nUSER nobody\nWORKDIR /app\nSTOPSIGNAL SIGQUIT\nSHELL [\"/bin/sh\", \"-xc\"]\n"
                + "HEALTHCHECK --interval=1m30s --retries=3 CMD true\nENTRYPOINT echo\nONBUILD RUN x\n", "--label", "from=client");

        assertThat(docker.inspect("built", "{{.Author}} {{json .Config.Labels}} {{json .Config.ExposedPorts}} {{json .Config.Volumes}} {{.Config.User}} {{.Config.WorkingDir}} {{.Config.StopSignal}}"))
                .isEqualTo("me {\"from\":\"client\",\"k\":\"v w\"} {\"53/udp\":{},\"80/tcp\":{}} {\"/a\":{},\"/b\":{}} nobody /app SIGQUIT");
        assertThat(docker.inspect("built", "{{json .Config.Shell}} {{json .Config.Healthcheck}} {{json .Config.Entrypoint}} {{json .Config.Cmd}} {{json .Config.OnBuild}}"))
                .isEqualTo("[\"/bin/sh\",\"-xc\"] {\"Test\":[\"CMD-SHELL\",\"true\"],\"Interval\":90000000000,\"Retries\":3} [\"/bin/sh\",\"-xc\",\"echo\"] null [\"RUN x\"]");
        assertThat(docker.succeed("history", "--no-trunc", "--format", "{{.CreatedBy}}", "built").output())
                .contains("#(nop)  HEALTHCHECK &{[\"CMD-SHELL\" \"true\"] \"1m30s\" \"0s\" \"0s\" '\\x03'}\n").contains("#(nop)  VOLUME [/a /b]\n");
    }

    @Test
    void filesComeWhereTheyAreWanted() {
        said(FROM + "RUN mkdir /real && chmod 700 /real && ln -s /real /sym\nWORKDIR /app\nCOPY one.txt .\nCOPY folder /sym\nCOPY folder/ /new/place\nCOPY link /\nCOPY *.txt /globbed/\nCOPY --chown=nobody:nogroup one.txt /owned/by/\n");

        assertThat(ran("sh", "-c", "cat /app/one.txt /real/file /new/place/deep/file /link /globbed/*; ls -d /new/place/folder 2>&1; stat -c %a:%u /real /owned /owned/by/one.txt"))
                .isEqualTo("1\nf\nd\n1\n1\n2\nls: /new/place/folder: No such file or directory\n700:0\n755:65534\n644:65534");
    }

    @Test
    void severalSourcesWithTheSameNames() {
        said(FROM + "COPY folder one.txt folder/deep link /all/\n");

        assertThat(ran("sh", "-c", "cat /all/file /all/deep/file; ls /all")).isEqualTo("d\nd\ndeep\nfile\nlink\none.txt");
    }

    @Test
    void stagesGiveTheirFiles() {
        said("FROM " + SmallImage.NAME + " AS Maker\nRUN echo made >/made; chown 7:8 /made\nFROM scratch\nCOPY --from=maker /made /\nFROM " + SmallImage.NAME
                + "\nCOPY --from=0 /made /zero\nCOPY --from=1 /made /one\nCOPY --from=" + SmallImage.NAME + " /etc/group /two\n");

        assertThat(ran("sh", "-c", "cat /zero /one; head -n 1 /two; stat -c %u:%g /zero")).isEqualTo("made\nmade\nroot:x:0:\n7:8");
    }

    @Test
    void aTargetIsTheLastStage() {
        assertThat(said(FROM.strip() + " AS first\nRUN echo 1\nFROM first\nRUN echo 2\n", "--target", "first")).contains("Step 2/2").doesNotContain("echo 2");
    }

    @Test
    void argumentsOfTheBuild() {
        String dockerfile = "ARG IMAGE=" + SmallImage.NAME + "\nFROM $IMAGE\nARG WORD=usual\nRUN echo $WORD >/word\nENV KEPT=${WORD:+yes}\n";
        said(dockerfile);
        assertThat(ran("sh", "-c", "cat /word; echo $KEPT/$WORD")).isEqualTo("usual\nyes/");

        assertThat(said(dockerfile, "--build-arg", "WORD=other", "--build-arg", "UNKNOWN=1")).contains("[Warning] One or more build-args [UNKNOWN] were not consumed\n").contains("Running in");
        assertThat(ran("cat", "/word")).isEqualTo("other");
        assertThat(docker.succeed("history", "--no-trunc", "--format", "{{.CreatedBy}}", "built").output()).contains("|1 WORD=other /bin/sh -c echo $WORD >/word\n");
    }

    @Test
    void aFailingProgramSaysItsCodeAndStays() {
        Result result = build(FROM + "RUN echo out; exit 3\n");

        assertThat(result.code()).isEqualTo(3);
        assertThat(result.errors().strip()).endsWith("The command '/bin/sh -c echo out; exit 3' returned a non-zero code: 3");
        assertThat(docker.succeed("ps", "-a", "--format", "{{.Status}}").output()).startsWith("Exited (3)");
        build(FROM + "RUN exit 4\n", "--force-rm");
        assertThat(docker.succeed("ps", "-aq").output().lines()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            COPY ../x /                    | COPY failed: forbidden path outside the build context: ../x ()
            COPY nope /                    | COPY failed: file not found in build context or excluded by .dockerignore: stat nope: file does not exist
            COPY n*pe /                    | COPY failed: no source files were specified
            COPY one.txt two.txt /x        | When using COPY with more than one source file, the destination must be a directory and end with a /
            COPY --from=3 / /              | invalid from flag value 3: index out of bounds
            COPY --from=0 / /              | invalid from flag value 0: refers to current build stage
            COPY --chown=nosuch one.txt /  | unable to convert uid/gid chown string to host mapping: can't find uid for user nosuch: no such user: nosuch
            COPY one.txt                   | Error response from daemon: dockerfile parse error line 2: COPY requires at least two arguments, but only one was provided. Destination could not be determined
            RUN --mount=type=tmpfs true    | the --mount option requires BuildKit. Refer to https://docs.docker.com/go/buildkit/ to learn how to build images with BuildKit enabled
            NOSUCH x                       | Error response from daemon: dockerfile parse error line 2: unknown instruction: NOSUCH
            ENV A                          | Error response from daemon: failed to parse Dockerfile: ENV must have two arguments
            CMD ["a", 5]                   | Error response from daemon: failed to parse Dockerfile: when using JSON array syntax, arrays must be comprised of strings only
            SHELL sh                       | Error response from daemon: dockerfile parse error line 2: SHELL requires the arguments to be in JSON form
            ONBUILD FROM x                 | Error response from daemon: dockerfile parse error line 2: FROM isn't allowed as an ONBUILD trigger
            USER                           | Error response from daemon: dockerfile parse error line 2: USER requires exactly one argument
            FROM a AS 1a                   | Error response from daemon: dockerfile parse error line 2: invalid name for build stage: "1a", name can't start with a number or contain symbols
            ENV A=${B:?missing}            | failed to process "${B:?missing}": B: missing
            """)
    void mistakesAreNamed(String line, String text) {
        assertThat(refused(FROM + line + "\n")).isEqualTo(text);
    }

    @Test
    void aDockerfileWithoutInstructions() {
        assertThat(refused("# nothing\n")).isEqualTo("Error response from daemon: failed to parse Dockerfile: file with no instructions");
        assertThat(refused("")).isEqualTo("Error response from daemon: the Dockerfile (Dockerfile) cannot be empty");
        assertThat(refused("RUN x\n")).isEqualTo("Error response from daemon: no build stage in current context");
        assertThat(refused("FROM scratch\n")).isEqualTo("No image was generated. Is your Dockerfile empty?");
    }

    @Test
    void aMalformedListIsALineForTheShell() {
        said(FROM + "CMD [\"echo\", 'a']\n");

        assertThat(docker.inspect("built", "{{json .Config.Cmd}}")).isEqualTo("[\"/bin/sh\",\"-c\",\"[\\\"echo\\\", 'a']\"]");
    }

    @Test
    void linesThatGoOnWithCommentsInThem() {
        assertThat(said("# escape=`\n" + FROM + "RUN echo a `\n# a comment\n  b\n")).contains("RUN echo a   b\n").contains("\na b\n");
    }

    @Test
    void triggersOfTheImageBelow() {
        said(FROM + "ONBUILD COPY one.txt /given\nONBUILD RUN cat /given\n", "-t", "below");

        assertThat(said("FROM below\n")).contains("Step 1/1 : FROM below\n# Executing 2 build triggers\n").endsWith("1\nRemoving intermediate container ID\n ---> ID\nSuccessfully built ID\nSuccessfully tagged built:latest");
        assertThat(docker.inspect("built", "{{json .Config.OnBuild}}")).isEqualTo("null");
    }

    @Test
    void whatIsIgnoredIsNotThere() throws IOException {
        Files.writeString(context.resolve(".dockerignore"), "*.txt\n!two.txt\n**/deep\nDockerfile\n.dockerignore\n");
        said(FROM + "COPY . /all\n");

        assertThat(ran("sh", "-c", "cd /all; find . -type f | sort")).isEqualTo("./folder/file\n./two.txt");
    }

    @Test
    void contextsByStandardInput() {
        assertThat(plain(docker.runWith((FROM + "RUN echo typed\n").getBytes(StandardCharsets.UTF_8), "build", "-").output())).contains("\ntyped\n");
    }

    @Test
    void aQuietBuildSaysItsImage() {
        assertThat(said(FROM + "RUN echo hello\n", "-q")).isEqualTo("sha256:HASH");
        assertThat(build(FROM + "RUN echo hello; exit 5\n", "-q").code()).isEqualTo(5);
    }

    @Test
    void addUnpacksArchives() throws Exception {
        byte[] tar = tarOfWeb();
        Files.write(context.resolve("files.tar"), tar);
        try (OutputStream packed = new GZIPOutputStream(Files.newOutputStream(context.resolve("packed.tgz")))) {
            packed.write(tar);
        }
        Files.write(context.resolve("nothing.gz"), new byte[] {0x1f, (byte) 0x8b, 1, 2, 3});

        said(FROM + "ADD files.tar /unpacked\nADD packed.tgz nothing.gz /srv/\nADD one.txt /\nCOPY files.tar /as-it-is/\n");

        assertThat(ran("cat", "/unpacked/web/link")).isEqualTo("hello");
        assertThat(ran("sh", "-c", "stat -c '%u:%g %a %n' /srv/web/page /srv/web | tr '\\n' ' '")).isEqualTo("7:8 644 /srv/web/page 7:8 750 /srv/web");
        assertThat(ran("sh", "-c", "echo $(ls /as-it-is) $(ls /srv) $(cat /one.txt)")).isEqualTo("files.tar nothing.gz web 1");
    }

    @Test
    void anArchiveThatEndsTooEarlyIsNoPartOfAnImage() throws Exception {
        Files.write(context.resolve("cut.tar"), Arrays.copyOf(tarOfWeb(), 1500));

        assertThat(refused(FROM + "ADD cut.tar /srv/\n")).contains("unexpected EOF");
    }

    private static byte[] tarOfWeb() throws IOException, InterruptedException {
        Path root = Files.createTempDirectory("conformance-archive");
        Path web = Files.createDirectory(root.resolve("web"));
        Files.setPosixFilePermissions(web, PosixFilePermissions.fromString("rwxr-x---"));
        Files.setPosixFilePermissions(Files.writeString(web.resolve("page"), "hello"), PosixFilePermissions.fromString("rw-r--r--"));
        Files.createSymbolicLink(web.resolve("link"), Path.of("page"));
        Process tar = new ProcessBuilder("tar", "-C", root.toString(), "--sort=name", "--owner=7", "--group=8", "-c", "web").start();
        byte[] bytes = tar.getInputStream().readAllBytes();
        assertThat(tar.waitFor()).isZero();
        for (Path made : List.of(web.resolve("page"), web.resolve("link"), web, root)) {
            Files.delete(made);
        }
        return bytes;
    }

    @Test
    void linksLeadNowhereElse() throws IOException {
        Files.createSymbolicLink(context.resolve("host"), Path.of("/etc/hostname"));
        Files.createSymbolicLink(context.resolve("above"), Path.of("../../../../../etc/hostname"));
        assertThat(refused(FROM + "COPY host /\n")).contains("COPY failed: file not found in build context or excluded by .dockerignore: stat host: file does not exist");
        assertThat(refused(FROM + "COPY above /\n")).isNotEmpty();
        Files.delete(context.resolve("above"));

        said(FROM + "COPY . /all\nRUN ln -s /all/one.txt /within\nFROM " + SmallImage.NAME + "\nCOPY --from=0 /within /\n");
        assertThat(ran("cat", "/within")).isEqualTo("1");
    }

    @Test
    void zeroCharactersAreInNoDockerfile() {
        assumeTrue(!EngineUnderTest.STOCK, "was not looked at on stock");
        assertThat(refused(FROM + "WORKDIR /a\0b\n")).contains("failed to parse Dockerfile: there is a zero character in it");
    }

    @Test
    void volumesOfAnImageAreEmptyInEachStep() {
        said(FROM + "VOLUME /data\nRUN touch /data/lost\nRUN [ ! -e /data/lost ]\n");

        assertThat(docker.succeed("volume", "ls", "-q").output()).isEmpty();
    }

    @Test
    void gitIsRefusedWithTheReason() {
        assertThat(docker.wire().post("/build?remote=git://127.0.0.1:1/x.git", "").error()).matches(Difference.between("build-remote", "(?s).*",
                "501 git repositories cannot be built from here, .* clone it and build its folder"));
    }
}
