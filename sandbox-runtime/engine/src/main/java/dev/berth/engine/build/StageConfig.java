package dev.berth.engine.build;

import static dev.berth.engine.EngineException.Kind.SYSTEM;

import dev.berth.engine.EngineException;
import dev.berth.engine.container.option.Signal;
import dev.berth.engine.dockerfile.BuildArguments;
import dev.berth.engine.dockerfile.ExposedPorts;
import dev.berth.engine.dockerfile.GoText;
import dev.berth.engine.dockerfile.Instruction;
import dev.berth.engine.dockerfile.ShellWords;
import dev.berth.engine.image.HealthCheck;
import dev.berth.engine.image.ImageConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** How the image of a stage is to be run, as its instructions change it. */
final class StageConfig {
    private static final String DEFAULT_PATH = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    private static final List<String> SHELL = List.of("/bin/sh", "-c");

    String user;
    final List<String> environment;
    List<String> entrypoint;
    Optional<List<String>> command;
    String workingDirectory;
    final Map<String, String> labels;
    final SortedSet<String> exposedPorts;
    final SortedSet<String> volumes;
    Optional<String> stopSignal;
    Optional<HealthCheck> healthCheck;
    List<String> shell;
    final List<String> onBuild = new ArrayList<>();
    private String maintainer = "";
    private boolean commandSet;

    /** As the stage begins: what the image has for builds on it is not its child's. */
    StageConfig(ImageConfig base) {
        user = base.user();
        environment = new ArrayList<>(base.environment());
        if (environment.stream().noneMatch(variable -> variable.startsWith("PATH="))) {
            environment.add(DEFAULT_PATH);
        }
        entrypoint = base.entrypoint();
        command = base.command();
        workingDirectory = base.workingDirectory();
        labels = new TreeMap<>(base.labels());
        exposedPorts = new TreeSet<>(base.exposedPorts());
        volumes = new TreeSet<>(base.volumes());
        stopSignal = base.stopSignal();
        healthCheck = base.healthCheck();
        shell = base.shell();
    }

    ImageConfig image() {
        return with(entrypoint, command);
    }

    /** As it is recorded with an instruction that runs no program. @param text as it stands in the history */
    ImageConfig recorded(List<String> text) {
        return with(entrypoint, Optional.of(joined(shellOrDefault(), text)));
    }

    /** As it is recorded with an instruction. */
    ImageConfig with(List<String> otherEntrypoint, Optional<List<String>> otherCommand) {
        return new ImageConfig(user, List.copyOf(environment), otherEntrypoint, otherCommand, workingDirectory, Map.copyOf(labels), new TreeSet<>(exposedPorts),
                new TreeSet<>(volumes), stopSignal, healthCheck, shell, List.copyOf(onBuild));
    }

    String maintainer() {
        return maintainer;
    }

    List<String> shellOrDefault() {
        return shell.isEmpty() ? SHELL : shell;
    }

    Map<String, String> variables() {
        Map<String, String> variables = new TreeMap<>();
        for (String variable : environment) {
            int equals = variable.indexOf('=');
            variables.put(equals < 0 ? variable : variable.substring(0, equals), equals < 0 ? "" : variable.substring(equals + 1));
        }
        return variables;
    }

    /** In the place of one that has the name. */
    void set(String name, String value) {
        for (int at = 0; at < environment.size(); at++) {
            if (environment.get(at).equals(name) || environment.get(at).startsWith(name + "=")) {
                environment.set(at, name + "=" + value);
                return;
            }
        }
        environment.add(name + "=" + value);
    }

