package dev.berth.engine.build;

import dev.berth.engine.image.Digest;
import dev.berth.engine.image.Transfer;
import dev.berth.engine.stream.Session;
import dev.berth.engine.stream.SessionListener;

/** What a client hears of a build. May be told from any thread, one thing after the other. */
public interface BuildOutput {

    /** A part of Docker's lines. */
    void text(String text);

    /** What Docker says in red. */
    void warning(String text);

    void pulled(Transfer.Step step);

    /** A stage has ended with this image. */
    void image(Digest id);

    /** What a program prints goes to a client as fast as that reads. */
    interface Program extends SessionListener {

        /** Called once. */
        void begin(Session session);
    }

    /** @param ended run when all was told */
    Program program(Runnable ended);
}
