package dev.berth.lab.lesson;

import dev.berth.lab.machine.CheckScripts;
import dev.berth.lab.machine.DockerClient;
import dev.berth.lab.machine.DockerFacts;
import dev.berth.lab.machine.DockerSocket;
import io.vertx.core.http.HttpClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A machine on Berth's engine, made through its admin socket by the docker CLI. */
final class EngineProofMachine implements ProofMachine {

    private static final String DOCKER = Optional.ofNullable(System.getenv("BERTH_DOCKER")).orElse("docker");
    private static final String IMAGE = "berth/workstation";

    private final Path run;
    private final String name;

    /**
     * @param run the folder of the engine's sockets, {@code BERTH_RUN}
     * @param student whose it is: machines of one student reach each other
     * @param hostname as the lesson calls it
     */
    EngineProofMachine(final Path run, final String student, final String hostname) {
        this.run = run;
        this.name = student + "-" + hostname;
        Commands.run(admin("run", "-d", "--runtime", "machine", "--hostname", hostname, "--label", "berth.student=" + student, "--name", name, IMAGE));
    }

    @Override
    public Path socket() {
        return run.resolve("machines").resolve(name).resolve("docker.sock");
    }

    @Override
    public DockerFacts facts(final HttpClient http, final Optional<CheckScripts> scripts) {
        return new DockerFacts(new DockerClient(new DockerSocket(http, socket())), http, new DockerFacts.Admin(new DockerSocket(http, run.resolve("engine.sock")), name, scripts.orElseThrow()));
    }

    @Override
    public List<String> bash(final String script, final Map<String, String> environment) {
        final List<String> command = new ArrayList<>(admin("exec", "-i"));
        environment.forEach((variable, value) -> command.addAll(List.of("-e", variable + "=" + value)));
        command.addAll(List.of(name, "bash", "-c", script));
        return command;
    }

    @Override
    public void layFiles(final Path folder) {
        Commands.run(admin("cp", folder + "/.", name + ":/root"));
    }

    @Override
    public void close() {
        Commands.run(admin("rm", "-f", name));
    }

    private List<String> admin(final String... arguments) {
        final List<String> command = new ArrayList<>(List.of(DOCKER, "-H", "unix://" + run.resolve("engine.sock")));
        command.addAll(List.of(arguments));
        return command;
    }
}
