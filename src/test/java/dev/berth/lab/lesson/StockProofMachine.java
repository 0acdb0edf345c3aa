package dev.berth.lab.lesson;

import dev.berth.lab.machine.DockerClient;
import dev.berth.lab.machine.DockerFacts;
import dev.berth.lab.machine.DockerSocket;
import io.vertx.core.http.HttpClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** This computer with a stock Docker that has the lesson's images and no containers. Containers are removed afterwards, images put back. */
final class StockProofMachine implements ProofMachine {

    /** What has to be on it. */
    static final List<String> IMAGES = List.of("debian", "busybox");

    private final Path socket;
    private final Path kept;

    StockProofMachine(final Path socket) throws IOException {
        this.socket = socket;
        if (!Commands.run(docker("ps", "-aq")).isEmpty()) {
            throw new IllegalStateException("the Docker at \"" + socket + "\" has containers; a lesson is proved on one that is nobody's");
        }
        kept = Files.createTempFile("lesson-proof", ".tar");
        Commands.run(docker("save", "-o", kept.toString(), IMAGES.get(0), IMAGES.get(1)));
    }

    @Override
    public Path socket() {
        return socket;
    }

    @Override
    public DockerFacts facts(final HttpClient http) {
        return new DockerFacts(new DockerClient(new DockerSocket(http, socket)), http);
    }

    @Override
    public List<String> bash(final String script, final Map<String, String> environment) {
        final List<String> command = new ArrayList<>(List.of("env", "DOCKER_HOST=unix://" + socket));
        environment.forEach((variable, value) -> command.add(variable + "=" + value));
        command.addAll(List.of("bash", "-c", script));
        return command;
    }

    @Override
    public void layFiles(final Path folder) {
        throw new IllegalStateException("\"" + folder + "\" is for the home of a student's machine, and not of this computer");
    }

    @Override
    public void close() throws IOException {
        for (final String id : Commands.run(docker("ps", "-aq")).lines().toList()) {
            Commands.run(docker("rm", "-f", id));
        }
        Commands.run(docker("load", "-i", kept.toString()));
        Files.delete(kept);
    }

    private List<String> docker(final String... arguments) {
        final List<String> command = new ArrayList<>(List.of("docker", "-H", "unix://" + socket));
        command.addAll(List.of(arguments));
        return command;
    }
}
