package dev.berth.daemon.grpc;

import dev.berth.engine.file.PathText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** A call has failed, with the status that the other side gave. */
public final class GrpcException extends IOException {
    private static final int UNKNOWN = 2;
    private static final int NOT_FOUND = 5;
    private static final int UNIMPLEMENTED = 12;
    private static final int LONGEST_MESSAGE = 4096;
    private static final int HEXADECIMAL = 16;

    private final int code;

    /** @param code of the last headers, or null. @param message likewise */
    GrpcException(CharSequence code, CharSequence message) {
        super(message(message));
        this.code = code(code);
    }

    /** What was asked for is not there, or nothing of its kind is. */
    public boolean isNotFound() {
        return code == NOT_FOUND || code == UNIMPLEMENTED;
    }

    private static int code(CharSequence text) {
        return text != null && text.toString().matches("\\d{1,3}") ? Integer.parseInt(text.toString()) : UNKNOWN;
    }

    /** With its bytes in percent signs read. */
    private static String message(CharSequence text) {
        if (text == null) {
            return "the client says no reason";
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int end = Math.min(text.length(), LONGEST_MESSAGE);
        for (int at = 0; at < end; at++) {
            char letter = text.charAt(at);
            if (letter == '%' && at + 2 < end && isHexadecimal(text.charAt(at + 1)) && isHexadecimal(text.charAt(at + 2))) {
                bytes.write(Character.digit(text.charAt(at + 1), HEXADECIMAL) * HEXADECIMAL + Character.digit(text.charAt(at + 2), HEXADECIMAL));
                at += 2;
            } else {
                bytes.write(letter);
            }
        }
        return PathText.shown(bytes.toString(StandardCharsets.UTF_8));
    }

    private static boolean isHexadecimal(char letter) {
        return Character.digit(letter, HEXADECIMAL) >= 0;
    }
}
