package dev.berth.engine.image.registry;

import java.io.IOException;

/** A registry refuses, or cannot be spoken with. The message is what Docker says of it. */
public final class RegistryException extends IOException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;

    /** @param status of the answer; 0: there is none */
    RegistryException(int status, String code, String message) {
        super(message);
        this.status = status;
        this.code = code;
    }

    /** The connection failed: what was read so far may be continued. */
    RegistryException(String message, Throwable cause) {
        super(message, cause);
        this.status = 0;
        this.code = "";
    }

    public int status() {
        return status;
    }

    /** As {@code MANIFEST_UNKNOWN}; empty: the registry has said none. */
    public String code() {
        return code;
    }
}
