package dev.berth.lab.homework;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.lab.account.SqliteFile;
import dev.berth.lab.account.Student;
import dev.berth.lab.account.StudentName;
import dev.berth.lab.account.Students;
import dev.berth.lab.lesson.LessonLibrary;
import dev.berth.lab.machine.CleanMachines;
import dev.berth.lab.machine.DockerClient;
import dev.berth.lab.machine.DockerSocket;
import dev.berth.lab.machine.FakeEngine;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class GradingQueueTest {

    private static final byte[] KEY = new byte[32];

    @TempDir
    private Path folder;

    private final Vertx vertx = FakeEngine.newVertx();
    private final LoopCalls calls = new LoopCalls(vertx.getOrCreateContext());
    private final Homeworks homeworks = new Homeworks(LessonLibrary.load(GradingQueueTest.class.getClassLoader()), KEY);
    private Jdbi database;
    private Submissions submissions;
    private Students students;
    private Submission submission;
    private GradingQueue queue;

    @BeforeEach
    void submit() {
        database = SqliteFile.open(folder);
        submissions = new Submissions(database);
        students = new Students(database, 100);
        Student ada = students.join(StudentName.parse("Ada"), "here", 0);
        submission = submissions.store(new Submissions.Draft("first", ada.id(), homework(), Submission.Way.PAGE, Map.of(), Map.of(), Map.of()), 0);
    }

    @AfterEach
    void end() {
        queue.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void anEngineThatIsAwayForAMomentCostsNobodyTheirGrading() throws Exception {
        AwayMachines machines = new AwayMachines(3);
        begin((homework, graded, student, seed) -> {
            calls.await(Duration.ofSeconds(10), machines::inspectAny);
            return new Report(7, 26, List.of());
        });

        assertThat(ended().state()).isEqualTo(Submission.State.GRADED);
        assertThat(ended().points()).isEqualTo(7);
        assertThat(machines.asked.get()).isEqualTo(4);
    }

    @Test
    void anEngineThatStaysAwayFailsAGradingAfterSomeTries() throws Exception {
        AwayMachines machines = new AwayMachines(Integer.MAX_VALUE);
        begin((homework, graded, student, seed) -> {
            calls.await(Duration.ofSeconds(10), machines::make);
            return new Report(7, 26, List.of());
        });

        assertThat(ended().state()).isEqualTo(Submission.State.FAILED);
        assertThat(machines.asked.get()).isEqualTo(GradingQueue.TRIES);
    }

    @Test
    void aFailureOfTheDatabaseEndsNoWorker() throws Exception {
        AtomicInteger graded = new AtomicInteger();
        begin((homework, each, student, seed) -> {
            if (graded.getAndIncrement() == 0) {
                database.useHandle(handle -> handle.execute("alter table submission rename to away"));
            }
            return new Report(7, 26, List.of());
        });
        while (graded.get() == 0) {
            Thread.sleep(10);
        }
        Thread.sleep(100);
        database.useHandle(handle -> handle.execute("alter table away rename to submission"));

        assertThat(ended().state()).isEqualTo(Submission.State.GRADED);
        assertThat(graded.get()).isEqualTo(2);
    }

    @Test
    void aReportThatCannotBeStoredDoesNotHoldUpTheQueueForEver() throws Exception {
        AtomicInteger graded = new AtomicInteger();
        database.useHandle(handle -> handle.execute("create trigger no_report before update of report on submission when new.report is not null begin select raise(abort, 'no'); end"));
        begin((homework, each, student, seed) -> {
            graded.getAndIncrement();
            return new Report(7, 26, List.of());
        });

        assertThat(ended().state()).isEqualTo(Submission.State.FAILED);
        assertThat(graded.get()).isEqualTo(GradingQueue.TRIES);
    }

    /** A whole class, in the last minute before the deadline. */
    @Test
    void ofAHundredAtOnceTwoAreGradedAtATimeTheOldestFirst() throws Exception {
        List<String> waiting = new ArrayList<>(List.of(submission.id()));
        for (int number = 1; number < 100; number++) {
            Student student = students.join(StudentName.parse("Student " + number), "network " + number, 0);
            waiting.add(submissions.store(new Submissions.Draft("s" + number, student.id(), homework(), Submission.Way.PAGE, Map.of(), Map.of(), Map.of()), number).id());
        }
        CyclicBarrier pair = new CyclicBarrier(2); // nobody is done before the next one has begun
        AtomicInteger atOnce = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        List<String> graded = new CopyOnWriteArrayList<>();
        queue = new GradingQueue(submissions, homeworks, students, (homework, each, student, seed) -> {
            most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
            graded.add(each.id());
            meet(pair);
            atOnce.decrementAndGet();
            return new Report(7, 26, List.of());
        }, KEY, 2, Duration.ofSeconds(30), Duration.ofMillis(10));
        assertThat(queue.place(submissions.find(waiting.get(99)).orElseThrow()).before()).isEqualTo(99);

        queue.start(() -> { });
        for (String id : waiting) {
            assertThat(ended(id).state()).isEqualTo(Submission.State.GRADED);
        }

        assertThat(most.get()).isEqualTo(2);
        assertThat(graded).containsExactlyInAnyOrderElementsOf(waiting);
        for (int at = 0; at < 100; at += 2) {
            assertThat(graded.subList(at, at + 2)).containsExactlyInAnyOrderElementsOf(waiting.subList(at, at + 2));
        }
    }

    private static void meet(CyclicBarrier pair) {
        try {
            pair.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException failure) {
            throw new IllegalStateException("no second grading has begun", failure);
        }
    }

    private void begin(GradingQueue.Grading grading) {
        queue = new GradingQueue(submissions, homeworks, students, grading, KEY, 1, Duration.ofSeconds(30), Duration.ofMillis(10));
        queue.start(() -> { });
    }

    private Submission ended() throws InterruptedException {
        return ended(submission.id());
    }

    private Submission ended(String id) throws InterruptedException {
        for (Submission now = submissions.find(id).orElseThrow();; now = submissions.find(id).orElseThrow()) {
            if (!now.isWaiting()) {
                return now;
            }
            Thread.sleep(10);
        }
    }

    private Homework homework() {
        return homeworks.find("homework-1").orElseThrow();
    }

    /** Machines of an engine that is away for so many questions. */
    private final class AwayMachines implements CleanMachines {

        private final DockerClient away = new DockerClient(new DockerSocket(DockerSocket.newHttpClient(vertx), folder.resolve("nobody.sock")));
        private final AtomicInteger asked = new AtomicInteger();
        private final int questions;

        AwayMachines(int questions) {
            this.questions = questions;
        }

        Future<JsonObject> inspectAny() {
            return inspectImage("any");
        }

        @Override
        public Future<CleanMachine> make() {
            asked.incrementAndGet();
            return away.ping().mapEmpty();
        }

        @Override
        public Future<List<CleanMachine>> makeJoined(List<String> names) {
            return make().mapEmpty();
        }

        @Override
        public Future<JsonObject> inspectImage(String image) {
            return asked.incrementAndGet() > questions ? Future.succeededFuture(new JsonObject()) : away.image(image);
        }

        @Override
        public Future<Void> removeAll() {
            return Future.succeededFuture();
        }

        @Override
        public Future<Void> saveImage(String image, Path file, long limit) {
            return away.ping();
        }
    }
}
