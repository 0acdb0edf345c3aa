package dev.berth.engine.volume;

import java.util.Map;
import java.util.OptionalLong;

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
        OptionalLong temporaryMode) {}
