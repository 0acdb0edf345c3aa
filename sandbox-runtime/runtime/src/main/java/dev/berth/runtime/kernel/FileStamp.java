package dev.berth.runtime.kernel;

import java.time.Instant;
import java.util.Map;

/**
 * What a file carries beside its content.
 *
 * @param mode permission bits with setuid, setgid and sticky, {@code 0..07777}
 * @param attributes extended attributes by full name, e.g. {@code security.capability}; regular files and folders only
 */
public record FileStamp(int uid, int gid, int mode, Instant modified, Map<String, byte[]> attributes) {

    /** Of access and of modification, as {@code struct timespec[2]} has them. */
    static long[] times(Instant modified) {
        long seconds = modified.getEpochSecond();
        long nanoseconds = modified.getNano();
        return new long[] {seconds, nanoseconds, seconds, nanoseconds};
    }
}
