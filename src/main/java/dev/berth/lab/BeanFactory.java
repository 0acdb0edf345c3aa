package dev.berth.lab;

import dev.berth.lab.account.ApiTokens;
import dev.berth.lab.account.ClassSecrets;
import dev.berth.lab.account.Sessions;
import dev.berth.lab.account.Students;
import dev.berth.lab.classroom.Classroom;
import dev.berth.lab.homework.HomeworkDesk;
import dev.berth.lab.homework.Homeworks;
import dev.berth.lab.homework.Submissions;
import dev.berth.lab.lesson.LessonLibrary;
import dev.berth.lab.machine.CheckScripts;
import dev.berth.lab.machine.DockerClient;
import dev.berth.lab.machine.DockerSocket;
import dev.berth.lab.machine.EngineCleanMachines;
import dev.berth.lab.machine.EngineMachines;
import dev.berth.lab.machine.EngineTerminals;
import dev.berth.lab.machine.LocalMachine;
import dev.berth.lab.machine.MachineName;
import dev.berth.lab.machine.MachineSize;
import dev.berth.lab.machine.Machines;
import dev.berth.lab.machine.RawStreams;
import dev.berth.lab.port.PortDomain;
import dev.berth.lab.port.PortPasses;
import dev.berth.lab.port.PortProxy;
import dev.berth.lab.progress.LessonWatches;
import dev.berth.lab.progress.Progress;
import dev.berth.lab.terminal.ShellSources;
import dev.berth.lab.terminal.Terminals;
import io.agroal.api.AgroalDataSource;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jdbi.v3.core.Jdbi;

/** Puts the lab's parts together. They know nothing of the container that does it. */
public final class BeanFactory {

    /** One event loop for all terminals and machines, so that none of them needs a lock. */
    @Produces
    @Singleton
    Context loop(Vertx vertx) {
        CompletableFuture<Context> made = new CompletableFuture<>();
        // A thread that Vert.x does not know gets a context of its own; the one that asks may have a worker's.
        new Thread(() -> made.complete(vertx.getOrCreateContext()), "loop-maker").start();
        return made.join();
    }

    @Produces
    @Singleton
    HttpClient docker(Vertx vertx) {
        return DockerSocket.newHttpClient(vertx);
    }

    @Produces
    @Singleton
    Machines machines(Settings settings, Vertx vertx, HttpClient http) {
        if (settings.isLocal()) {
            return new LocalMachine(http, LocalMachine.socket(settings.local().dockerHost().orElse("")));
        }
        return new EngineMachines(http, settings.run(), size(settings), new CheckScripts(vertx, new EngineCleanMachines(http, settings.run(), size(settings))));
    }

    private static MachineSize size(Settings settings) {
        return new MachineSize((long) settings.machine().memoryMib() << 20, settings.machine().pids());
    }

    @Produces
    @Singleton
    Terminals terminals(Settings settings, Vertx vertx, HttpClient http, Machines machines, Context loop, Classroom classroom) {
        Consumer<MachineName> typedInto = machine -> classroom.active(machine.student());
        if (settings.isLocal()) {
            return new Terminals(loop, ShellSources.onThisComputer(List.of(settings.local().shell().split(" ")), loop), typedInto, false);
        }
        Path engine = settings.run().resolve("engine.sock");
        EngineTerminals shells = new EngineTerminals(new DockerSocket(http, engine),
                new RawStreams(RawStreams.newNetClient(vertx), engine));
        return new Terminals(loop, ShellSources.onEngine(shells, machines, loop), typedInto, true);
    }

    @Produces
    @Singleton
    Jdbi database(AgroalDataSource source) {
        return Jdbi.create(source);
    }

    @Produces
    @Singleton
    ClassSecrets secrets(Settings settings) {
        return ClassSecrets.in(settings.folder());
    }

    @Produces
    @Singleton
    Students students(Jdbi database, Settings settings) {
        return new Students(database, settings.isLocal() ? 1 : settings.students().limit());
    }

    @Produces
    @Singleton
    Sessions sessions(Jdbi database) {
        return new Sessions(database);
    }

    @Produces
    @Singleton
    PortDomain portDomain(Settings settings) {
        return new PortDomain(settings.portDomain());
    }

    @Produces
    @Singleton
    PortPasses portPasses(Sessions sessions, ClassSecrets secrets) {
        return new PortPasses(sessions, secrets.portKey(), System::currentTimeMillis);
    }

    @Produces
    @Singleton
    PortProxy portProxy(Vertx vertx) {
        return new PortProxy(vertx);
    }

    @Produces
    @Singleton
    ApiTokens apiTokens(Jdbi database) {
        return new ApiTokens(database);
    }

    @Produces
    @Singleton
    Progress progress(Jdbi database) {
        return new Progress(database);
    }

    @Produces
    @Singleton
    LessonLibrary lessons(Settings settings) {
        return settings.lessons().map(LessonLibrary::load).orElseGet(() -> LessonLibrary.load(BeanFactory.class.getClassLoader()));
    }

    @Produces
    @Singleton
    Homeworks homeworks(LessonLibrary lessons, ClassSecrets secrets) {
        return new Homeworks(lessons, secrets.valueKey());
    }

    @Produces
    @Singleton
    Submissions submissions(Jdbi database) {
        return new Submissions(database);
    }

    @Produces
    @Singleton
    HomeworkDesk homeworkDesk(Settings settings, HttpClient http, Context loop, Homeworks homeworks, Submissions submissions, Students students, Progress progress,
            Machines machines, ClassSecrets secrets) {
        DockerClient engine = new DockerClient(new DockerSocket(http, settings.run().resolve("engine.sock")));
        return new HomeworkDesk(homeworks, submissions, students, progress, machines, new EngineCleanMachines(http, settings.run(), size(settings)),
                (machine, path, file, limit) -> engine.getFiles(machine.toString(), path, file, limit), loop, settings.folder().resolve("homework"), secrets.valueKey());
    }

    @Produces
    @Singleton
    Classroom classroom(Context loop) {
        return new Classroom(loop);
    }

    @Produces
    @Singleton
    LessonWatches watches(Machines machines, Terminals terminals, Progress progress, ClassSecrets secrets, Context loop, Classroom classroom) {
        byte[] key = secrets.valueKey();
        LessonWatches watches = new LessonWatches(machines, terminals::ended, progress,
                (student, lesson) -> lesson.values(key, student.id(), student.name()), loop, classroom::at);
        terminals.whenPrinted(watches::printed);
        return watches;
    }
}
