package dev.berth.lab.terminal;

/** Why the lab closes a view's WebSocket; what the browser does next depends on it. */
public enum CloseCode {
    BAD_FRAME(1008),
    NOT_SIGNED_IN(4401),
    NOT_YOURS(4403),
    NO_SUCH_MACHINE(4404),
    TOO_SLOW(4408),
    /** The terminal itself is closed, and its shell has ended. */
    TERMINAL_CLOSED(4410),
    /** Of a view that may only look: looking wakes no machine. */
    ASLEEP(4423),
    TOO_MANY_VIEWS(4429),
    UNREACHABLE(4503);

    private final int code;

    CloseCode(int code) {
        this.code = code;
    }

    /** As in RFC 6455, section 7.4; 4000 and above are ours. */
    public int code() {
        return code;
    }
}
