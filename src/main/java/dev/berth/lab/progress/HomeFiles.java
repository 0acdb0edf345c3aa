package dev.berth.lab.progress;

import dev.berth.lab.lesson.Lesson;
import dev.berth.lab.lesson.LessonFile;
import dev.berth.lab.machine.MachineName;
import dev.berth.lab.machine.Machines;
import dev.berth.lab.machine.TarWriter;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashSet;
import java.util.Set;

/** The files of a lesson in the student's home: laid once into each machine that they have, so that what they have changed there stays. */
final class HomeFiles {

    private static final System.Logger LOGGER = System.getLogger(HomeFiles.class.getName());
    private static final int FILE_MODE = 0644;
    private static final int PROGRAM_MODE = 0755;

    private final Lesson lesson;
    private final MachineName machine;
    private final Machines machines;
    private final Progress progress;
    private final Context loop;

    HomeFiles(Lesson lesson, MachineName machine, Machines machines, Progress progress, Context loop) {
        this.lesson = lesson;
        this.machine = machine;
        this.machines = machines;
        this.progress = progress;
        this.loop = loop;
    }

    /** Completes when they are there. That they could not be laid is logged: the machine is of use without them, and the next page that is opened tries again. */
    Future<Void> lay() {
        if (lesson.files().isEmpty()) {
            return Future.succeededFuture();
        }
        return machines.incarnation(machine)
                .compose(found -> found.isEmpty() ? Future.<Void>succeededFuture() : layInto(found.get().id()))
                .otherwise(failure -> {
                    LOGGER.log(System.Logger.Level.WARNING, "the files of lesson \"" + lesson.id() + "\" cannot be laid into machine \"" + machine + "\"", failure);
                    return null;
                });
    }

    private Future<Void> layInto(String id) {
        return loop.owner().executeBlocking(() -> progress.hasFiles(machine.student(), lesson.id(), id), false)
                .compose(there -> there ? Future.succeededFuture()
                        : machines.layFiles(machine, tar()).compose(laid -> loop.owner().executeBlocking(() -> {
                            progress.filesLaid(machine.student(), lesson.id(), id);
                            return null;
                        }, false)));
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
