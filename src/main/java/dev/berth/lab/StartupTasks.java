package dev.berth.lab;

import dev.berth.lab.account.ClassSecrets;
import dev.berth.lab.account.Student;
import dev.berth.lab.account.Students;
import dev.berth.lab.classroom.Classroom;
import dev.berth.lab.homework.HomeworkDesk;
import dev.berth.lab.lesson.BrokenSource;
import dev.berth.lab.lesson.Lesson;
import dev.berth.lab.lesson.LessonLibrary;
import dev.berth.lab.lesson.LessonRefresh;
import dev.berth.lab.machine.IdleMachines;
import dev.berth.lab.machine.MachineName;
import dev.berth.lab.machine.Machines;
import dev.berth.lab.port.PortProxy;
import dev.berth.lab.progress.LessonWatches;
import dev.berth.lab.progress.Progress;
import dev.berth.lab.progress.Progress.Visit;
import dev.berth.lab.terminal.Terminals;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.http.HttpServerStart;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** What the lab does when it opens: adds the students that it knows to the classroom, lets machines sleep that nobody uses, says where its links are once they work. */
@Singleton
final class StartupTasks {

    /** How soon an author sees a change. */
    private static final long LESSONS_MILLIS = 500;

    private final Settings settings;
    private final ClassSecrets secrets;
    private final Students students;
    private final Progress progress;
    private final LessonLibrary lessons;
    private final Classroom classroom;

    @Inject
    StartupTasks(Settings settings, ClassSecrets secrets, Students students, Progress progress, LessonLibrary lessons, Classroom classroom) {
        this.settings = settings;
        this.secrets = secrets;
        this.students = students;
        this.progress = progress;
        this.lessons = lessons;
        this.classroom = classroom;
    }

    void addEverybody(@Observes StartupEvent start, Machines machines, Context loop) {
        List<Student> everybody = students.all();
        everybody.forEach(this::add);
        loop.runOnContext(now -> {
            Future<Void> before = Future.succeededFuture(); // one after the other, since a class is large
            for (Student student : everybody) {
                before = before.transform(done -> learnWhetherItSleeps(student, machines));
            }
        });
    }

    private Future<Void> learnWhetherItSleeps(Student student, Machines machines) {
        return machines.sleeps(new MachineName(student.id(), Lesson.FIRST_MACHINE))
                .onSuccess(asleep -> {
                    if (asleep) {
                        classroom.asleep(student.id());
                    }
                }).mapEmpty();
    }

    void letIdleMachinesSleep(@Observes StartupEvent start, Machines machines, LessonWatches watches, Terminals terminals, PortProxy ports, Context loop) {
        int minutes = settings.machine().idleMinutes();
        if (machines instanceof IdleMachines.Sleepers sleepers && minutes > 0) {
            new IdleMachines(sleepers, name -> watches.shows(name) || terminals.shows(name) || ports.shows(name), name -> {
                        terminals.ended(name);
                        if (name.machine().equals(Lesson.FIRST_MACHINE)) {
                            classroom.asleep(name.student());
                        }
                    },
                    TimeUnit.MINUTES.toMillis(minutes), System::currentTimeMillis).watch(loop);
        }
    }

    /** A lesson with a mistake is left out, and the rest of the course is there. */
    void tellOfBrokenLessons(@Observes StartupEvent start) {
        for (BrokenSource source : lessons.broken()) {
            tell(source.name() + " has mistakes, and is left out:");
            source.mistakes().forEach(StartupTasks::tell);
        }
    }

    private static void tell(String text) {
        text.lines().forEach(line -> System.err.println("berth: " + line));
    }

    void gradeHomework(@Observes StartupEvent start, HomeworkDesk desk) {
        if (!settings.isLocal()) {
            desk.open();
        }
    }

    void followAuthors(@Observes StartupEvent start, LessonWatches watches, Context loop) {
        settings.lessons().ifPresent(root -> lookAgain(loop.owner(),
                new LessonRefresh(root, lessons, watches::lessonsChanged, StartupTasks::tell)));
    }

    private static void lookAgain(Vertx vertx, LessonRefresh refresh) {
        vertx.setTimer(LESSONS_MILLIS, tick -> vertx.executeBlocking(() -> {
            refresh.look();
            return null;
        }).onComplete(looked -> lookAgain(vertx, refresh)));
    }

    void publishLinks(@ObservesAsync HttpServerStart listening) {
        String here = "http://" + (settings.isLocal() ? "127.0.0.1" : "localhost") + ":" + listening.options().getPort();
        secrets.publish(settings.folder(), settings.address().orElse(here));
    }

    private void add(Student student) {
        Optional<Visit> visit = progress.lastVisit(student.id());
        classroom.add(student, visit.map(Visit::at).orElse(0L));
        Optional<Lesson> lesson = visit.flatMap(Visit::lesson).flatMap(lessons::lesson);
        lesson.ifPresent(at -> classroom.visit(student, at, progress.passed(student.id(), at.id()), visit.get().at()));
    }
}
