package dev.berth.engine.container;

import dev.berth.engine.container.option.ContainerConfig;
import dev.berth.engine.image.ImageConfig;
import dev.berth.runtime.ProcessSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * The program of a container: what its image says, overridden by what the client asked for.
 *
 * @param command program and its arguments, never empty
 * @param environment as {@code docker inspect} shows it: the client's, then the image's that the client did not set
 * @param workingDirectory absolute
 */
public record Program(List<String> command, List<String> environment, String workingDirectory, String user) {
    static final String DEFAULT_PATH = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    /** @param check what may be run of the command that was found */
    static Program of(ContainerConfig asked, ImageConfig image, UnaryOperator<List<String>> check) {
        List<String> command = new ArrayList<>(asked.ownEntrypoint().orElse(image.entrypoint()));
        if (asked.command().isPresent() && !asked.command().get().isEmpty()) {
            command.addAll(asked.command().get());
        } else if (!asked.replacesEntrypoint()) {
            command.addAll(image.command().orElse(List.of()));
        }
        return new Program(
                check.apply(List.copyOf(command)),
                environment(asked.environment(), image.environment()),
                directory(asked.workingDirectory(), image.workingDirectory()),
                asked.user().isEmpty() ? image.user() : asked.user());
    }

    private static List<String> environment(List<String> asked, List<String> fromImage) {
        List<String> merged = new ArrayList<>(asked);
        fromImage.stream().filter(entry -> asked.stream().noneMatch(own -> name(own).equals(name(entry)))).forEach(merged::add);
        return List.copyOf(merged);
    }

    private static String directory(String asked, String fromImage) {
        String directory = asked.isEmpty() ? fromImage : asked;
        return directory.isEmpty() ? "/" : directory;
    }

    private static String name(String entry) {
        int equals = entry.indexOf('=');
        return equals < 0 ? entry : entry.substring(0, equals);
    }

    /** Its first process. @param linked what it is told of other containers */
    public ProcessSpec process(ContainerConfig config, String hostname, List<String> linked) {
        return new ProcessSpec(
                command,
                runtimeEnvironment(hostname, config.terminal(), joined(linked, environment)),
                workingDirectory,
                user,
                config.host().privileges().groups(),
                config.terminal(),
                0,
                0,
                config.openInput());
    }

    /** One more process beside it. @param linked as for the first */
    public ProcessSpec process(Containers.ExecConfig exec, String hostname, List<String> linked, int rows, int columns) {
        List<String> overridden = joined(joined(linked, environment), exec.environment());
        return new ProcessSpec(
                exec.command(),
                runtimeEnvironment(hostname, exec.terminal(), overridden),
                exec.workingDirectory().isEmpty() ? workingDirectory : exec.workingDirectory(),
                exec.user().isEmpty() ? user : exec.user(),
                List.of(),
                exec.terminal(),
                rows,
                columns,
                exec.attachInput());
    }

    private static List<String> joined(List<String> first, List<String> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }

    /** What the engine adds; a later entry replaces an earlier one of its name, one without {@code =} removes it. */
    private static List<String> runtimeEnvironment(String hostname, boolean terminal, List<String> own) {
        Map<String, String> byName = new LinkedHashMap<>();
        byName.put("PATH", DEFAULT_PATH);
        byName.put("HOSTNAME", "HOSTNAME=" + hostname);
        if (terminal) {
            byName.put("TERM", "TERM=xterm");
        }
        for (String entry : own) {
            if (entry.indexOf('=') < 0) {
                byName.remove(entry);
            } else {
                byName.put(name(entry), entry);
            }
        }
        return List.copyOf(byName.values());
    }
}
