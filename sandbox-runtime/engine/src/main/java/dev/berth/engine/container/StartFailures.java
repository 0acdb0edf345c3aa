package dev.berth.engine.container;

import static dev.berth.engine.EngineException.Kind.INVALID_PARAMETER;
import static dev.berth.engine.EngineException.Kind.SYSTEM;

import dev.berth.engine.EngineException;
import dev.berth.runtime.LaunchFailedException;
import dev.berth.runtime.kernel.ErrorNumber;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Says in Docker's words (and those of runc, which people search for) why a program did not start. */
final class StartFailures {
    private static final String CONTAINER = "failed to create shim task: OCI runtime create failed: runc create failed: ";
    private static final String EXEC = "OCI runtime exec failed: exec failed: ";
    private static final String PROCESS = "unable to start container process: ";

    private static final Set<String> MOUNTING = Set.of("place", "volume", "mount");
    private static final String UNKNOWN = ": unknown";
    private static final String NETWORK = "network";
    private static final String PORTS = "ports";
    private static final String USER = "user";
    private static final String GROUPS = "groups";

    private static final int PERMISSION = 1;
    private static final int NO_ENTRY = 2;
    private static final int INVALID = 22;
    private static final int TOO_LONG = 7;
    private static final int EXEC_FORMAT = 8;
    private static final int ACCESS = 13;
    private static final int IS_DIRECTORY = 21;

    private static final int NOT_FOUND_CODE = 127;
    private static final int NOT_EXECUTABLE_CODE = 126;
    private static final int OTHER_CODE = 128;

    private StartFailures() {}

    /** @param name the container's; @param program as it was asked for; @param sources of what the container has mounted, by the target */
    static ContainerState.StartFailure ofContainer(LaunchFailedException failure, String name, String program, Map<String, String> sources) {
        if (failure.step().equals(NETWORK)) {
            return new ContainerState.StartFailure(OTHER_CODE, "failed to create endpoint " + name + " on network " + failure.subject() + ": " + failure.getMessage());
        }
        if (failure.step().equals(PORTS)) {
            return new ContainerState.StartFailure(OTHER_CODE, "driver failed programming external connectivity on endpoint " + name + ": (iptables failed: " + failure.getMessage() + ")");
        }
        String reason = MOUNTING.contains(failure.step()) ? mounting(failure, sources) : reason(failure, program);
        if (isOfAccounts(failure)) {
            return new ContainerState.StartFailure(OTHER_CODE, reason);
        }
        String message = hinted(CONTAINER + PROCESS + reason + UNKNOWN);
        return new ContainerState.StartFailure(code(message), message);
    }

    /** Docker's guess at what people did. */
    private static String hinted(String message) {
        return message.contains("not a directory")
                ? message + ": Are you trying to mount a directory onto a file (or vice-versa)? Check if the specified host path exists and is the expected type"
                : message;
    }

    /** One that was refused before anything of it was made. */
    static ContainerState.StartFailure ofContainer(EngineException refused) {
        return new ContainerState.StartFailure(OTHER_CODE, refused.getMessage());
    }

    /** As Docker has it: a code that says nothing does not cover one that does, and of one that was to start again the last end stays. */
    static ContainerState stateAfter(ContainerState before, ContainerState.StartFailure failure) {
        if (before instanceof ContainerState.Restarting waiting) {
            return failedAfter(waiting.last(), waiting.last().code(), failure);
        }
        if (before instanceof ContainerState.Exited last) {
            return failedAfter(last, failure.code() == OTHER_CODE && last.code() != 0 ? last.code() : failure.code(), failure);
        }
        return new ContainerState.Created(failure);
    }

    private static ContainerState failedAfter(ContainerState.Exited last, int code, ContainerState.StartFailure failure) {
        return new ContainerState.Exited(code, last.startedAt(), last.at(), last.outOfMemory(), failure.message());
    }

    static EngineException ofExec(LaunchFailedException failure, String program) {
        String reason = reason(failure, program);
        if (isOfAccounts(failure)) {
            return new EngineException(SYSTEM, reason, failure);
        }
        String message = hinted(EXEC + PROCESS + reason + UNKNOWN);
        return new EngineException(code(message) == OTHER_CODE ? SYSTEM : INVALID_PARAMETER, message, failure);
    }

