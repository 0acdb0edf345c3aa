package dev.berth.lab.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;

/**
 * What {@code docker inspect} says of a container, as far as tasks ask for it.
 *
 * @param id 64 hex digits
 * @param name without the slash in front
 * @param image the image as it was asked for, such as {@code debian}
 * @param imageId {@code sha256:} and 64 hex digits
 * @param command the program and its arguments
 * @param state Docker's word: created, running, paused, restarting, removing, exited, dead
 * @param exitCode 0 as long as it runs; 127 in state created when the program could not be started
 * @param pid the number of its first process, as the machine counts; 0 when it does not run
 * @param terminal whether it has a terminal ({@code -t})
 * @param interactive whether its input is kept open ({@code -i})
 * @param attached whether the command that made it stayed with its output, so false after {@code -d}
 * @param autoRemove whether it is removed when it ends ({@code --rm})
 * @param created when it was made, by the clock of its Docker; the epoch if that is not said
 * @param started when its last run began, as Docker writes it
 * @param ended when its last run ended, as Docker writes it
 * @see <a href="https://docs.docker.com/engine/api/v1.41/#operation/ContainerInspect">ContainerInspect</a>
 */
public record ContainerFacts(
        String id,
        String name,
        String image,
        String imageId,
        List<String> command,
        String state,
        int exitCode,
        int pid,
        boolean terminal,
        boolean interactive,
        boolean attached,
        boolean autoRemove,
        Map<String, String> labels,
        Instant created,
        String started,
        String ended,
        Options options,
        Network network,
        List<Mount> mounts) {

    public ContainerFacts {
        command = List.copyOf(command);
        labels = Map.copyOf(labels);
        mounts = List.copyOf(mounts);
    }

    /**
     * How it was asked to run.
     *
     * @param entrypoint empty if there is none
     * @param environment each {@code KEY=VALUE}
     * @param restart the policy's name; {@code on-failure:3} if that has a limit
     * @param memoryBytes 0 without a limit
     * @param nanoCpus 0 without a limit
     * @param pids 0 without a limit
     * @param network the mode: {@code bridge}, {@code host}, {@code none}, a network's name
     * @param health {@code none} without a health check
     */
    public record Options(
            String user,
            String hostname,
            String workdir,
            List<String> entrypoint,
            List<String> environment,
            String restart,
            long memoryBytes,
            long nanoCpus,
            long pids,
            String network,
            String health,
            boolean privileged) {

        /** What a container has that was asked for nothing. */
        public static final Options NONE = new Options("", "", "", List.of(), List.of(), "no", 0, 0, 0, "bridge", "none", false);

        public Options {
            entrypoint = List.copyOf(entrypoint);
            environment = List.copyOf(environment);
        }

        private static Options ofInspect(final JsonNode document) {
            final JsonNode config = document.path("Config");
            final JsonNode host = document.path("HostConfig");
            final JsonNode restart = host.path("RestartPolicy");
            final int retries = restart.path("MaximumRetryCount").asInt();
            final String network = host.path("NetworkMode").asText();
            return new Options(
                    config.path("User").asText(),
                    config.path("Hostname").asText(),
                    config.path("WorkingDir").asText(),
                    DockerDocument.texts(config.path("Entrypoint")),
                    DockerDocument.texts(config.path("Env")),
                    or(restart.path("Name").asText(), "no") + (retries > 0 ? ":" + retries : ""),
                    host.path("Memory").asLong(),
                    nanoCpus(host),
                    Math.max(0, host.path("PidsLimit").asLong()),
                    network.isEmpty() || network.equals("default") ? "bridge" : network,
                    or(document.path("State").path("Health").path("Status").asText(), "none"),
                    host.path("Privileged").asBoolean());
        }

        private static long nanoCpus(final JsonNode host) {
            final long period = host.path("CpuPeriod").asLong(0);
            final long quota = host.path("CpuQuota").asLong(0);
            final long nano = host.path("NanoCpus").asLong(0);
            return nano > 0 || quota <= 0 ? nano : quota * 1_000_000_000L / (period > 0 ? period : 100_000);
        }
    }

    /**
     * Where it can be reached while it runs.
     *
     * @param address in the default network; empty if it has none there
     * @param ports those of the machine that lead to it: {@code 8080:80}, {@code 127.0.0.1:8080:80}, {@code 53:53/udp}
     * @param endpoints where it is connected, also as long as it does not run
     */
    public record Network(String address, List<String> ports, List<Endpoint> endpoints) {

        /** Of what does not run. */
        public static final Network NONE = new Network("", List.of(), List.of());

        public Network {
            ports = List.copyOf(ports);
            endpoints = List.copyOf(endpoints);
        }

        private static Network ofInspect(final JsonNode settings) {
            final Set<String> ports = new LinkedHashSet<>();
            settings.path("Ports").properties().forEach(port -> port.getValue().forEach(binding -> ports.add(port(port.getKey(), binding))));
            return new Network(
                    settings.path("IPAddress").asText(),
                    List.copyOf(ports),
                    settings.path("Networks").properties().stream().map(endpoint -> Endpoint.of(endpoint.getKey(), endpoint.getValue())).toList());
        }

        /** All addresses are not named, as they need not be named for {@code -p}; those of IPv4 and IPv6 are then one port. */
        private static String port(final String inside, final JsonNode binding) {
            final String address = binding.path("HostIp").asText();
            return (Set.of("", "0.0.0.0", "::").contains(address) ? "" : address + ":") + binding.path("HostPort").asText() + ":" + inside.replace("/tcp", "");
        }
    }

    /**
     * Its connection with a network.
     *
     * @param network its name
     * @param address empty as long as it does not run
     * @param aliases the names by which others of that network find it, beside its own
     */
    public record Endpoint(String network, String address, List<String> aliases) {

        public Endpoint {
            aliases = List.copyOf(aliases);
        }

        private static Endpoint of(final String network, final JsonNode settings) {
            return new Endpoint(network, settings.path("IPAddress").asText(), DockerDocument.texts(settings.path("Aliases")));
        }
    }

    /**
     * Something that it has mounted.
     *
     * @param type bind, volume, tmpfs
     * @param name of a volume; otherwise empty
     * @param source of a bind mount, a path on the machine
     * @param at where it is in the container
     */
    public record Mount(String type, String name, String source, String at, boolean readOnly) {

        private static Mount of(final JsonNode mount) {
            return new Mount(
                    mount.path("Type").asText(),
                    mount.path("Name").asText(),
                    mount.path("Source").asText(),
                    mount.path("Destination").asText(),
                    !mount.path("RW").asBoolean(true));
        }
    }

    /** Reads the answer of {@code GET /containers/ID/json}. What is missing in it is empty, 0 or false. */
    public static ContainerFacts ofInspect(final JsonNode document) {
        final JsonNode config = document.path("Config");
        final JsonNode state = document.path("State");
        final List<String> command = new ArrayList<>();
        command.add(document.path("Path").asText());
        command.addAll(DockerDocument.texts(document.path("Args")));
        final Map<String, String> labels = DockerDocument.labels(config.path("Labels"));
        final String name = document.path("Name").asText();
        return new ContainerFacts(
                document.path("Id").asText(),
                name.startsWith("/") ? name.substring(1) : name,
                config.path("Image").asText(),
                document.path("Image").asText(),
                command,
                state.path("Status").asText(),
                state.path("ExitCode").asInt(),
                state.path("Pid").asInt(),
                config.path("Tty").asBoolean(),
                config.path("OpenStdin").asBoolean(),
                config.path("AttachStdout").asBoolean(),
                document.path("HostConfig").path("AutoRemove").asBoolean(),
                labels,
                DockerDocument.time(document.path("Created")),
                state.path("StartedAt").asText(),
                state.path("FinishedAt").asText(),
                Options.ofInspect(document),
                Network.ofInspect(document.path("NetworkSettings")),
                StreamSupport.stream(document.path("Mounts").spliterator(), false).map(Mount::of).toList());
    }

    private static String or(final String text, final String instead) {
        return text.isEmpty() ? instead : text;
    }

    /** Whether it has run to an end, or could not begin; then it has an exit code. */
    boolean hasEnded() {
        return state.equals("exited") || state.equals("created") && exitCode != 0;
    }

    /** How long its last run took; empty as long as it runs, and of one that was never started. */
    Optional<Duration> ranFor() {
        final Instant from = DockerDocument.time(started);
        final Instant to = DockerDocument.time(ended);
        return state.equals("exited") && from.isAfter(Instant.EPOCH) && !to.isBefore(from) ? Optional.of(Duration.between(from, to)) : Optional.empty();
    }

    /** The request for what it printed. */
    FactRequest.Logs logs() {
        return new FactRequest.Logs(id, terminal, state.equals("exited") ? ended : "");
    }

    /** The id as Docker's lists show it: its first twelve digits. */
    public String shortId() {
        return DockerDocument.shortId(id);
    }
}
