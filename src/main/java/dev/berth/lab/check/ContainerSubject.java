package dev.berth.lab.check;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** Containers, also those that have ended. */
final class ContainerSubject extends Subject<ContainerFacts> {

    static final ContainerSubject CONTAINER = new ContainerSubject();

    private ContainerSubject() {
        super("container", List.of(
                new Field<>("image", FieldType.IMAGE, (container, facts) -> facts.imageNames(container)),
                Field.text("name", ContainerFacts::name),
                Field.texts("id", container -> List.of(container.shortId(), container.id())),
                new Field<>("state", FieldType.word("created", "running", "paused", "restarting", "removing", "exited", "dead"),
                        (container, facts) -> List.of(container.state())),
                new Field<>("exitCode", FieldType.NUMBER,
                        (container, facts) -> container.hasEnded() ? List.of(Integer.toString(container.exitCode())) : List.of()),
                new Field<>("ranFor", FieldType.NUMBER,
                        (container, facts) -> container.ranFor().map(time -> List.of(decimal(time.toMillis(), 1000))).orElse(List.of())),
                new Field<>("pid", FieldType.NUMBER,
                        (container, facts) -> container.pid() > 0 ? List.of(Integer.toString(container.pid())) : List.of()),
                Field.text("command", container -> String.join(" ", container.command())),
                Field.truth("terminal", ContainerFacts::terminal),
                Field.truth("interactive", ContainerFacts::interactive),
                new Field<>("attached", FieldType.TRUTH,
                        (container, facts) -> attached(container, facts).map(known -> List.of(Boolean.toString(known))).orElse(List.of())),
                Field.truth("autoRemove", ContainerFacts::autoRemove),
                Field.pairs("label", ContainerFacts::labels),
                Field.text("user", container -> container.options().user()),
                Field.text("hostname", container -> container.options().hostname()),
                Field.text("workdir", container -> container.options().workdir()),
                Field.text("entrypoint", container -> String.join(" ", container.options().entrypoint())),
                new Field<>("env", FieldType.PAIRS, (container, facts) -> container.options().environment()),
                Field.text("restart", container -> container.options().restart()),
                Field.number("memory", container -> decimal(container.options().memoryBytes(), 1 << 20)),
                Field.number("cpus", container -> decimal(container.options().nanoCpus(), 1_000_000_000L)),
                Field.number("pidsLimit", container -> container.options().pids()),
                new Field<>("network", FieldType.TEXT, (container, facts) -> List.of(facts.networkMode(container))),
                Field.text("address", container -> container.network().address()),
                Field.texts("ports", container -> container.network().ports()),
                new Field<>("health", FieldType.word("none", "starting", "healthy", "unhealthy"),
                        (container, facts) -> List.of(container.options().health())),
                Field.truth("privileged", container -> container.options().privileged()),
                new Field<>("starts", FieldType.TIMES, (container, facts) -> List.of(Integer.toString(facts.runs(container.id()).starts()))),
                // In one run: who comes to a container that was started anew meets another process.
                new Field<>("attaches", FieldType.TIMES, (container, facts) -> List.of(Integer.toString(facts.runs(container.id()).mostAttaches()))),
                new Field<>("returns", FieldType.TIMES, (container, facts) -> List.of(Integer.toString(facts.returns(container.id())))),
                // Sent through Docker, in the last run: a machine that ends has its containers killed as well, and no event tells of that.
                new Field<>("signal", FieldType.SIGNALS, (container, facts) -> facts.runs(container.id()).signals()),
                new Field<>("logs", FieldType.OUTPUT, (container, facts) -> List.of(facts.logs(container))),
                new Field<>("line", FieldType.TEXTS, (container, facts) -> facts.logs(container).lines().map(String::strip).toList())),
                List.of(
                        new Relation<>("mounts", MountSubject.MOUNT, (container, facts, query) -> container.mounts()),
                        new Relation<>("networks", EndpointSubject.ENDPOINT, (container, facts, query) -> container.network().endpoints()),
                        new Relation<>("diff", ChangeSubject.CHANGE, (container, facts, query) -> facts.changes(container.id())),
                        new Relation<>("process", ProcessSubject.PROCESS, (container, facts, query) -> facts.processesOf(container.id())),
                        new Relation<>("file", FileSubject.FILE, (container, facts, query) -> facts.file(container.id(), query.path()))));
    }

    /**
     * Docker tells of the attaching before it tells of the start: as long as the start of the last run is not known, the events are behind what inspect says, and neither
     * is certain. The start of one that was made with {@code -d} may be too long ago for Docker to tell.
     */
    private static Optional<Boolean> attached(final ContainerFacts container, final FactsView facts) {
        final ContainerRuns runs = facts.runs(container.id());
        return runs.starts() == 0 && !container.attached() ? Optional.of(false) : runs.startedAttached(container.hasEnded());
    }

    private static String decimal(final long number, final long unit) {
        return BigDecimal.valueOf(number).divide(BigDecimal.valueOf(unit)).stripTrailingZeros().toPlainString();
    }

    @Override
    String title(final ContainerFacts container) {
        return container.name();
    }

    @Override
    List<ContainerFacts> all(final FactsView facts, final Selection.Query query) {
        return facts.containers(query.includeOlder());
    }

    @Override
    String container(final ContainerFacts container) {
        return container.id();
    }

    @Override
    boolean hasAge() {
        return true;
    }

    @Override
    List<Field<ContainerFacts>> told() {
        return List.of(
                Field.text("id", ContainerFacts::shortId),
                Field.text("image", ContainerFacts::image),
                Field.number("exitCode", ContainerFacts::exitCode));
    }
}
