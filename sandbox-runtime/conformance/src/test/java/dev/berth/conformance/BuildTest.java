package dev.berth.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.berth.conformance.Docker.Result;
import dev.berth.daemon.TypedCommand;
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
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
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

    /** Well; newer commands warn of the classic builder, whatever becomes of it. */
    private static void hasEnded(Result result) {
        assertThat(result.code()).as("exit code; it said: %s%s", result.output(), result.errors()).isZero();
    }

    private String said(String dockerfile, String... options) {
        Result result = build(dockerfile, options);
        hasEnded(result);
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

    /** The docker command says how much it sends until it has said that this is all. */
    @Test
    void nothingIsDoneBeforeTheContextHasCome() throws IOException {
        byte[] tar = new Tar().file("Dockerfile", FROM + "LABEL when=early\n").bytes();
        try (Conversation client = docker.wire().open()) {
            client.send("POST /v1.41/build?t=early HTTP/1.1\r\nHost: docker\r\nContent-Type: application/x-tar\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
                    + Integer.toHexString(tar.length) + "\r\n");
            client.send(tar);
            client.send("\r\n");
            said(FROM + "LABEL when=later\n"); // longer than the first would have taken

            assertThat(docker.succeed("image", "ls", "-q", "early").output()).isEmpty();
            client.send("0\r\n\r\n");
            assertThat(new String(client.untilClosed(), StandardCharsets.UTF_8)).contains("Successfully tagged early:latest");
        }
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
        assertThat(refused(FROM + "WORKDIR /a\0b\n")).contains(Difference.between("dockerfile-zero", "invalid argument", "failed to parse Dockerfile: there is a zero character in it"));
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

    @Test
    void aLayerMayComeTwice() {
        said(FROM + "COPY one.txt /\nRUN rm /one.txt\nCOPY one.txt /\nRUN cat /one.txt\n");

        assertThat(ran("cat", "/one.txt")).isEqualTo("1");
    }

    @Test
    void theCacheMayBeThatOfAnImageThatCameIn() throws IOException {
        String dockerfile = FROM + "RUN head -c 8 /dev/urandom >/noise\nLABEL kind=given\nCOPY one.txt /\nENV A=b\n";
        said(dockerfile);
        String id = docker.inspect("built", "{{.Id}}");
        Path archive = context.resolve("../given.tar");
        docker.succeed("save", "-o", archive.toString(), "built");
        docker.succeed("image", "rm", "built");
        docker.succeed("load", "-i", archive.toString());
        Files.delete(archive);
        docker.succeed("tag", "built", "given");

        assertThat(said(dockerfile)).doesNotContain("Using cache");
        assertThat(said(dockerfile, "--cache-from", "given")).doesNotContain("Running in");
        assertThat(docker.inspect("built", "{{.Id}}")).isEqualTo(id);
        String noise = docker.succeed("run", "--rm", "given", "md5sum", "/noise").line();
        Files.writeString(context.resolve("one.txt"), "other\n");
        assertThat(said(dockerfile, "--cache-from", "nosuch:1", "--cache-from", "given")).contains("LABEL kind=given\n ---> Using cache\n").contains("ENV A=b\n ---> Running in");
        assertThat(ran("md5sum", "/noise")).isEqualTo(noise);
        assertThat(ran("cat", "/one.txt")).isEqualTo("other");
        assertThat(said(dockerfile, "--cache-from", "nosuch:1")).doesNotContain("Using cache");
    }

    @Test
    void addFetchesFromTheMachinesNetwork() throws IOException {
        docker.succeed("run", "-d", "--name", "site", "-p", "5005:80", SmallImage.NAME, "sh", "-c", "mkdir /www; echo page >/www/page; tar -c -f /www/files.tar /etc/group; exec httpd -f -h /www");
        String site = "http://127.0.0.1:5005";

        String dockerfile = FROM + "ARG SITE\nADD $SITE/page /as\nADD one.txt $SITE/page $SITE/files.tar /all/\nADD --chown=7:8 $SITE/page /owned\n";
        said(dockerfile, "--build-arg", "SITE=" + site);
        assertThat(ran("sh", "-c", "cat /as /all/page; ls /all; stat -c '%a %u:%g' /as /owned")).isEqualTo("page\npage\nfiles.tar\none.txt\npage\n600 0:0\n600 7:8");
        assertThat(said(dockerfile, "--build-arg", "SITE=" + site)).contains("Using cache").doesNotContain("Running in");

        assertThat(build(FROM + "ADD " + site + "/nope /\n").errors()).contains("ADD failed: failed to GET " + site + "/nope with status 404 Not Found");
        assertThat(refused(FROM + "ADD http://127.0.0.1:5006/x /\n")).startsWith("ADD failed: Get \"http://127.0.0.1:5006/x\": dial tcp 127.0.0.1:5006: connect: connection refused");
        assertThat(build(FROM + "ADD " + site + "/ /\n").errors()).contains("ADD failed: failed to GET " + site + "/ with status 404 Not Found");
    }

    /** They are fetched by the machine's network: what is on the host's loopback is not there. */
    @Test
    void addLeadsNobodyToTheHost() throws IOException {
        try (HostServer host = new HostServer()) {
            assertThat(refused(FROM + "ADD http://" + host.address() + "/secret /\n")).contains("connection refused");

            assertThat(host.asked()).isEmpty();
        }
    }

    @Test
    void wildcardsAreThoseOfTheReference() throws IOException {
        for (String name : List.of("home.txt", "homes.txt", "arr[0].txt", "a b.txt")) {
            Files.writeString(context.resolve(name), "");
        }

        said(FROM + "COPY hom* /1/\nCOPY hom?.txt /2/\nCOPY arr[[]0].txt /3/\nCOPY [\"a b.txt\", \"/4/\"]\nCOPY fold*/de?p/* /5/\nCOPY home[a-z].txt ./[ot]??.txt /6/\n");

        assertThat(ran("sh", "-c", "for n in 1 2 3 4 5 6; do ls /$n; done")).isEqualTo("home.txt\nhomes.txt\nhome.txt\narr[0].txt\na b.txt\nfile\nhomes.txt\none.txt\ntwo.txt");
    }

    @Test
    void aLargeDockerfile() {
        String dockerfile = FROM + "# a comment\n".repeat(1_000_000) + "RUN true\n";

        assertThat(build(dockerfile).errors()).contains(Difference.between("dockerfile-room", "", "the Dockerfile (Dockerfile) cannot be read: it is longer than 262144 bytes"));
    }

    @Test
    void manyStages() {
        StringBuilder dockerfile = new StringBuilder(FROM.strip() + " AS s0\nCOPY one.txt /given\n");
        for (int stage = 1; stage < 200; stage++) {
            dockerfile.append("FROM s").append(stage - 1).append(" AS s").append(stage).append('\n');
        }
        dockerfile.append("COPY --from=0 /given /first\nCOPY --from=s198 /given /last\n");

        said(dockerfile.toString());

        assertThat(ran("cat", "/first", "/last")).isEqualTo("1\n1");
    }

    @Test
    void noStageIsMadeOfALaterOne() {
        assertThat(refused(FROM.strip() + " AS early\nCOPY --from=berth-late /x /x\n" + FROM.strip() + " AS berth-late\nCOPY --from=early /x /x\n")).startsWith("invalid from flag value berth-late: ");
        assertThat(refused("FROM berth-late AS early\n" + FROM.strip() + " AS berth-late\nRUN true\n")).doesNotContain("Successfully");
    }

    @Test
    void entriesOfAContextLeadNowhereElse() throws IOException {
        Path outside = Files.createTempDirectory("conformance-outside");
        byte[] climbing = new Tar().symlink("out", outside.toString()).file("Dockerfile", FROM + "COPY . /all\n").file("out/by-a-link", "x").file("../../../../../../.." + outside + "/by-a-name", "x").bytes();

        docker.runWith(climbing, "build", "-");

        assertThat(outside).isEmptyDirectory();
        Files.delete(outside);
        byte[] linked = new Tar().file("Dockerfile", FROM + "COPY got /got\n").symlink("got", "/etc/hostname").bytes();
        assertThat(docker.runWith(linked, "build", "-").errors()).contains("COPY failed: ");
    }

    @Test
    void aClientThatGoesEndsTheBuild() throws Exception {
        Files.writeString(context.resolve("Dockerfile"), FROM + "RUN echo begun; exec sleep 1000\n");
        try (TypedCommand client = docker.type("build", "-t", "built", context.toString())) {
            client.await("Running in");
            client.await("begun");
        }

        while (!docker.succeed("ps", "-aq").output().isEmpty()) {
            Thread.onSpinWait();
        }
        assertThat(docker.succeed("image", "ls", "-q", "built").output()).isEmpty();
    }

    /** Nothing that a build goes on with is unused. */
    @Test
    void prunesLeaveBuildsAlone() throws Exception {
        assumeTrue(!EngineUnderTest.STOCK, "a prune takes containers of builds there");
        List<CompletableFuture<Result>> builds = new ArrayList<>();
        for (int number = 0; number < 2; number++) {
            Path folder = Files.createDirectory(context.resolve("build" + number));
            Files.writeString(folder.resolve("file"), "content\n");
            Files.writeString(folder.resolve("Dockerfile"), FROM + ("RUN echo " + number + " >>/made; sleep 0.1\nENV A=b\nCOPY file /\n").repeat(10) + "FROM " + SmallImage.NAME + "\nCOPY --from=0 /made /\n");
            builds.add(CompletableFuture.supplyAsync(() -> docker.run("build", "--no-cache", "-t", folder.getFileName().toString(), folder.toString())));
        }

        CompletableFuture<Void> all = CompletableFuture.allOf(builds.toArray(CompletableFuture[]::new));
        while (!all.isDone()) {
            docker.succeed("system", "prune", "-f");
        }

        for (int number = 0; number < 2; number++) {
            assertThat(builds.get(number).get()).satisfies(BuildTest::hasEnded);
            assertThat(docker.succeed("run", "--rm", "build" + number, "cat", "/made").output()).isEqualTo((number + "\n").repeat(10));
        }
    }

    /** What was built before stays, and there is room again for what is smaller. */
    @Test
    void aFullDiskEndsABuild(Berth berth) throws IOException {
        assumeTrue(!EngineUnderTest.STOCK, "its disk is the host's");
        berth.admin().succeed("run", "-d", "--runtime", "machine", "--storage-opt", "size=64m", "--name", "small-builder", SmallImage.NAME);
        Docker small = berth.machine("small-builder");
        try {
            assertThat(buildOn(small, "RUN echo kept >/kept\n").code()).isZero();
            assertThat(buildOn(small, "RUN echo kept >/kept\nRUN head -c 90000000 /dev/zero >/large\n").errors()).contains("returned a non-zero code: 1");
            small.succeed("container", "prune", "-f");
            Result layers = buildOn(small, "RUN echo kept >/kept\n" + "RUN head -c 15000000 /dev/urandom >/large\n".repeat(5));
            assertThat(layers.code()).isNotZero();
            assertThat(layers.errors().toLowerCase(Locale.ROOT)).contains("no space left on device");
            byte[] large = new byte[90_000_000];
            new Random(1).nextBytes(large); // zeros would take no room
            Files.write(context.resolve("large"), large);
            assertThat(buildOn(small, "COPY large /\n").errors().toLowerCase(Locale.ROOT)).contains("no space left on device");
            Files.delete(context.resolve("large"));

            small.succeed("container", "prune", "-f");
            assertThat(small.succeed("run", "--rm", "built", "cat", "/kept").line()).isEqualTo("kept");
            small.succeed("image", "prune", "-f");
            assertThat(buildOn(small, "RUN head -c 15000000 /dev/urandom >/small\n")).satisfies(BuildTest::hasEnded);
        } finally {
            berth.admin().succeed("rm", "-f", "small-builder");
        }
    }

    private Result buildOn(Docker machine, String instructions) throws IOException {
        Files.writeString(context.resolve("Dockerfile"), FROM + instructions);
        return machine.run("build", "-t", "built", context.toString());
    }
}
