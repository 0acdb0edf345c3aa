package dev.berth.lab.account;

/** A student cannot join; the message tells them why. */
public final class JoinRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    JoinRefusedException(String message) {
        super(message);
    }
}
