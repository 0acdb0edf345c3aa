package dev.berth.engine.volume;

import dev.berth.runtime.ContainerMount;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** The order in which a container's mounts are made: what lies in another comes after it. */
public final class MountOrder {
    private MountOrder() {}

    /** @param temporary options of more tmpfs by their targets */
    public static List<ContainerMount> of(List<MountPoint> mounts, Map<String, String> temporary) {
        List<ContainerMount> all = new ArrayList<>();
        mounts.forEach(mount -> all.add(of(mount)));
        temporary.forEach((target, options) -> all.add(new ContainerMount.Temporary(MountPath.clean(target), options)));
        all.sort(Comparator.comparingInt((ContainerMount mount) -> MountPath.depth(mount.target())).thenComparing(ContainerMount::target));
        return List.copyOf(all);
    }

    private static ContainerMount of(MountPoint mount) {
        return switch (mount.kind()) {
            case BIND -> new ContainerMount.Bind(mount.source(), mount.target(), !mount.writable(), mount.propagation());
            case VOLUME -> new ContainerMount.Volume(mount.name(), mount.target(), !mount.writable());
            case TEMPORARY -> new ContainerMount.Temporary(mount.target(), mount.options());
        };
    }
}