    /** Changes the configuration. @return how that stands in the history */
    String change(Instruction instruction, ShellWords words, BuildArguments arguments, BuildOutput output) {
        if (instruction instanceof Instruction.Env env) {
            List<Instruction.Variable> expanded = expanded(env.variables(), words);
            expanded.forEach(each -> set(each.name(), each.value().orElse("")));
            return "ENV" + joined(expanded);
        } else if (instruction instanceof Instruction.Label label) {
            List<Instruction.Variable> expanded = label.literal() ? label.labels() : expanded(label.labels(), words);
            expanded.forEach(each -> labels.put(each.name(), each.value().orElse("")));
            return "LABEL" + joined(expanded);
        } else if (instruction instanceof Instruction.Arg arg) {
            List<Instruction.Variable> expanded = expanded(arg.variables(), words);
            expanded.forEach(each -> arguments.declare(each.name(), each.value(), false));
            return "ARG" + joined(expanded);
        } else if (instruction instanceof Instruction.Expose expose) {
            List<String> ports = expose.ports().stream().map(words::expand).flatMap(each -> Stream.of(each.strip().split("\\s+"))).filter(each -> !each.isEmpty()).toList();
            ports.forEach(each -> exposedPorts.addAll(ExposedPorts.parse(each)));
            return "EXPOSE " + String.join(" ", ports);
        } else if (instruction instanceof Instruction.Volume volume) {
            List<String> paths = volume.paths().stream().map(words::expand).toList();
            if (paths.contains("")) {
                throw new EngineException(SYSTEM, "VOLUME specified can not be an empty string");
            }
            volumes.addAll(paths);
            return "VOLUME " + GoText.plain(paths);
        } else if (instruction instanceof Instruction.User named) {
            user = words.expand(named.user());
            return "USER " + user;
        } else if (instruction instanceof Instruction.StopSignal stop) {
            String signal = words.expand(stop.signal());
            Signal.parse(signal);
            stopSignal = Optional.of(signal);
            return "STOPSIGNAL " + signal;
        }
        return changeProgram(instruction, output);
    }

    private String changeProgram(Instruction instruction, BuildOutput output) {
        if (instruction instanceof Instruction.Cmd cmd) {
            command = Optional.of(resolved(cmd.command()));
            commandSet = commandSet || !cmd.command().words().isEmpty();
            return "CMD " + GoText.quoted(command.get());
        } else if (instruction instanceof Instruction.Entrypoint given) {
            entrypoint = given.command().words().isEmpty() ? List.of() : resolved(given.command());
            command = commandSet ? command : Optional.empty();
            return "ENTRYPOINT " + GoText.quoted(entrypoint);
        } else if (instruction instanceof Instruction.Shell given) {
            shell = given.words();
            return "SHELL " + GoText.plain(shell);
        } else if (instruction instanceof Instruction.Health health) {
            healthCheck.filter(before -> !before.test().equals(List.of("NONE")))
                    .ifPresent(before -> output.text("Note: overriding previous HEALTHCHECK: " + GoText.plain(before.test()) + "\n"));
            healthCheck = Optional.of(health.check());
            return "HEALTHCHECK " + GoText.quoted(health.check());
        } else if (instruction instanceof Instruction.OnBuild later) {
            onBuild.add(later.trigger());
            return "ONBUILD " + later.trigger();
        } else if (instruction instanceof Instruction.Maintainer named) {
            maintainer = named.name();
            return "MAINTAINER " + maintainer;
        }
        throw new IllegalStateException("no such instruction: " + instruction);
    }

    private static List<Instruction.Variable> expanded(List<Instruction.Variable> variables, ShellWords words) {
        return variables.stream().map(each -> new Instruction.Variable(words.expand(each.name()), each.value().map(words::expand))).toList();
    }

    private static String joined(List<Instruction.Variable> variables) {
        StringBuilder joined = new StringBuilder();
        variables.forEach(each -> joined.append(' ').append(each.name()).append(each.value().map(value -> "=" + value).orElse("")));
        return joined.toString();
    }

    /** In shell form it is the shell's. */
    List<String> resolved(Instruction.Command command) {
        return command.forShell() ? joined(shellOrDefault(), command.words()) : command.words();
    }

    static List<String> joined(List<String> first, List<String> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }
}
