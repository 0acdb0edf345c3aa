package dev.berth.runtime;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;

/**
 * A started process and its descriptors: the first process of a container, or one that was executed in it. It outlives this object and the engine:
 * see {@link MachineRuntime#kept()}. Thread safe.
 */
public interface SandboxProcess {

    /** The name under which the launcher keeps it: {@code container/<machine>/<id>} or the key of its {@link ExecSpec}. */
    String key();

    /** Process id as the host sees it. */
    int pid();

    /** Completes when the process has ended, however long ago; on the input/output thread, so what follows must not block. */
    CompletionStage<ExitStatus> exit();

    /** Starts reading; call it once. Unread output stays in the kernel's pipe and makes the process wait. */
    void listen(OutputListener listener);

    /** Stops and continues reading, so that a slow consumer makes the process wait. */
    void pauseOutput();

    void resumeOutput();

    /** Takes a copy of the bytes; completes when the kernel has them all, exceptionally when the process closed its input. Write the next only after that. */
    CompletionStage<Void> write(ByteBuffer bytes);

    /** End of input. On a terminal nothing happens, as with Docker. Can be called twice. */
    void closeInput();

    /** @param number as in signal(7); nothing happens when the process has ended */
    void signal(int number);

    /** New size of the terminal; nothing happens without one. */
    void resize(int rows, int columns);

    /** Lets the launcher forget the process and closes the descriptors. Only after {@link #exit()} has completed and its result is on disk. */
    void forget();
}
