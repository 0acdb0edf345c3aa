package dev.berth.engine.volume;

import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;

/**
 * One {@code --mount}.
 *
 * @param type {@code bind}, {@code volume}, {@code tmpfs}
 * @param source absolute path in the machine, or a volume's name; {@code ""}: an anonymous volume
 * @param target absolute path in the container
 * @param propagation of a bind; {@code ""}: private
 * @param withoutCopy a new volume does not get what the image has at the target
 * @param labels of the volume, if it is made for this
 * @param driver of the volume, if it is made for this; {@code ""} is {@code local}
 * @param driverOptions likewise
 * @param temporaryBytes size of a tmpfs; absent: no limit of its own
 * @param temporaryMode permissions of a tmpfs; absent: 1777
 * @param given names of the groups of options that the client sent, though there may be nothing in them: an inspection shows them again
 */
public record MountRequest(
        String type,
        String source,
        String target,
        boolean readOnly,
        String propagation,
        boolean withoutCopy,
        Map<String, String> labels,
        String driver,
        Map<String, String> driverOptions,
        OptionalLong temporaryBytes,
        OptionalLong temporaryMode,
        Set<String> given) {

    /** A record that an older engine has written does not tell what was given. */
    public MountRequest {
        given = Objects.requireNonNullElse(given, Set.of());
    }
}
