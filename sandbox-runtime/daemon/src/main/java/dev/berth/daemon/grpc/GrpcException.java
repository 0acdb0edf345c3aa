package dev.berth.daemon.grpc;

import java.io.IOException;

/** A call has failed, with the status that the other side gave. */
public final class GrpcException extends IOException {
    static final int UNKNOWN = 2;
    private static final int NOT_FOUND = 5;
    private static final int UNIMPLEMENTED = 12;

    private final int code;

    GrpcException(int code, String message) {
        super(message);
        this.code = code;
    }

    /** What was asked for is not there, or nothing of its kind is. */
    public boolean isNotFound() {
        return code == NOT_FOUND || code == UNIMPLEMENTED;
    }
}
