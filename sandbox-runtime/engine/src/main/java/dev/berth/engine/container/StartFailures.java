package dev.berth.engine.container;

import static dev.berth.engine.EngineException.Kind.INVALID_PARAMETER;
import static dev.berth.engine.EngineException.Kind.SYSTEM;

import dev.berth.engine.EngineException;
import dev.berth.runtime.LaunchFailedException;

/** Says in Docker's words (and those of runc, which people search for) why a program did not start. */
final class StartFailures {
    private static final String CONTAINER = "failed to create shim task: OCI runtime create failed: runc create failed: ";
    private static final String EXEC = "OCI runtime exec failed: exec failed: ";
    private static final String PROCESS = "unable to start container process: ";

    private static final int PERMISSION = 1;
    private static final int NO_ENTRY = 2;
    private static final int EXEC_FORMAT = 8;
    private static final int ACCESS = 13;
    private static final int IS_DIRECTORY = 21;

    private static final int NOT_FOUND_CODE = 127;
    private static final int NOT_EXECUTABLE_CODE = 126;
    private static final int OTHER_CODE = 128;

    private StartFailures() {}

    /** @param program as it was asked for */
    static ContainerState.StartFailure ofContainer(LaunchFailedException failure, String program) {
        return new ContainerState.StartFailure(code(failure), CONTAINER + PROCESS + reason(failure, program) + ": unknown");
    }

    static EngineException ofExec(LaunchFailedException failure, String program) {
        EngineException.Kind kind = code(failure) == OTHER_CODE ? SYSTEM : INVALID_PARAMETER;
        return new EngineException(kind, EXEC + PROCESS + reason(failure, program) + ": unknown", failure);
    }

    static EngineException asException(ContainerState.StartFailure failure, Throwable cause) {
        return new EngineException(failure.code() == OTHER_CODE ? SYSTEM : INVALID_PARAMETER, failure.message(), cause);
    }

    private static int code(LaunchFailedException failure) {
        if (!failure.step().startsWith("exec")) {
            return OTHER_CODE;
        }
        return switch (failure.errno()) {
            case NO_ENTRY -> NOT_FOUND_CODE;
            case ACCESS, PERMISSION, IS_DIRECTORY -> NOT_EXECUTABLE_CODE;
            default -> OTHER_CODE;
        };
    }

    private static String reason(LaunchFailedException failure, String program) {
        if (!failure.step().startsWith("exec")) {
            return failure.getMessage();
        }
        return switch (failure.errno()) {
            case NO_ENTRY -> program.contains("/")
                    ? "exec: \"" + program + "\": stat " + program + ": no such file or directory"
                    : "exec: \"" + program + "\": executable file not found in $PATH";
            case ACCESS, PERMISSION, IS_DIRECTORY -> "exec: \"" + program + "\": permission denied";
            case EXEC_FORMAT -> "exec " + program + ": exec format error";
            default -> failure.getMessage();
        };
    }
}
