package dev.berth.engine.volume;

import java.util.Map;
import java.util.Optional;

/**
 * What a new container is going to have mounted.
 *
 * @param volume to be made, or found, for it; absent for what is no volume, or another container's
 * @param copied the volume gets what the image has at the target, if nothing is in it
 * @param sourceNeeded a bind whose source must be there already
 */
record PlannedMount(MountPoint mount, Optional<VolumeRequest> volume, boolean copied, boolean sourceNeeded) {
    private static final String DEFAULT_PROPAGATION = "rprivate";

    /** Of {@code -v}. */
    static PlannedMount of(BindText bind) {
        return of(bind.request(), bind.mode(), true);
    }

    /** Of {@code --mount}, whose binds do not make their sources. */
    static PlannedMount of(MountRequest request) {
        return of(request, "", false);
    }

    private static PlannedMount of(MountRequest request, String mode, boolean sourceMade) {
        String target = MountPath.clean(request.target());
        boolean writable = !request.readOnly();
        return switch (request.type()) {
            case "bind" -> {
                String propagation = request.propagation().isEmpty() ? DEFAULT_PROPAGATION : request.propagation();
                MountPoint mount = new MountPoint(
                        MountPoint.Kind.BIND, "", MountPath.clean(request.source()), target, mode, writable, propagation, "", false, sourceMade);
                yield new PlannedMount(mount, Optional.empty(), false, !sourceMade);
            }
            case "tmpfs" -> {
                MountPoint mount = new MountPoint(MountPoint.Kind.TEMPORARY, "", "", target, mode, writable, "", temporaryOptions(request), false, false);
                yield new PlannedMount(mount, Optional.empty(), false, false);
            }
            default -> volume(
                    request.source(),
                    target,
                    mode.isEmpty() ? "z" : mode,
                    writable,
                    !request.withoutCopy(),
                    new VolumeRequest(request.source(), request.driver(), present(request.labels()), present(request.driverOptions())));
        };
    }

    /** For a {@code VOLUME} of the image or a {@code -v} with a target alone. */
    static PlannedMount anonymous(String target, String driver) {
        return volume("", target, "", true, true, new VolumeRequest("", driver, Optional.empty(), Optional.empty()));
    }

    private static PlannedMount volume(String name, String target, String mode, boolean writable, boolean copied, VolumeRequest wanted) {
        boolean anonymous = name.isEmpty();
        String chosen = wanted.checkName().value();
        MountPoint mount = new MountPoint(MountPoint.Kind.VOLUME, chosen, "", target, mode, writable, "", "", anonymous, false);
        VolumeRequest request = new VolumeRequest(chosen, wanted.driver(), wanted.labels(), wanted.options());
        return new PlannedMount(mount, Optional.of(request), copied, false);
    }

    /** What another container has, for one that takes its volumes over. */
    static PlannedMount takenOver(MountPoint theirs, boolean writable) {
        MountPoint mount = new MountPoint(
                theirs.kind(), theirs.name(), theirs.source(), theirs.target(), "", theirs.writable() && writable, theirs.propagation(), theirs.options(),
                theirs.anonymous(), theirs.sourceMade());
        Optional<VolumeRequest> volume = theirs.kind() == MountPoint.Kind.VOLUME
                ? Optional.of(new VolumeRequest(theirs.name(), "", Optional.empty(), Optional.empty()))
                : Optional.empty();
        return new PlannedMount(mount, volume, false, false);
    }

    private static String temporaryOptions(MountRequest request) {
        StringBuilder options = new StringBuilder(request.readOnly() ? "ro" : "rw");
        request.temporaryBytes().ifPresent(bytes -> options.append(",size=").append(bytes));
        request.temporaryMode().ifPresent(mode -> options.append(",mode=").append(Long.toOctalString(mode)));
        return options.toString();
    }

    private static Optional<Map<String, String>> present(Map<String, String> given) {
        return given.isEmpty() ? Optional.empty() : Optional.of(given);
    }
}
