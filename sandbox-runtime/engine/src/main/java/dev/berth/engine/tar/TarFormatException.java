package dev.berth.engine.tar;

import java.io.IOException;

/** What is being read is not a tar archive, or one with something that we do not read. The message says what, in lower case. */
public final class TarFormatException extends IOException {
    private static final long serialVersionUID = 1L;

    public TarFormatException(String message) {
        super(message);
    }
}
