package dev.berth.engine.volume;

import static dev.berth.engine.EngineException.Kind.INVALID_PARAMETER;

import dev.berth.engine.EngineException;

/** Whether what a client wants mounted can be understood at all; whether it is there, is another question. */
final class MountCheck {
    private MountCheck() {}

    /** @throws EngineException INVALID_PARAMETER, with Docker's text */
    static void check(MountRequest request) {
        try {
            checkTarget(request.target());
            switch (request.type()) {
                case "bind" -> checkBind(request);
                case "volume" -> checkVolume(request);
                case "tmpfs" -> checkTemporary(request);
                default -> throw wrong("mount type unknown");
            }
        } catch (EngineException reason) {
            throw invalid(request.type(), reason.getMessage());
        }
    }

    static EngineException invalid(String type, String reason) {
        return new EngineException(INVALID_PARAMETER, "invalid mount config for type \"" + type + "\": " + reason);
    }

    private static void checkTarget(String target) {
        if (target.isEmpty()) {
            throw wrong("field Target must not be empty");
        }
        MountPath.target(target);
    }

    private static void checkBind(MountRequest request) {
        if (request.source().isEmpty()) {
            throw wrong("field Source must not be empty");
        }
        if (!request.propagation().isEmpty() && !MountMode.PROPAGATIONS.contains(request.propagation())) {
            throw wrong("invalid propagation mode: " + request.propagation());
        }
        if (request.withoutCopy() || !request.labels().isEmpty() || !request.driver().isEmpty() || !request.driverOptions().isEmpty()) {
            throw wrong("field VolumeOptions must not be specified");
        }
        MountPath.absolute(request.source());
    }

    private static void checkVolume(MountRequest request) {
        if (!request.propagation().isEmpty()) {
            throw wrong("field BindOptions must not be specified");
        }
        if (request.source().isEmpty() && request.readOnly()) {
            throw wrong("must not set ReadOnly mode when using anonymous volumes");
        }
    }

    private static void checkTemporary(MountRequest request) {
        if (!request.propagation().isEmpty()) {
            throw wrong("field BindOptions must not be specified");
        }
        if (!request.source().isEmpty()) {
            throw wrong("field Source must not be specified");
        }
    }

    private static EngineException wrong(String reason) {
        return new EngineException(INVALID_PARAMETER, reason);
    }
}
