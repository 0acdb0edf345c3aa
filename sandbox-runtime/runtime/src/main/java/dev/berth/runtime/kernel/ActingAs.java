package dev.berth.runtime.kernel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * This thread, for as long as it is open, makes files as another user, with all of its own rights kept. An overlay of a machine takes new files only from users that
 * the machine knows: its root is one, the host's root is none. Opened and closed by the same thread, and no other thread notices.
 *
 * <p>Changing the user takes rights over files out of the effective set; they stay permitted, and are raised again. What is done meanwhile can therefore do all that
 * the engine's root can: paths must be resolved below an open folder, as {@link RootedFolder} does.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/setfsuid.2.html">setfsuid(2)</a>, per thread, as capset(2)
 */
public final class ActingAs implements AutoCloseable {
    private static final int VERSION_3 = 0x20080522;
    private static final int SETS_BYTES = 24;

    private final Thread owner = Thread.currentThread();
    private final int user;
    private final int group;
    private boolean closed;

    private ActingAs(int id) {
        // Both calls answer with what was before, and with nothing when they fail.
        group = FileCalls.LIBC.setfsgid(id);
        user = FileCalls.LIBC.setfsuid(id);
        raisePermitted();
    }

    /** @param id host id of user and group */
    public static ActingAs user(int id) {
        ActingAs acting = new ActingAs(id);
        if (FileCalls.LIBC.setfsuid(-1) != id || FileCalls.LIBC.setfsgid(-1) != id) {
            acting.close();
            throw new SystemCallException("setfsuid", ErrorNumber.EPERM);
        }
        return acting;
    }

    private static void raisePermitted() {
        ByteBuffer header = ByteBuffer.allocateDirect(8).order(ByteOrder.nativeOrder()).putInt(0, VERSION_3);
        ByteBuffer sets = ByteBuffer.allocateDirect(SETS_BYTES).order(ByteOrder.nativeOrder());
        SystemCalls.check("capget", FileCalls.LIBC.capget(header, sets));
        // Two times effective, permitted, inheritable: the lower and the upper 32 capabilities.
        sets.putInt(0, sets.getInt(4));
        sets.putInt(12, sets.getInt(16));
        SystemCalls.check("capset", FileCalls.LIBC.capset(header, sets));
    }

    /** @throws IllegalStateException on another thread: the one that acts would go on */
    @Override
    public void close() {
        if (Thread.currentThread() != owner) {
            throw new IllegalStateException("closed by another thread than the one that acts as " + owner.getName());
        }
        if (!closed) {
            closed = true;
            FileCalls.LIBC.setfsuid(user);
            FileCalls.LIBC.setfsgid(group);
            // Coming back to root raises what the kernel took; the rest never went.
            raisePermitted();
        }
    }
}
