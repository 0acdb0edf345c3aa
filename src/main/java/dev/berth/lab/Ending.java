package dev.berth.lab;

import dev.berth.lab.progress.LessonWatches;
import dev.berth.lab.terminal.Terminals;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Ends what works on machines before the loop and the pools beneath it end: else each of them would wait for answers that cannot come any more. */
@Singleton
public final class Ending {

    void end(@Observes ShutdownEvent ending, LessonWatches watches, Terminals terminals) {
        watches.close();
        terminals.close();
    }
}
