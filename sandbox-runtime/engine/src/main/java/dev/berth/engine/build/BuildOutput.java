package dev.berth.engine.build;

import dev.berth.engine.container.ContainerId;
import dev.berth.engine.image.Digest;
import dev.berth.engine.image.ImageReference;
import dev.berth.engine.image.Transfer;
import dev.berth.engine.stream.Session;
import dev.berth.engine.stream.SessionListener;

/** What a client hears of a build. May be told from any thread, one thing after the other. */
public interface BuildOutput {

    /** A part of Docker's lines. */
    void text(String text);

    /** An instruction is carried out in this container. */
    default void running(ContainerId container) {
        text(" ---> Running in " + container.abbreviated() + "\n");
    }

    /** That container is gone. */
    default void removed(ContainerId container) {
        text("Removing intermediate container " + container.abbreviated() + "\n");
    }

    /** What Docker says in red. */
    void warning(String text);

    void pulled(Transfer.Step step);

    /** A stage has ended with this image. */
    void image(Digest id);

    /** A part of the work begins, by the name that BuildKit has for it. It lasts until {@link #done} or {@link #failed}. */
    void began(String name);

    /** What has begun was there already. */
    void cached();

    /** What has begun is done; does nothing when nothing has. */
    void done();

    /** The build has failed, and with it what has begun. */
    void failed(String reason);

    /** The build is made; its names follow. */
    void exporting(Digest id);

    void named(ImageReference name);

    /** What a program prints goes to a client as fast as that reads. */
    interface Program extends SessionListener {

        /** Called once. */
        void begin(Session session);
    }

    /** @param ended run when all was told */
    Program program(Runnable ended);
}
