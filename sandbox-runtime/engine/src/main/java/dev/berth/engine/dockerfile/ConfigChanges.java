package dev.berth.engine.dockerfile;

import static dev.berth.engine.EngineException.Kind.INVALID_PARAMETER;
import static dev.berth.engine.EngineException.Kind.NOT_IMPLEMENTED;

import dev.berth.engine.EngineException;
import dev.berth.engine.image.HealthCheck;
import dev.berth.engine.image.ImageConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The lines of {@code docker import --change} and {@code docker commit --change}: CMD, ENTRYPOINT, ENV, EXPOSE, HEALTHCHECK, LABEL, USER, VOLUME and WORKDIR of a
 * Dockerfile.
 *
 * @see <a href="https://docs.docker.com/reference/dockerfile/">Dockerfile reference</a>
 */
public final class ConfigChanges {
    private static final List<String> SHELL = List.of("/bin/sh", "-c");

    private String user = "";
    /** In the order in which they were first set. */
    private final Map<String, String> environment = new LinkedHashMap<>();
    private List<String> entrypoint = List.of();
    private Optional<List<String>> command = Optional.empty();
    private String workingDirectory = "";
    private final Map<String, String> labels = new TreeMap<>();
    private final SortedSet<String> exposedPorts = new TreeSet<>();
    private final SortedSet<String> volumes = new TreeSet<>();
    private Optional<String> stopSignal = Optional.empty();
    private Optional<HealthCheck> healthCheck = Optional.empty();

    private final ShellWords words = new ShellWords(environment);
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
        instructions(lines).forEach(changes::apply);
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
                changes.healthCheck,
                before.shell(),
                before.onBuild());
    }

    /** A comment is none, and a line that ends with a backslash goes on in the next. */
    private static List<String> instructions(List<String> changes) {
        List<String> instructions = new ArrayList<>();
        StringBuilder begun = new StringBuilder();
        for (String line : changes.stream().flatMap(String::lines).map(String::strip).filter(each -> !each.isEmpty() && !each.startsWith("#")).toList()) {
            boolean goesOn = line.endsWith("\\");
            begun.append(goesOn ? line.substring(0, line.length() - 1) : line);
            if (!goesOn) {
                instructions.add(begun.toString());
                begun.setLength(0);
            }
        }
        if (!begun.isEmpty()) {
            instructions.add(begun.toString().strip());
        }
        if (instructions.isEmpty() && !changes.isEmpty()) {
            throw refused("file with no instructions");
        }
        return instructions;
    }

    private void apply(String line) {
        String[] parts = line.split("\\s+", 2);
        String rest = parts.length == 1 ? "" : parts[1].strip();
        String instruction = parts[0].toUpperCase(Locale.ROOT);
        switch (instruction) {
            case "CMD" -> {
                command = Optional.of(JsonList.read(rest).orElseGet(() -> rest.isEmpty() ? SHELL : shell(rest)));
                commandChanged = !command.get().isEmpty() && !rest.isEmpty();
            }
            case "ENTRYPOINT" -> {
                entrypoint = JsonList.read(rest).orElseGet(() -> rest.isEmpty() ? List.of() : shell(rest));
                // What was there were arguments of another program.
                command = commandChanged ? command : Optional.empty();
            }
            case "ENV" -> environment.putAll(pairs(instruction, rest));
            case "LABEL" -> labels.putAll(pairs(instruction, rest));
            case "EXPOSE" -> words(instruction, rest).stream().map(words::expand).flatMap(ports -> Stream.of(ports.split("\\s+"))).filter(ports -> !ports.isEmpty())
                    .forEach(ports -> exposedPorts.addAll(ExposedPorts.parse(ports)));
            case "HEALTHCHECK" -> healthCheck = Optional.of(HealthCheckLine.parse(rest, JsonList::read));
            case "ONBUILD" -> throw new EngineException(NOT_IMPLEMENTED, "ONBUILD is not supported here: write it into a Dockerfile");
            case "VOLUME" -> JsonList.read(rest).filter(folders -> !folders.isEmpty()).orElseGet(() -> words(instruction, rest.equals("[]") ? "" : rest)).forEach(this::addVolume);
            case "USER" -> user = one(instruction, rest);
            case "WORKDIR" -> workingDirectory = resolve(one(instruction, rest));
            default -> throw refused(instruction.toLowerCase(Locale.ROOT) + " is not a valid change command");
        }
    }

    private void addVolume(String folder) {
        String expanded = words.expand(folder).strip();
        if (expanded.isEmpty()) {
            throw refused("VOLUME specified can not be an empty string");
        }
        volumes.add(expanded);
    }

    private String resolve(String folder) {
        if (folder.indexOf('\0') >= 0) {
            throw refused("WORKDIR \"" + folder + "\" is no path");
        }
        return folder.startsWith("/") ? folder : Path.of("/", workingDirectory, folder).normalize().toString();
    }

    private static List<String> shell(String line) {
        return Stream.concat(SHELL.stream(), Stream.of(line)).toList();
    }

    /** {@code name=value name="with spaces"}, or the old form {@code name the rest}. */
    private Map<String, String> pairs(String instruction, String text) {
        List<String> parts = words(instruction, text);
        Map<String, String> pairs = new LinkedHashMap<>();
        if (!parts.get(0).contains("=")) {
            String[] old = text.split("\\s+", 2);
            if (old.length < 2) {
                throw refused(instruction + " must have two arguments");
            }
            pairs.put(words.expand(old[0]), words.expand(old[1]));
            return pairs;
        }
        for (String part : parts) {
            int equals = part.indexOf('=');
            if (equals < 0) {
                throw refused("Syntax error - can't find = in \"" + part + "\". Must be of the form: name=value");
            }
            if (equals == 0) {
                throw refused(instruction + " names can not be blank");
            }
            pairs.put(words.expand(part.substring(0, equals)), words.expand(part.substring(equals + 1)));
        }
        return pairs;
    }

    private String one(String instruction, String text) {
        if (text.isEmpty()) {
            throw refused(instruction + " requires exactly one argument");
        }
        return words.expand(text);
    }

    private static List<String> words(String instruction, String text) {
        List<String> words = ShellWords.split(text, Dockerfile.DEFAULT_ESCAPE);
        if (words.isEmpty()) {
            throw refused(instruction + " requires at least one argument");
        }
        return words;
    }

    private static EngineException refused(String message) {
        return new EngineException(INVALID_PARAMETER, message);
    }
}
