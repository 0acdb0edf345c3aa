package dev.berth.runtime.kernel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import jnr.ffi.LibraryLoader;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;

/** The system calls of the engine, each with its error as an exception. Buffers are outside the Java heap, since the kernel fills them. */
public final class SystemCalls {
    static final LibC LIBC = LibraryLoader.create(LibC.class).load("c");
    static final Runtime RUNTIME = Runtime.getRuntime(LIBC);

    private static final int PRIO_PROCESS = 0;
    private static final int BEFORE_OTHERS = -10;
    private static final int AFTER_OTHERS = 10;
    private static final int PIDFD_SEND_SIGNAL = 424; // the same on all architectures, as every call above 423
    private static final int F_GETFL = 3;
    private static final int F_SETFL = 4;
    private static final int O_NONBLOCK = 0x800;
    private static final long TIOCSWINSZ = 0x5414;

    private SystemCalls() {}

    /** A buffer of the kernel's byte order. */
    static ByteBuffer allocate(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }

    /** To the buffer's first byte, wherever its position is. */
    static Pointer pointer(ByteBuffer direct) {
        return Pointer.wrap(RUNTIME, direct.duplicate().clear());
    }

    static int lastError() {
        return RUNTIME.getLastError();
    }

    /** @throws SystemCallException if the result of the named call is negative */
    static int check(String call, int result) {
        if (result < 0) {
            throw new SystemCallException(call, lastError());
        }
        return result;
    }

    /** Sends a signal to exactly this process, even if its number has been given to another meanwhile. False: it has ended. */
    public static boolean signal(Descriptor process, int number) {
        if (LIBC.syscall(PIDFD_SEND_SIGNAL, process.number(), number, 0, 0) == 0) {
            return true;
        }
        int errno = lastError();
        if (errno == ErrorNumber.ESRCH) {
            return false;
        }
        throw new SystemCallException("pidfd_send_signal", errno);
    }

    /** Has the calling thread come before others when processors are short; where root may not ask for that, nothing happens. */
    public static void goFirst() {
        LIBC.setpriority(PRIO_PROCESS, 0, BEFORE_OTHERS);
    }

    /** Has the calling thread come after the program's others when processors are short: a tenth of their share. */
    public static void goLast() {
        LIBC.setpriority(PRIO_PROCESS, 0, AFTER_OTHERS);
    }

    /** Tells the terminal behind this master its size; the foreground processes get SIGWINCH. */
    public static void resize(Descriptor terminal, int rows, int columns) {
        ByteBuffer size = allocate(8);
        size.putShort((short) rows).putShort((short) columns);
        check("ioctl TIOCSWINSZ", LIBC.ioctl(terminal.number(), TIOCSWINSZ, pointer(size)));
    }

    /** Reads and writes of this descriptor return at once from now on. */
    public static void unblock(Descriptor descriptor) {
        int flags = check("fcntl F_GETFL", LIBC.fcntl(descriptor.number(), F_GETFL, 0));
        check("fcntl F_SETFL", LIBC.fcntl(descriptor.number(), F_SETFL, flags | O_NONBLOCK));
    }
}
