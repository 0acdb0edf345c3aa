package dev.berth.lab.progress;

import dev.berth.lab.lesson.Lesson;
import dev.berth.lab.lesson.LessonFile;
import dev.berth.lab.lesson.SetupScript;
import dev.berth.lab.machine.DockerClient.Exec;
import dev.berth.lab.machine.MachineName;
import dev.berth.lab.machine.Machines;
import dev.berth.lab.machine.TarWriter;
import dev.berth.lab.value.StudentValues;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.Callable;

/**
 * What a lesson needs on the student's machine before it begins there: its files in their home, and what its script does. Both once on each machine that they have, so that what they
 * have changed there stays.
 */
final class MachinePreparation {

    private static final System.Logger LOGGER = System.getLogger(MachinePreparation.class.getName());
    private static final int FILE_MODE = 0644;
    private static final int PROGRAM_MODE = 0755;

    private final Lesson lesson;
    private final MachineName machine;
    private final StudentValues values;
    private final Machines machines;
    private final Progress progress;
    private final Context loop;
    /** Of the machine on which the script has failed: it is not run again while the lesson is open. */
    private String failedOn = "";

    MachinePreparation(Lesson lesson, MachineName machine, StudentValues values, Machines machines, Progress progress, Context loop) {
        this.lesson = lesson;
        this.machine = machine;
        this.values = values;
        this.machines = machines;
        this.progress = progress;
        this.loop = loop;
    }

    /** Who wants to know what the script of a lesson does. Called on the lab's loop. */
    interface Observer {

        /** It runs. */
        void begun();

        /** It has prepared the machine: the lesson begins now. */
        void done();

        /** @param reason for those who can mend it */
        void failed(String reason);
    }

    /** Completes when all is there. What could not be done is logged: the machine is of use without it, and when the lesson is opened another time it is tried again. */
    Future<Void> prepare(Observer observer) {
        if (lesson.files().isEmpty() && lesson.setup().isEmpty()) {
            return Future.succeededFuture();
        }
        return machines.incarnation(machine)
                .compose(found -> found.isEmpty() ? Future.<Void>succeededFuture() : prepare(found.get().id(), observer))
                .otherwise(failure -> {
                    LOGGER.log(System.Logger.Level.WARNING, "machine \"" + machine + "\" cannot be prepared for lesson \"" + lesson.id() + "\"", failure);
                    return null;
                });
    }

    private Future<Void> prepare(String id, Observer observer) {
        return (lesson.files().isEmpty() ? Future.<Void>succeededFuture() : layInto(id))
                .compose(laid -> lesson.setup().isEmpty() || id.equals(failedOn) ? Future.succeededFuture() : setUp(lesson.setup().get(), id, observer));
    }

    private Future<Void> setUp(SetupScript script, String id, Observer observer) {
        return blocking(() -> progress.hasSetup(machine.student(), lesson.id(), id)).compose(there -> {
            if (there) {
                return Future.succeededFuture();
            }
            observer.begun();
            return machines.runScript(machine, script.program(), values.environment(), SetupScript.SECONDS)
                    .map(ended -> ended.map(MachinePreparation::failure).orElse(""))
                    .otherwise(failure -> "the machine did not run " + SetupScript.NAME + ": " + failure.getMessage())
                    .compose(reason -> reason.isEmpty() ? blocking(() -> {
                        progress.setUp(machine.student(), lesson.id(), id);
                        return reason;
                    }) : Future.succeededFuture(reason))
                    .map(reason -> {
                        if (reason.isEmpty()) {
                            observer.done();
                        } else {
                            failedOn = id;
                            LOGGER.log(System.Logger.Level.WARNING, "machine \"" + machine + "\" cannot be prepared for lesson \"" + lesson.id() + "\": " + reason);
                            observer.failed(reason);
                        }
                        return null;
                    });
        });
    }

    /** @return empty if it did what it should */
    private static String failure(Exec ended) {
        int code = ended.exitCode().orElse(SetupScript.OVERDUE);
        return code == 0 ? "" : SetupScript.failure(ended.output(), code);
    }

    /** Waits elsewhere, and goes on here. */
    private <T> Future<T> blocking(Callable<T> work) {
        Promise<T> done = Promise.promise();
        loop.owner().executeBlocking(work, false).onComplete(result -> loop.runOnContext(now -> done.handle(result)));
        return done.future();
    }

    private Future<Void> layInto(String id) {
        return blocking(() -> progress.hasFiles(machine.student(), lesson.id(), id))
                .compose(there -> there ? Future.succeededFuture()
                        : machines.layFiles(machine, tar()).compose(laid -> blocking(() -> {
                            progress.filesLaid(machine.student(), lesson.id(), id);
                            return null;
                        })));
    }

    private Buffer tar() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        TarWriter tar = new TarWriter(bytes);
        Set<String> folders = new LinkedHashSet<>();
        try {
            for (LessonFile file : lesson.files()) {
                for (int slash = file.path().indexOf('/'); slash > 0; slash = file.path().indexOf('/', slash + 1)) {
                    if (folders.add(file.path().substring(0, slash))) {
                        tar.folder(file.path().substring(0, slash));
                    }
                }
                tar.file(file.path(), file.executable() ? PROGRAM_MODE : FILE_MODE, file.content());
            }
            tar.end();
        } catch (IOException impossible) {
            throw new UncheckedIOException("cannot write into memory", impossible);
        }
        return Buffer.buffer(bytes.toByteArray());
    }
}
