package dev.berth.engine.build;

import dev.berth.engine.image.HealthCheck;
import dev.berth.engine.image.ImageConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

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

    /** As it is recorded with an instruction. */
    ImageConfig with(List<String> otherEntrypoint, Optional<List<String>> otherCommand) {
        return new ImageConfig(user, List.copyOf(environment), otherEntrypoint, otherCommand, workingDirectory, Map.copyOf(labels), new TreeSet<>(exposedPorts),
                new TreeSet<>(volumes), stopSignal, healthCheck, shell, List.copyOf(onBuild));
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
}
