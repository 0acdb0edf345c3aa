package dev.berth.runtime.kernel;

import jnr.constants.platform.Errno;

/** A system call failed. The message has the call and the kernel's words for the error, e.g. {@code setns: Operation not permitted}. */
public final class SystemCallException extends RuntimeException {
    private final int errno;

    /** @param call name of the system call; @param errno as in errno(3) */
    public SystemCallException(String call, int errno) {
        super(call + ": " + describe(errno));
        this.errno = errno;
    }

    /** The error number as in errno(3). */
    public int errno() {
        return errno;
    }

    /** The words of strerror(3) for an error number. */
    public static String describe(int errno) {
        return Errno.valueOf(errno).description();
    }
}
