package dev.berth.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.berth.conformance.Docker.Result;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code DOCKER_BUILDKIT=1 docker build}: the client serves files and secrets on a session of its own; what steps have mounted, and that nothing of it stays. */
@ExtendWith(EngineUnderTest.class)
class BuildKitTest {
    private static final String FROM = "FROM " + SmallImage.NAME + "\n";
    private static final String SECRET = "correct horse battery staple";
    private static final Map<String, String> BUILDKIT = Map.of("DOCKER_BUILDKIT", "1");
    private final Docker docker;

    @TempDir
    private Path context;

    @TempDir
    private Path elsewhere;

    BuildKitTest(Docker docker) {
        this.docker = docker;
    }

    @BeforeEach
    void fillContext() throws IOException {
        Files.writeString(context.resolve("one.txt"), "1\n");
        Files.createDirectories(context.resolve("folder/deep"));
        Files.writeString(context.resolve("folder/file"), "f\n");
        Files.writeString(context.resolve("folder/deep/file"), "d\n");
        Files.createSymbolicLink(context.resolve("link"), Path.of("one.txt"));
        Files.writeString(elsewhere.resolve("password"), SECRET + "\n");
    }

    private Result build(String dockerfile, String... options) {
        try {
            Files.writeString(context.resolve("Dockerfile"), dockerfile);
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
        List<String> command = new ArrayList<>(List.of("build", "--progress=plain", "-t", "built"));
        command.addAll(List.of(options));
        command.add(context.toString());
        return docker.runWith(BUILDKIT, new byte[0], command.toArray(String[]::new));
    }

    private String[] withSecret() {
        return new String[] {"--secret", "id=password,src=" + elsewhere.resolve("password")};
    }

    /** What it says, without the times. */
    private String said(String dockerfile, String... options) {
        Result result = build(dockerfile, options);
        assertThat(result.code()).as("exit code; it said: %s", result.errors()).isZero();
        return result.errors().replaceAll("(?m)^#\\d+ (?:\\d+\\.\\d+ )?", "");
    }

    private String refused(String dockerfile, String... options) {
        Result result = build(dockerfile, options);
        assertThat(result.code()).as("exit code; it said: %s", result.errors()).isEqualTo(1);
        String[] lines = result.errors().strip().split("\r?\n");
        return lines[lines.length - 1];
    }

    private String ran(String... command) {
        List<String> whole = new ArrayList<>(List.of("run", "--rm", "built"));
        whole.addAll(List.of(command));
        return docker.succeed(whole.toArray(String[]::new)).line();
    }

    @Test
    void whatIsDoneIsShown() {
        String said = said(FROM + "ENV A=1\nCOPY one.txt /\nWORKDIR /w\nRUN echo out; echo err >&2\nCMD [\"cat\", \"/one.txt\"]\n");

        assertThat(said).contains("[internal] load build definition from Dockerfile\n", "[internal] load .dockerignore\n", "[internal] load build context\n",
                "[1/4] FROM docker.io/library/conformance:latest\n", "[2/4] COPY one.txt /\n", "[3/4] WORKDIR /w\n", "[4/4] RUN echo out; echo err >&2\n", "\nout\n", "\nerr\n",
                "exporting to image\n", "writing image sha256:", "naming to docker.io/library/built");
        assertThat(ran()).isEqualTo("1");
    }

    @Test
    void theHistoryHasItsLines() {
        said(FROM + "ARG WORD=default\nENV A=1\nCOPY one.txt folder /to/\nWORKDIR /w\nRUN echo $WORD\nLABEL a=b\nCMD [\"cat\"]\n", "--build-arg", "WORD=given");

        assertThat(docker.succeed("history", "--no-trunc", "--format", "{{.CreatedBy}}|{{.Comment}}", "built").output().lines().limit(7)).containsExactly(
                "CMD [\"cat\"]|buildkit.dockerfile.v0",
                "LABEL a=b|buildkit.dockerfile.v0",
                "RUN |1 WORD=given /bin/sh -c echo $WORD # buildkit|buildkit.dockerfile.v0",
                "WORKDIR /w|buildkit.dockerfile.v0",
                "COPY one.txt folder /to/ # buildkit|buildkit.dockerfile.v0",
                "ENV A=1|buildkit.dockerfile.v0",
                "ARG WORD=default|buildkit.dockerfile.v0");
    }

    @Test
    void whatWasDoneBeforeIsNotDoneAgain() throws IOException {
        String dockerfile = FROM + "RUN echo first\nCOPY one.txt /\nRUN echo last\n";
        said(dockerfile);
        assertThat(said(dockerfile).lines().filter("CACHED"::equals).count()).isGreaterThanOrEqualTo(3);

        Files.writeString(context.resolve("one.txt"), "changed\n");
        assertThat(said(dockerfile)).contains("\nlast\n").doesNotContain("\nfirst\n");
        assertThat(said(dockerfile, "--no-cache")).contains("\nfirst\n", "\nlast\n");
    }

    @Test
    void aSecretIsThereForOneStepAndNowhereAfterIt() throws IOException {
        assertThat(said(FROM + "RUN --mount=type=secret,id=password tr a-z n-za-m </run/secrets/password && stat -c '%a %u %g' /run/secrets/password\nRUN ls -A /run/secrets | wc -l\n", withSecret()))
                .contains("\npbeerpg ubefr onggrel fgncyr\n", "\n400 0 0\n", "\n0\n");

        assertThat(docker.succeed("history", "--no-trunc", "built").output()).doesNotContain("correct horse");
        assertThat(docker.succeed("inspect", "built").output()).doesNotContain("correct horse");
        assertThat(ran("sh", "-c", "env; find / -xdev -type f -exec grep -l 'correct hors[e]' {} +; ls -A /run/secrets")).doesNotContain("correct horse", "/run", "password");
        Path saved = elsewhere.resolve("saved.tar");
        docker.succeed("save", "-o", saved.toString(), "built");
        assertThat(Files.readString(saved, StandardCharsets.ISO_8859_1)).doesNotContain("correct horse");
    }

    @Test
    void nothingOfASecretIsLeftOnTheHost(Berth berth) throws IOException {
        assumeFalse(EngineUnderTest.STOCK, "where a stock Docker keeps its files is its own");
        said(FROM + "RUN --mount=type=secret,id=password cat /run/secrets/password | wc -c\n", withSecret());

        Process search = new ProcessBuilder("grep", "-rlsF", "--exclude=disk.img", "correct horse", berth.home().getParent().toString()).start();
        assertThat(new String(search.getInputStream().readAllBytes(), StandardCharsets.UTF_8)).as("files with the secret in them").isEmpty();
    }

    @Test
    void aSecretHasTheOwnerAndPlaceThatTheLineSays() {
        assertThat(said(FROM + "RUN --mount=type=secret,id=password,target=/root/a/b,mode=0640,uid=5,gid=6 stat -c '%a %u %g' /root/a/b; cat /root/a/b\nRUN ls -A /root/a | wc -l\n", withSecret()))
                .contains("\n640 5 6\n", "\n" + SECRET + "\n", "\n0\n");
    }

    @Test
    void aSecretThatTheClientDoesNotHave() {
        assertThat(said(FROM + "RUN --mount=type=secret,id=other test ! -e /run/secrets/other && echo none\n", withSecret())).contains("\nnone\n");
        assertThat(refused(FROM + "RUN --mount=type=secret,id=other,required true\n", withSecret())).isEqualTo("secret other not found: not found");
        assertThat(refused(FROM + "RUN --mount=type=secret,id=other,required=true true\n")).isEqualTo("secret other not found: not found");
    }

    @Test
    void foldersOfTheContextAndOfStagesCanBeMounted() {
        assertThat(said("FROM " + SmallImage.NAME + " AS one\nRUN echo made >/made\n" + FROM
                + "RUN --mount=target=/c cat /c/folder/deep/file && ! echo x 2>/dev/null >/c/x && echo kept\n"
                + "RUN --mount=from=one,target=/other cat /other/made\n"
                + "RUN --mount=type=bind,source=folder,target=/rw,rw echo new >/rw/new && ls /rw\n"
                + "RUN test ! -e /c/one.txt && test ! -e /rw/new && echo gone\n")).contains("\nd\n", "\nkept\n", "\nmade\n", "\ndeep\nfile\nnew\n", "\ngone\n");
    }

    @Test
    void aCacheIsThereForTheNextBuild() {
        said(FROM + "RUN --mount=type=cache,target=/cache echo first >/cache/file\n");

        assertThat(said(FROM + "RUN --mount=type=cache,target=/cache cat /cache/file && echo second\n")).contains("\nfirst\nsecond\n");
        assertThat(ran("sh", "-c", "ls -A /cache | wc -l")).isEqualTo("0");
    }

    @Test
    void aTemporaryFileSystemCanBeMounted() {
        assertThat(said(FROM + "RUN --mount=type=tmpfs,target=/quick grep -c ' /quick tmpfs ' /proc/mounts\n")).contains("\n1\n");
    }

    @Test
    void filesGetTheModeThatTheLineSays() {
        said(FROM + "COPY --chmod=750 one.txt folder /to/\n");

        assertThat(ran("stat", "-c", "%a", "/to/one.txt", "/to/file")).isEqualTo("750\n750");
    }

    @Test
    void stagesThatNobodyNeedsAreLeftOut() {
        String said = said("FROM " + SmallImage.NAME + " AS one\nRUN echo made >/made\nFROM " + SmallImage.NAME + " AS other\nRUN false\n" + FROM + "COPY --from=one /made /\n");

        assertThat(said).contains("[one 2/2] RUN echo made >/made\n", "[stage-2 2/2] COPY --from=one /made /\n").doesNotContain("RUN false");
        assertThat(ran("cat", "/made")).isEqualTo("made");
        assertThat(said("FROM " + SmallImage.NAME + " AS one\nRUN echo target\n" + FROM + "RUN false\n", "--target", "one")).contains("\ntarget\n");
    }

    @Test
    void aQuietBuildSaysTheIdAlone() throws IOException {
        Path file = elsewhere.resolve("id");
        Result result = build(FROM + "RUN echo hidden\n", "-q", "--iidfile", file.toString());

        assertThat(result.output().strip()).isEqualTo(docker.inspect("built", "{{.Id}}")).isEqualTo(Files.readString(file));
        assertThat(result.errors()).isEmpty();
    }

    @Test
    void filesAreWhatTheyWere() throws IOException {
        byte[] large = new byte[5 << 20];
        new Random(1).nextBytes(large);
        Files.write(context.resolve("large"), large);
        Files.createFile(context.resolve("empty"));
        Files.setPosixFilePermissions(context.resolve("one.txt"), PosixFilePermissions.fromString("r-x-----x"));
        Files.createLink(context.resolve("folder/hard"), context.resolve("large"));
        for (int number = 0; number < 500; number++) {
            Files.writeString(context.resolve("folder/number " + number), "x".repeat(number * 10));
        }
        said(FROM + "COPY . /all/\n");

        assertThat(ran("sh", "-c", "cd /all; stat -c '%a %u' one.txt; readlink link; wc -c <empty; ls folder | wc -l; find folder -name 'number *' -exec cat {} + | wc -c; sha256sum <large; sha256sum <folder/hard"))
                .isEqualTo(String.join("\n", "501 0", "one.txt", "0", "503", "1247500", sha256(large), sha256(large)));
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)) + "  -";
        } catch (NoSuchAlgorithmException never) {
            throw new AssertionError(never);
        }
    }

    @Test
    void whatTheIgnoreFileNamesIsNotThere() throws IOException {
        Files.writeString(context.resolve(".dockerignore"), "folder\n!folder/deep\n*.txt\n");
        said(FROM + "COPY . /all/\n");

        assertThat(ran("sh", "-c", "cd /all; find . -type f | sort")).isEqualTo("./.dockerignore\n./Dockerfile\n./folder/deep/file");
    }

    @Test
    void theDockerfileMayComeFromElsewhere() throws IOException {
        Files.writeString(elsewhere.resolve("Other"), FROM + "COPY one.txt /\n");
        docker.runWith(BUILDKIT, new byte[0], "build", "-t", "built", "-f", elsewhere.resolve("Other").toString(), context.toString());
        assertThat(ran("cat", "/one.txt")).isEqualTo("1");

        docker.runWith(BUILDKIT, (FROM + "COPY folder/file /\n").getBytes(StandardCharsets.UTF_8), "build", "-t", "built", "-f", "-", context.toString());
        assertThat(ran("cat", "/file")).isEqualTo("f");
    }

    @Test
    void aFailingProgramSaysItsCodeAndLeavesNoContainer() {
        assertThat(refused(FROM + "RUN echo out; exit 3\n")).isEqualTo("executor failed running [/bin/sh -c echo out; exit 3]: exit code: 3");
        assertThat(docker.succeed("ps", "-aq").output()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            COPY nope /                          | failed to compute cache key: "/nope" not found: not found
            COPY ../../nope /                    | failed to compute cache key: "/nope" not found: not found
            RUN --mount=type=bind,source=nope,target=/x true | failed to compute cache key: "/nope" not found: not found
            NOSUCH x                             | failed to solve with frontend dockerfile.v0: failed to create LLB definition: dockerfile parse error line 2: unknown instruction: NOSUCH
            RUN --mount=type=nosuch,target=/x true | failed to solve with frontend dockerfile.v0: failed to create LLB definition: dockerfile parse error line 2: unsupported mount type "nosuch"
            RUN --mount=type=secret,nosuch=1 true | failed to solve with frontend dockerfile.v0: failed to create LLB definition: dockerfile parse error line 2: unexpected key 'nosuch' in 'nosuch=1'
            RUN --mount=type=secret,id true      | failed to solve with frontend dockerfile.v0: failed to create LLB definition: dockerfile parse error line 2: invalid field 'id' must be a key=value pair
            """)
    void mistakesAreNamed(String line, String text) {
        assertThat(refused(FROM + line + "\n")).isEqualTo(text);
    }

    @Test
    void documentsInADockerfile() {
        assumeFalse(EngineUnderTest.STOCK, "the frontend of that time does not know them");
        said("# syntax=docker/dockerfile:1\n" + FROM + "ARG WHO=you\nRUN <<END\necho a >/made\necho b >>/made\nEND\nRUN cat <<-END >/tabs\n\tone\n\tEND\nCOPY <<plain <<\"RAW\" /to/\nhello $WHO\nplain\n$WHO\nRAW\n"
                + "RUN <<SCRIPT\n#!/bin/sh -e\necho script >/script\nSCRIPT\nCOPY --link one.txt /\n");

        assertThat(ran("cat", "/made", "/tabs", "/to/plain", "/to/RAW", "/script", "/one.txt")).isEqualTo("a\nb\none\nhello you\n$WHO\nscript\n1");
    }

    @Test
    void aSessionNeedsItsHeaders() throws IOException {
        assumeFalse(EngineUnderTest.STOCK, "a stock Docker closes such a connection");
        assertThat(answer("POST /session HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")).isEqualTo("HTTP/1.1 400 Bad Request");
        assertThat(answer("POST /session HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: h2c\r\nX-Docker-Expose-Session-Uuid: " + "x".repeat(200) + "\r\nContent-Length: 0\r\n\r\n"))
                .isEqualTo("HTTP/1.1 400 Bad Request");
        assertThat(docker.wire().post("/build?version=2&remote=client-session&session=nobody").text()).contains("no active session for nobody: context deadline exceeded");
    }

    private String answer(String request) throws IOException {
        try (Conversation conversation = new Conversation(docker.socket())) {
            conversation.send(request);
            return conversation.line();
        }
    }

    /** Frames that say nothing, are too long, never end, or ask without reading: whoever sends them is given up, and nobody else is. */
    @Test
    void aSessionOfAStranger() throws IOException {
        assumeFalse(EngineUnderTest.STOCK, "it is our own reader");
        byte[] settings = {0, 0, 0, 4, 0, 0, 0, 0, 0};
        byte[] ping = {0, 0, 8, 6, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8};
        byte[] tooLong = {(byte) 0xff, (byte) 0xff, (byte) 0xff, 0, 0, 0, 0, 0, 1};
        byte[] endlessHeaders = {0, 0, 0, 1, 0, 0, 0, 0, 1};
        for (byte[] frame : List.of("no HTTP/2 at all, for a while".getBytes(StandardCharsets.US_ASCII), tooLong, endlessHeaders, ping)) {
            try (Conversation conversation = new Conversation(docker.socket())) {
                conversation.send("POST /session HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: h2c\r\nX-Docker-Expose-Session-Uuid: stranger\r\nContent-Length: 0\r\n\r\n");
                assertThat(conversation.line()).isEqualTo("HTTP/1.1 101 Switching Protocols");
                conversation.send(settings);
                for (int count = 0; count < 1000; count++) {
                    conversation.send(frame);
                }
            } catch (IOException givenUp) {
                assertThat(givenUp).hasMessageMatching("Broken pipe|Connection reset by peer");
            }
        }
        assertThat(said(FROM + "RUN echo well\n")).contains("\nwell\n");
    }
}
