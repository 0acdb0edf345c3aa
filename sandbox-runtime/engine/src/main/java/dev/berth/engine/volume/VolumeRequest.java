package dev.berth.engine.volume;

import static dev.berth.engine.EngineException.Kind.INVALID_PARAMETER;
import static dev.berth.engine.EngineException.Kind.NOT_FOUND;
import static dev.berth.engine.EngineException.Kind.NOT_IMPLEMENTED;

import dev.berth.engine.EngineException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A volume that is wanted; one that exists is left as it is.
 *
 * @param name {@code ""}: one is made up
 * @param driver {@code ""} is {@code local}
 */
public record VolumeRequest(String name, String driver, Optional<Map<String, String>> labels, Optional<Map<String, String>> options) {
    /** Labels are kept in memory. */
    private static final int MOST_LABEL_CHARACTERS = 8 * 1024;

    private static final Set<String> LOCAL_OPTIONS = Set.of("type", "o", "device", "size");

    /** Of one that is there, options and labels are not looked at. @throws EngineException for a name or driver that no volume here can have, in Docker's words */
    VolumeName checkName() {
        String called = name.isEmpty() ? VolumeName.random().value() : name;
        // The driver comes first: which names there can be is its affair.
        if (!driver.isEmpty() && !driver.equals(Volume.DRIVER)) {
            throw new EngineException(NOT_FOUND, "create " + called + ": error looking up volume plugin " + driver + ": plugin \"" + driver + "\" not found");
        }
        return VolumeName.parse(called);
    }

    /** Of one that is to be made. @throws EngineException likewise */
    void checkOptions(VolumeName parsed) {
        for (String option : options.orElse(Map.of()).keySet()) {
            if (!LOCAL_OPTIONS.contains(option)) {
                throw new EngineException(INVALID_PARAMETER, "create " + parsed + ": invalid option: \"" + option + "\"");
            }
            if (option.equals("size")) {
                throw new EngineException(INVALID_PARAMETER, "create " + parsed + ": quota size requested but no quota support");
            }
            throw new EngineException(NOT_IMPLEMENTED, "create " + parsed + ": option \"" + option
                    + "\" is not supported: volumes here are folders; for a tmpfs use docker run --tmpfs, for a folder of the machine docker run -v /folder:/path");
        }
        int described = labels.orElse(Map.of()).entrySet().stream().mapToInt(label -> label.getKey().length() + label.getValue().length()).sum();
        if (described > MOST_LABEL_CHARACTERS) {
            throw new EngineException(INVALID_PARAMETER, "create " + parsed + ": its labels have " + described + " characters: there is room for " + MOST_LABEL_CHARACTERS);
        }
    }
}
