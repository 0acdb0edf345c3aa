package dev.berth.lab.lesson;

import dev.berth.lab.machine.CheckScripts;
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
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * This computer with a stock Docker that has the lesson's images and no containers, and with an empty home folder. Containers and what was built are removed
 * afterwards, images put back.
 */
final class StockProofMachine implements ProofMachine {

    /** What has to be on it. */
    static final List<String> IMAGES = List.of("debian", "busybox");

    private final Path socket;
    private final Path kept;
    private final Path home;
    private final Set<String> names;

    StockProofMachine(final Path socket) throws IOException {
        this.socket = socket;
        if (!Commands.run(docker("ps", "-aq")).isEmpty()) {
            throw new IllegalStateException("the Docker at \"" + socket + "\" has containers; a lesson is proved on one that is nobody's");
        }
        names = names();
        home = Files.createTempDirectory("lesson-proof");
        kept = Files.createTempFile("lesson-proof", ".tar");
        Commands.run(docker("save", "-o", kept.toString(), IMAGES.get(0), IMAGES.get(1)));
    }

    @Override
    public Path socket() {
        return socket;
    }

    @Override
    public DockerFacts facts(final HttpClient http, final Optional<CheckScripts> scripts) {
        return new DockerFacts(new DockerClient(new DockerSocket(http, socket)), http);
    }

    @Override
    public List<String> bash(final String script, final Map<String, String> environment) {
        final List<String> command = new ArrayList<>(List.of("env", "DOCKER_HOST=unix://" + socket, "HOME=" + home));
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
            Commands.run(docker("rm", "-f", "-v", id));
        }
        final Set<String> built = names();
        built.removeAll(names);
        for (final String name : built) {
            Commands.run(docker("image", "rm", name));
        }
        Commands.run(docker("load", "-i", kept.toString()));
        Commands.run(docker("image", "prune", "-f")); // what was built last under a name, and what was before it
        Files.delete(kept);
        Commands.run(List.of("rm", "-rf", "--one-file-system", home.toString()));
    }

    private Set<String> names() {
        return Commands.run(docker("image", "ls", "--filter", "dangling=false", "--format", "{{.Repository}}:{{.Tag}}")).lines().collect(Collectors.toSet());
    }

    private List<String> docker(final String... arguments) {
        final List<String> command = new ArrayList<>(List.of("docker", "-H", "unix://" + socket));
        command.addAll(List.of(arguments));
        return command;
    }
}
