package dev.berth.runtime.network;

import dev.berth.runtime.kernel.SystemCallException;

/** The kernel refused a request about links, addresses, routes or rules. The message says what was asked and why it was refused. */
public final class NetlinkException extends RuntimeException {
    private final int errno;

    /** @param request what was asked, e.g. {@code add link "docker0"}; @param errno as in errno(3); @param reason the kernel's own words, or empty */
    NetlinkException(String request, int errno, String reason) {
        super("cannot " + request + ": " + SystemCallException.describe(errno) + (reason.isEmpty() ? "" : " (" + reason + ")"));
        this.errno = errno;
    }

    /** @param message what was wanted and why it cannot be had */
    NetlinkException(int errno, String message) {
        super(message);
        this.errno = errno;
    }

    /** The error number as in errno(3). */
    public int errno() {
        return errno;
    }
}