    /** Docker looks for these itself, before it asks runc. */
    private static boolean isOfAccounts(LaunchFailedException failure) {
        return failure.step().equals(USER) || failure.step().equals(GROUPS);
    }

    /** What runc refuses before it looks for the program. @throws EngineException SYSTEM */
    static void refuseExec(String workingDirectory, List<String> environment) {
        if (!workingDirectory.isEmpty() && !workingDirectory.startsWith("/")) {
            throw new EngineException(SYSTEM, EXEC + "Cwd must be an absolute path" + UNKNOWN);
        }
        environment.stream().filter(entry -> entry.startsWith("=")).findFirst().ifPresent(entry -> {
            throw new EngineException(SYSTEM, EXEC + PROCESS + "environment variable name can't be empty: \"" + entry + "\"" + UNKNOWN);
        });
    }

    static EngineException asException(ContainerState.StartFailure failure, Throwable cause) {
        return new EngineException(failure.code() == OTHER_CODE ? SYSTEM : INVALID_PARAMETER, failure.message(), cause);
    }

    /** As Docker finds it, by the words. */
    private static int code(String message) {
        if (message.contains("executable file not found") || message.contains("no such file or directory") || message.contains("not a directory")) {
            return NOT_FOUND_CODE;
        }
        return message.contains("permission denied") ? NOT_EXECUTABLE_CODE : OTHER_CODE;
    }

    private static String reason(LaunchFailedException failure, String program) {
        return switch (failure.step()) {
            case "exec" -> notExecuted(failure, program);
            case "chdir" -> "chdir to cwd (\"" + failure.subject() + "\") set in config.json failed: " + words(failure);
            case USER -> unknownUser(failure);
            case GROUPS -> unknown(failure.subject(), "Unable to find group " + failure.subject() + ": no matching entries in group file");
            case "ulimit" -> "error setting rlimits for ready process: error setting " + failure.subject() + ": " + words(failure);
            case "set" -> "error during container init: open " + failure.subject().replaceFirst(" = .*", "") + ": " + words(failure);
            case "capabilities" -> failure.errno() == INVALID
                    ? "setting the user: user and group numbers go up to 65535 in a machine"
                    : failure.getMessage();
            default -> failure.getMessage();
        };
    }

    /** The plan has {@code … -> TARGET …}, also of what every container has mounted. */
    private static String mounting(LaunchFailedException failure, Map<String, String> sources) {
        String target = failure.subject().replaceFirst("^.* -> (\\S+).*", "$1");
        String source = sources.get(target);
        return source == null
                ? failure.getMessage()
                : "error during container init: error mounting \"" + source + "\" to rootfs at \"" + target + "\": mount " + source + ":" + target + ": " + words(failure);
    }

    private static String unknownUser(LaunchFailedException failure) {
        String[] names = failure.subject().split(":", 2);
        return failure.errno() == NO_ENTRY
                ? unknown(names[0], "unable to find user " + names[0] + ": no matching entries in passwd file")
                : unknown(names[names.length - 1], "unable to find group " + names[names.length - 1] + ": no matching entries in group file");
    }

    /** A number needs no entry: it is not found when it can be none of a user. */
    private static String unknown(String name, String otherwise) {
        return name.matches("-?\\d+") ? "uids and gids must be in range 0-2147483647" : otherwise;
    }

    private static String words(LaunchFailedException failure) {
        return ErrorNumber.describe(failure.errno());
    }

    private static String notExecuted(LaunchFailedException failure, String program) {
        return switch (failure.errno()) {
            case NO_ENTRY -> program.contains("/")
                    ? "exec: \"" + program + "\": stat " + program + ": no such file or directory"
                    : "exec: \"" + program + "\": executable file not found in $PATH";
            case ACCESS, PERMISSION, IS_DIRECTORY -> "exec: \"" + program + "\": permission denied";
            case TOO_LONG -> "exec " + program + ": argument list too long";
            case EXEC_FORMAT -> "exec " + program + ": exec format error";
            default -> failure.getMessage();
        };
    }
}
