package dev.berth.lab.classroom;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.lab.account.Student;
import dev.berth.lab.check.Evaluation;
import dev.berth.lab.check.Verdict;
import dev.berth.lab.classroom.StudentStanding.Passed;
import dev.berth.lab.lesson.Lesson;
import dev.berth.lab.lesson.LessonLibrary;
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
    private final Lesson lesson = LessonLibrary.load(ClassroomTest.class.getClassLoader()).lessons().get(0);
    private final String firstTask = lesson.tasks().get(0).name();
    private final String secondTask = lesson.tasks().get(1).name();
    private final Student ada = new Student("k3x9", "Ada");
    private final BlockingQueue<StudentStanding> told = new LinkedBlockingQueue<>();

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(5, TimeUnit.SECONDS);
    }

    @Test
    void tellsANewFollowerHowEverybodyStands() throws Exception {
        classroom.seat(ada, 5);
        classroom.visit(ada, lesson, Map.of(firstTask, 7L), 9);

        classroom.follow(told::add);

        assertThat(next()).isEqualTo(new StudentStanding("k3x9", "Ada", lesson.id(), secondTask, List.of(new Passed(firstTask, 7)),
                lesson.tasks().size(), 9, false, "not-yet", ""));
    }

    @Test
    void tellsWhatAStudentIsMissing() throws Exception {
        classroom.follow(told::add);
        classroom.visit(ada, lesson, Map.of(), 9);
        next();

        classroom.at(ada, lesson).task(new TaskReport(firstTask, new Evaluation(new Verdict.NotYet("nothing yet", ""), false, false), 11));

        StudentStanding standing = next();
        assertThat(standing.task()).isEqualTo(firstTask);
        assertThat(standing.text()).isEqualTo("nothing yet");
    }

    @Test
    void movesOnWithAPassedTask() throws Exception {
        classroom.follow(told::add);
        classroom.visit(ada, lesson, Map.of(), 9);
        next();

        classroom.at(ada, lesson).task(new TaskReport(firstTask, new Evaluation(new Verdict.Passed("done"), true, true), 11));

        StudentStanding standing = next();
        assertThat(standing.task()).isEqualTo(secondTask);
        assertThat(standing.passed()).containsExactly(new Passed(firstTask, 11));
    }

    @Test
    void isConnectedWhileOneOfTwoPagesIsOpen() throws Exception {
        classroom.follow(told::add);

        classroom.pageOpened(ada);
        classroom.pageOpened(ada);
        classroom.pageClosed(ada);
        classroom.pageClosed(ada);

        assertThat(List.of(next().connected(), next().connected(), next().connected(), next().connected()))
                .containsExactly(true, true, true, false);
    }

    @Test
    void tellsNothingAfterTheEnd() throws Exception {
        Runnable end = classroom.follow(told::add);
        BlockingQueue<StudentStanding> other = new LinkedBlockingQueue<>();

        end.run();
        classroom.follow(other::add);
        classroom.seat(ada, 5);

        assertThat(other.poll(5, TimeUnit.SECONDS)).isNotNull();
        assertThat(told).isEmpty();
    }

    private StudentStanding next() throws InterruptedException {
        StudentStanding standing = told.poll(5, TimeUnit.SECONDS);
        assertThat(standing).isNotNull();
        return standing;
    }
}
