package dev.berth.engine.image.document;

import static dev.berth.engine.EngineException.Kind.INVALID_PARAMETER;
import static dev.berth.engine.EngineException.Kind.NOT_IMPLEMENTED;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.engine.EngineException;
import dev.berth.engine.image.HealthCheck;
import dev.berth.engine.image.ImageConfig;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The lines of {@code docker import --change} and {@code docker commit --change}: CMD, ENTRYPOINT, ENV, EXPOSE, HEALTHCHECK, LABEL, USER, VOLUME and WORKDIR of a
 * Dockerfile, without its variables.
 *
 * @see <a href="https://docs.docker.com/reference/dockerfile/">Dockerfile reference</a>
 */
public final class ConfigChanges {
    private String user = "";
    /** In the order in which they were first set. */
    private final Map<String, String> environment = new LinkedHashMap<>();
    private List<String> entrypoint = List.of();
    private List<String> command = List.of();
    private String workingDirectory = "";
    private final Map<String, String> labels = new TreeMap<>();
    private final SortedSet<String> exposedPorts = new TreeSet<>();
    private final SortedSet<String> volumes = new TreeSet<>();
    private Optional<String> stopSignal = Optional.empty();
    private Optional<HealthCheck> healthCheck = Optional.empty();

    private boolean commandChanged;

    private ConfigChanges(ImageConfig before) {
        user = before.user();
        for (String variable : before.environment()) {
            int equals = variable.indexOf('=');
            environment.put(equals < 0 ? variable : variable.substring(0, equals), equals < 0 ? "" : variable.substring(equals + 1));
        }
        entrypoint = before.entrypoint();
        command = before.command();
        workingDirectory = before.workingDirectory();
        labels.putAll(before.labels());
        exposedPorts.addAll(before.exposedPorts());
        volumes.addAll(before.volumes());
        stopSignal = before.stopSignal();
        healthCheck = before.healthCheck();
    }

    /** @throws EngineException INVALID_PARAMETER with the line that is wrong */
    public static void check(List<String> lines) {
        apply(lines);
    }

    /** As {@link #check}; @return what they say */
    public static ImageConfig apply(List<String> lines) {
        return apply(ImageConfig.EMPTY, lines);
    }

    /** As {@link #apply(List)}, for a configuration that is there. */
    public static ImageConfig apply(ImageConfig before, List<String> lines) {
        ConfigChanges changes = new ConfigChanges(before);
        lines.stream().map(String::strip).filter(line -> !line.isEmpty()).forEach(changes::apply);
        return new ImageConfig(
                changes.user,
                changes.environment.entrySet().stream().map(variable -> variable.getKey() + "=" + variable.getValue()).toList(),
                changes.entrypoint,
                changes.command,
                changes.workingDirectory,
                changes.labels,
                changes.exposedPorts,
                changes.volumes,
                changes.stopSignal,
                changes.healthCheck);
    }

    private void apply(String line) {
        String[] parts = line.split("\\s+", 2);
        String rest = parts.length == 1 ? "" : parts[1].strip();
        String instruction = parts[0].toUpperCase(Locale.ROOT);
        switch (instruction) {
            case "CMD" -> {
                command = program(rest);
                commandChanged = true;
            }
            case "ENTRYPOINT" -> {
                entrypoint = program(rest);
                // What was there were arguments of another program.
                command = commandChanged ? command : List.of();
            }
            case "ENV" -> environment.putAll(pairs(instruction, rest));
            case "LABEL" -> labels.putAll(pairs(instruction, rest));
            case "EXPOSE" -> words(instruction, rest).forEach(ports -> exposedPorts.addAll(ExposedPorts.parse(ports)));
            case "HEALTHCHECK" -> healthCheck = Optional.of(HealthCheckLine.parse(rest, ConfigChanges::list));
            case "ONBUILD" -> throw new EngineException(NOT_IMPLEMENTED, "ONBUILD is not supported: it belongs to builds, and there are none here yet");
            case "VOLUME" -> volumes.addAll(list(rest).orElseGet(() -> words(instruction, rest)));
            case "USER" -> user = one(instruction, rest);
            case "WORKDIR" -> workingDirectory = resolve(one(instruction, rest));
            default -> throw refused(instruction.toLowerCase(Locale.ROOT) + " is not a valid change command");
        }
    }

    private String resolve(String folder) {
        return folder.startsWith("/") ? folder : (workingDirectory.isEmpty() ? "/" : workingDirectory + "/") + folder;
    }

    /** A JSON array is the program itself; anything else a line for the shell. */
    private static List<String> program(String text) {
        return list(text).orElseGet(() -> text.isEmpty() ? List.of() : List.of("/bin/sh", "-c", text));
    }

    /** Text that looks like a JSON array of strings and is none means what it would mean without the bracket, as in Docker. */
    private static Optional<List<String>> list(String text) {
        if (!text.startsWith("[")) {
            return Optional.empty();
        }
        try {
            JsonNode array = Documents.parse(text.getBytes(StandardCharsets.UTF_8), "change");
            List<String> texts = new ArrayList<>();
            for (JsonNode element : array) {
                if (!element.isTextual()) {
                    return Optional.empty();
                }
                texts.add(element.asText());
            }
            return Optional.of(List.copyOf(texts));
        } catch (EngineException notJson) {
            return Optional.empty();
        }
    }

    /** {@code name=value name="with spaces"}, or the old form {@code name the rest}. */
    private static Map<String, String> pairs(String instruction, String text) {
        List<String> words = words(instruction, text);
        if (!words.get(0).contains("=")) {
            String[] old = text.split("\\s+", 2);
            if (old.length < 2) {
                throw refused(instruction + " must have two arguments");
            }
            return Map.of(old[0], old[1]);
        }
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String word : words) {
            int equals = word.indexOf('=');
            if (equals <= 0) {
                throw refused("Syntax error - can't find = in \"" + word + "\". Must be of the form: name=value");
            }
            pairs.put(word.substring(0, equals), word.substring(equals + 1));
        }
        return pairs;
    }

    private static String one(String instruction, String text) {
        if (text.isEmpty()) {
            throw refused(instruction + " requires exactly one argument");
        }
        return String.join(" ", words(instruction, text));
    }

    /** Split at spaces, but not within quotes or after a backslash; both are taken away. */
    private static List<String> words(String instruction, String text) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean begun = false;
        char quote = 0;
        for (int i = 0; i < text.length(); i++) {
            char letter = text.charAt(i);
            if (letter == '\\' && quote != '\'' && i + 1 < text.length()) {
                word.append(text.charAt(++i));
                begun = true;
            } else if (quote != 0 ? letter == quote : letter == '"' || letter == '\'') {
                quote = quote == 0 ? letter : 0;
                begun = true;
            } else if (quote == 0 && Character.isWhitespace(letter)) {
                if (begun) {
                    words.add(word.toString());
                }
                word.setLength(0);
                begun = false;
            } else {
                word.append(letter);
                begun = true;
            }
        }
        if (begun) {
            words.add(word.toString());
        }
        if (words.isEmpty()) {
            throw refused(instruction + " requires at least one argument");
        }
        return words;
    }

    private static EngineException refused(String message) {
        return new EngineException(INVALID_PARAMETER, message);
    }
}
