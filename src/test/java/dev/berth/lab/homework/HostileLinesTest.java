package dev.berth.lab.homework;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.lab.homework.Report.PartResult;
import dev.berth.lab.homework.Report.TaskResult;
import dev.berth.lab.lesson.Lesson;
import dev.berth.lab.lesson.LessonLibrary;
import dev.berth.lab.machine.DockerSocket;
import dev.berth.lab.machine.EngineCleanMachines;
import dev.berth.lab.machine.MachineSize;
import dev.berth.lab.machine.TarWriter;
import dev.berth.lab.value.StudentValues;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpClient;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Lines that somebody hands in for points that they have not earned, or for harm: each is graded on the engine that runs. */
@Tag("end-to-end")
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class HostileLinesTest {

    private static final Lesson HOMEWORK = LessonLibrary.load(HostileLinesTest.class.getClassLoader()).lesson("homework-1").orElseThrow();
    private static final StudentValues ADA = HOMEWORK.values(new byte[32], "student", "Ada");
    private static final String RUN = "docker run --rm --name " + ADA.environment().get("BERTH_STUDENT_SCALE") + " ";
    private static final String NOT_ENDED = "had not ended after 20 seconds";

    private static final String GOOD = "as it is meant";
    private static final int AT_ONCE = 3;

    /** Of a process that forks without end, either its own machine or the limit of time makes an end. */
    private static final String FORKS = NOT_ENDED + "|brought the machine that it ran in to a stand|printed";

    /** Each with its line, and a pattern for a part of what its report says. */
    private static final Map<String, Line> LINES = lines();

    private static final Map<String, Future<Report>> REPORTS = new HashMap<>();

    private static Vertx vertx;
    private static HttpClient http;
    private static ProofGrader grader;
    private static ExecutorService runs;
    private static Path noFiles;

    private record Line(String line, String said) {
    }

    private static Map<String, Line> lines() {
        Map<String, Line> lines = new LinkedHashMap<>();
        lines.put("forks", new Line(RUN + "busybox sh -c 'f() { f | f & }; f; sleep 600'", FORKS));
        lines.put("forks beside the container", new Line(RUN + "busybox true; f() { f | f & }; f; sleep 600", FORKS));
        lines.put("fills the disk", new Line(RUN + "busybox sh -c 'cat /dev/zero >/full; echo 2100'; cat /dev/zero >/full; echo 2100", "No space left|" + NOT_ENDED + "|the number is another one"));
        lines.put("takes all memory", new Line(RUN + "busybox tail /dev/zero", NOT_ENDED + "|printed"));
        lines.put("sleeps for ever", new Line(RUN + "busybox sleep 1000000", NOT_ENDED));
        lines.put("does not listen", new Line("docker run --name x busybox true; trap '' TERM INT HUP; while :; do :; done", NOT_ENDED));
        lines.put("prints without end", new Line(RUN + "busybox yes", "printed more than 16 KiB"));
        lines.put("leaves something that is started again for ever", new Line("docker run -d --restart always --name x busybox sh -c 'while :; do :; done'", "`-d`|was called"));
        // What is right was found in another machine, by the author's line, whose words are nowhere here. The brackets keep the search from finding itself.
        lines.put("looks for the answer", new Line("docker run --rm --privileged --pid host -v /:/machine --name " + ADA.environment().get("BERTH_STUDENT_SCALE")
                + " busybox sh -c 'grep -rlsE \"du -s[k]x|ballas[t] [0-9]\" /machine/proc/[0-9]*/cmdline /machine/proc/[0-9]*/environ /machine/root /machine/etc /machine/tmp /machine/run | wc -l'",
                "your line printed `0`"));
        lines.put("takes the docker of the grader's machines", new Line(RUN + "-v /run:/machine-run busybox sh -c 'ls /machine-run | grep -c engine.sock'", "your line printed `0`"));
        lines.put(GOOD, new Line(RUN + "busybox du -skx /", "in a machine that it had never seen"));
        return lines;
    }

    @BeforeAll
    static void gradeAll() throws IOException {
        vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true).setEventLoopPoolSize(1));
        http = DockerSocket.newHttpClient(vertx);
        grader = new ProofGrader(new EngineCleanMachines(http, Path.of(System.getenv("BERTH_RUN")), new MachineSize(256L << 20, 200)), vertx.getOrCreateContext());
        noFiles = Files.createTempFile("no-files", ".tar");
        try (OutputStream output = Files.newOutputStream(noFiles)) {
            new TarWriter(output).end();
        }
        runs = Executors.newFixedThreadPool(AT_ONCE);
        LINES.forEach((name, line) -> REPORTS.put(name, runs.submit(() -> grader.grade(HOMEWORK, ADA, Map.of("measure-line", line.line()), noFiles))));
    }

    @AfterAll
    static void end() throws IOException {
        runs.shutdownNow();
        grader.close();
        Files.delete(noFiles);
        http.close().toCompletionStage().toCompletableFuture().join();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    static Stream<Arguments> names() {
        return LINES.keySet().stream().map(Arguments::of);
    }

    /** Those that are graded beside it are graded all the same, so the good one among them has its points. */
    @ParameterizedTest
    @MethodSource("names")
    void hasAReportAndOnlyThePointsThatItEarns(String name) throws Exception {
        TaskResult result = REPORTS.get(name).get().tasks().stream().filter(task -> task.task().equals("measure")).findFirst().orElseThrow();

        PartResult part = result.parts().get(0);
        assertThat(part.fact()).containsPattern(LINES.get(name).said());
        assertThat(result.points()).isEqualTo(name.equals(GOOD) ? result.outOf() : 0);
    }
}
