package dev.berth.lab.check;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Containers for tests: an ended {@code echo} from debian, unless said otherwise. */
public final class ContainerBuilder {

    private final String id;
    private String name;
    private String image = "debian";
    private String imageId = "sha256:debian";
    private List<String> command = List.of("echo", "hello");
    private String state = "exited";
    private int exitCode;
    private int pid;
    private boolean terminal;
    private boolean attached = true;
    private Map<String, String> labels = Map.of();
    private ContainerFacts.Options options = ContainerFacts.Options.NONE;
    private ContainerFacts.Network network = ContainerFacts.Network.NONE;
    private List<ContainerFacts.Mount> mounts = List.of();
    private String started = "2026-01-01T00:00:00Z";
    private String ended = "2026-01-01T00:00:01Z";
    private Instant created = Instant.parse("2026-01-01T00:00:00Z");

    private ContainerBuilder(final String id) {
        this.id = id;
        this.name = "name-of-" + id;
    }

    public static ContainerBuilder container(final String id) {
        return new ContainerBuilder(id);
    }

    public ContainerBuilder name(final String value) {
        name = value;
        return this;
    }

    public ContainerBuilder image(final String value, final String valueId) {
        image = value;
        imageId = valueId;
        return this;
    }

    public ContainerBuilder command(final String... value) {
        command = List.of(value);
        return this;
    }

    public ContainerBuilder running(final int value) {
        state = "running";
        pid = value;
        return this;
    }

    public ContainerBuilder state(final String value, final int code) {
        state = value;
        exitCode = code;
        return this;
    }

    /** When its last run began and ended, as Docker writes it. */
    public ContainerBuilder ran(final String from, final String to) {
        started = from;
        ended = to;
        return this;
    }

    public ContainerBuilder terminal() {
        terminal = true;
        return this;
    }

    public ContainerBuilder detached() {
        attached = false;
        return this;
    }

    public ContainerBuilder label(final String key, final String value) {
        labels = Map.of(key, value);
        return this;
    }

    public ContainerBuilder created(final Instant value) {
        created = value;
        return this;
    }

    public ContainerBuilder options(final ContainerFacts.Options value) {
        options = value;
        return this;
    }

    public ContainerBuilder network(final String address, final String... ports) {
        network = new ContainerFacts.Network(address, List.of(ports), network.endpoints());
        return this;
    }

    public ContainerBuilder connected(final ContainerFacts.Endpoint... endpoints) {
        network = new ContainerFacts.Network(network.address(), network.ports(), List.of(endpoints));
        return this;
    }

    public ContainerBuilder mounts(final ContainerFacts.Mount... value) {
        mounts = List.of(value);
        return this;
    }

    public ContainerFacts build() {
        return new ContainerFacts(
                id, name, image, imageId, command, state, exitCode, pid, terminal, terminal, attached, false, labels, created,
                started, state.equals("exited") ? ended : "", options, network, mounts);
    }
}
