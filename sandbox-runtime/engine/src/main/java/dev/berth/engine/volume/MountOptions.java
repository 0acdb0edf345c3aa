package dev.berth.engine.volume;

import java.util.List;
import java.util.Map;

/**
 * What a client wants mounted, as it asked for it.
 *
 * @param binds {@code source:target[:options]} of {@code -v}; a source without a slash names a volume
 * @param mounts of {@code --mount}
 * @param volumesFrom {@code container[:ro|rw]}
 * @param temporary options of a tmpfs by its target
 * @param driver of volumes that are made for it; {@code ""} is {@code local}
 */
public record MountOptions(List<String> binds, List<MountRequest> mounts, List<String> volumesFrom, Map<String, String> temporary, String driver) {
    public static final MountOptions NONE = new MountOptions(List.of(), List.of(), List.of(), Map.of(), "");
}
