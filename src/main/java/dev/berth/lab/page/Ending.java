package dev.berth.lab.page;

import dev.berth.lab.homework.HomeworkDesk;
import dev.berth.lab.progress.LessonWatches;
import dev.berth.lab.terminal.Terminals;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import sun.misc.Signal;

/** Ends pages before the server that they are connected with, and what works on machines before the loop and the pools beneath it: else each would wait for answers that cannot come any more. */
@Singleton
public final class Ending {

    /** As a shell tells that a signal ended a program. */
    private static final int SIGNALLED = 128;

    /** Quarkus tells of its end ({@link ShutdownEvent}) when its HTTP server is closed already; only the signal comes before. */
    void begin(@Observes StartupEvent begun, OpenPages pages, LessonWatches watches, Terminals terminals, HomeworkDesk desk) {
        for (String name : List.of("TERM", "INT")) {
            Signal.handle(new Signal(name), signal -> {
                pages.end();
                end(watches, terminals, desk);
                System.exit(SIGNALLED + signal.getNumber());
            });
        }
    }

    void end(@Observes ShutdownEvent ending, LessonWatches watches, Terminals terminals, HomeworkDesk desk) {
        end(watches, terminals, desk);
    }

    private static void end(LessonWatches watches, Terminals terminals, HomeworkDesk desk) {
        desk.close();
        watches.close();
        terminals.close();
    }
}
