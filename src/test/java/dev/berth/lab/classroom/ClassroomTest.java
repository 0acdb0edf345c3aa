package dev.berth.lab.classroom;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.lab.account.Student;
import dev.berth.lab.check.Evaluation;
import dev.berth.lab.check.Verdict;
import dev.berth.lab.classroom.StudentStanding.Passed;
import dev.berth.lab.lesson.Lesson;
import dev.berth.lab.lesson.LessonLibrary;
import dev.berth.lab.progress.MachineReport;
import dev.berth.lab.progress.MachineReport.State;
import dev.berth.lab.progress.TaskReport;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClassroomTest {

    private final Vertx vertx = Vertx.vertx();
    private final Classroom classroom = new Classroom(vertx.getOrCreateContext());
    private final Lesson lesson = LessonLibrary.load(ClassroomTest.class.getClassLoader()).lesson("first-container").orElseThrow();
    private final String firstTask = lesson.tasks().get(0).name();
    private final String secondTask = lesson.tasks().get(1).name();
    private final Student ada = new Student("k3x9", "Ada");
    private final BlockingQueue<StudentStanding> told = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> gone = new LinkedBlockingQueue<>();

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    @Test
    void tellsANewFollowerHowEverybodyStands() throws Exception {
        classroom.add(ada, 5);
        classroom.visit(ada, lesson, Map.of(firstTask, 7L), 9);

        classroom.follow(follower(told));

        assertThat(next()).isEqualTo(new StudentStanding("k3x9", "Ada", lesson.id(), secondTask, List.of(new Passed(firstTask, 7)),
                lesson.tasks().size(), 9, false, false, "not-yet", ""));
    }

    @Test
    void tellsWhatAStudentIsMissing() throws Exception {
        classroom.follow(follower(told));
        classroom.visit(ada, lesson, Map.of(), 9);
        next();

        classroom.at(ada, lesson).tasks(List.of(new TaskReport(firstTask, new Evaluation(new Verdict.NotYet("nothing yet", ""), false, false), 11)));

        StudentStanding standing = next();
        assertThat(standing.task()).isEqualTo(firstTask);
        assertThat(standing.text()).isEqualTo("nothing yet");
    }

    @Test
    void movesOnWithAPassedTask() throws Exception {
        classroom.follow(follower(told));
        classroom.visit(ada, lesson, Map.of(), 9);
        next();

        classroom.at(ada, lesson).tasks(List.of(new TaskReport(firstTask, new Evaluation(new Verdict.Passed("done"), true, true), 11)));

        StudentStanding standing = next();
        assertThat(standing.task()).isEqualTo(secondTask);
        assertThat(standing.passed()).containsExactly(new Passed(firstTask, 11));
    }

    @Test
    void isConnectedWhileOneOfTwoPagesIsOpen() throws Exception {
        classroom.add(ada, 5);
        classroom.follow(follower(told));
        next();

        classroom.pageOpened(ada);
        classroom.pageOpened(ada);
        classroom.pageClosed(ada);
        classroom.pageClosed(ada);

        assertThat(List.of(next().connected(), next().connected(), next().connected(), next().connected()))
                .containsExactly(true, true, true, false);
    }

    @Test
    void tellsThatAMachineSleepsUntilItIsReadyAgain() throws Exception {
        classroom.add(ada, 5);
        classroom.follow(follower(told));
        assertThat(next().asleep()).isFalse();

        classroom.asleep(ada.id());
        classroom.at(ada, lesson).machine(new MachineReport("vm1", State.READY, "", 0, "", List.of()));
        classroom.at(ada, lesson).machine(new MachineReport("vm1", State.ASLEEP, "", 0, "", List.of()));

        assertThat(List.of(next().asleep(), next().asleep(), next().asleep())).containsExactly(true, false, true);
    }

    /** Who typed for an hour at one task was last seen an hour ago. */
    @Test
    void hasLastSeenAStudentWhoTypes() throws Exception {
        classroom.add(ada, 5);
        classroom.follow(follower(told));
        next();
        long before = System.currentTimeMillis();

        classroom.active(ada.id());
        classroom.active(ada.id());

        assertThat(next().seen()).isGreaterThanOrEqualTo(before);
        classroom.pageOpened(ada);
        assertThat(next().connected()).as("each key is not told of").isTrue();
    }

    @Test
    void tellsWhoHasLeftAndAddsNobodyForWhatComesLate() throws Exception {
        classroom.add(ada, 5);
        classroom.follow(follower(told));
        next();

        classroom.leave(ada);
        classroom.pageClosed(ada);

        assertThat(gone.poll(5, TimeUnit.SECONDS)).isEqualTo(ada.id());
        classroom.add(new Student("b0b", "Bob"), 6);
        assertThat(next().name()).isEqualTo("Bob");
    }

    @Test
    void tellsNothingAfterTheEnd() throws Exception {
        Runnable end = classroom.follow(follower(told));
        BlockingQueue<StudentStanding> other = new LinkedBlockingQueue<>();

        end.run();
        classroom.follow(follower(other));
        classroom.add(ada, 5);

        assertThat(other.poll(5, TimeUnit.SECONDS)).isNotNull();
        assertThat(told).isEmpty();
    }

    private Classroom.Follower follower(BlockingQueue<StudentStanding> standings) {
        return new Classroom.Follower() {
            @Override
            public void standing(StudentStanding standing) {
                standings.add(standing);
            }

            @Override
            public void gone(String student) {
                gone.add(student);
            }
        };
    }

    private StudentStanding next() throws InterruptedException {
        StudentStanding standing = told.poll(5, TimeUnit.SECONDS);
        assertThat(standing).isNotNull();
        return standing;
    }
}
