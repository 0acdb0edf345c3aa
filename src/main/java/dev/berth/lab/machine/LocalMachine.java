package dev.berth.lab.machine;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** This computer as the one machine, with its own Docker: local mode. It is there already, and nothing of it is ours to remove. */
public final class LocalMachine implements Machines {

    private final HttpClient http;
    private final DockerClient docker;

    /** @param socket of the computer's Docker daemon */
    public LocalMachine(HttpClient http, Path socket) {
        this.http = http;
        this.docker = new DockerClient(new DockerSocket(http, socket));
    }

    /**
     * The socket that {@code DOCKER_HOST} names, or Docker's usual one.
     *
     * @throws IllegalArgumentException if it names something else than a unix socket
     */
    public static Path socket(String dockerHost) {
        if (dockerHost.isEmpty()) {
            return Path.of("/var/run/docker.sock");
        }
        if (!dockerHost.startsWith("unix://")) {
            throw new IllegalArgumentException("DOCKER_HOST is \"" + dockerHost + "\": local mode needs a unix socket, unix:///path");
        }
        return Path.of(dockerHost.substring("unix://".length()));
    }

    /** There is one computer. */
    @Override
    public List<String> of(List<String> names) {
        return names.subList(0, 1);
    }

    /** The shell can be used even while Docker cannot; what is missing then is said by the tasks. */
    @Override
    public Future<Void> ready(MachineName name) {
        return Future.succeededFuture();
    }

    @Override
    public Future<Boolean> sleeps(MachineName name) {
        return Future.succeededFuture(false);
    }

    @Override
    public Future<Void> reset(MachineName name) {
        return Future.failedFuture(new UnsupportedOperationException("this machine is your own computer, so nothing on it is removed for you: "
                + "\"docker ps -a\" lists your containers, \"docker rm\" removes those that you name"));
    }

    @Override
    public Future<Void> remove(MachineName name) {
        return Future.succeededFuture();
    }

    @Override
    public Future<Optional<Incarnation>> incarnation(MachineName name) {
        return Future.succeededFuture(Optional.empty());
    }

    @Override
    public Future<Void> layFiles(MachineName name, Buffer tar) {
        return Future.succeededFuture();
    }

    @Override
    public Future<Optional<DockerClient.Exec>> runScript(MachineName name, String script, Map<String, String> environment, int seconds) {
        return Future.succeededFuture(Optional.empty());
    }

    @Override
    public Future<Optional<String>> address(MachineName name) {
        return Future.succeededFuture(Optional.empty()); // the browser is on this computer, and needs nobody in between
    }

    @Override
    public DockerClient docker(MachineName name) {
        return docker;
    }

    @Override
    public DockerFacts facts(MachineName name) {
        return new DockerFacts(docker, http);
    }
}
