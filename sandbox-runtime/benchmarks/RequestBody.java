import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/** Finds out where a request ends of which pieces come in, and keeps none of them. */
final class RequestBody {
    private static final byte[] LAST_CHUNK = "\r\n0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final String LENGTH = "\r\ncontent-length: ";

    private final boolean chunked;
    private long missing;
    /** The last bytes that came, as many as the last chunk has. */
    private byte[] end = {};

    private RequestBody(boolean chunked, long missing) {
        this.chunked = chunked;
        this.missing = missing;
    }

    /** @param piece with all of the request's head */
    static RequestBody after(ByteBuffer piece) {
        String text = StandardCharsets.ISO_8859_1.decode(piece.duplicate()).toString();
        int body = text.indexOf("\r\n\r\n") + 4;
        String head = text.substring(0, body).toLowerCase(Locale.ROOT);
        int length = head.indexOf(LENGTH);
        long announced = length < 0 ? 0 : Long.parseLong(head.substring(length + LENGTH.length(), head.indexOf('\r', length + 2)));
        RequestBody after = new RequestBody(head.contains("\r\ntransfer-encoding: chunked"), announced);
        // The head's own end may be the line's end before a last chunk.
        after.take(piece.duplicate().position(piece.position() + Math.max(0, body - 2)));
        after.missing += 2;
        return after;
    }

    void take(ByteBuffer piece) {
        missing -= piece.remaining();
        byte[] last = new byte[Math.min(piece.remaining(), LAST_CHUNK.length)];
        piece.duplicate().position(piece.limit() - last.length).get(last);
        byte[] both = Arrays.copyOf(end, end.length + last.length);
        System.arraycopy(last, 0, both, end.length, last.length);
        end = Arrays.copyOfRange(both, Math.max(0, both.length - LAST_CHUNK.length), both.length);
    }

    boolean isComplete() {
        return chunked ? Arrays.equals(end, LAST_CHUNK) : missing <= 0;
    }
}
