package dev.berth.lab.check;

import dev.berth.lab.check.Selection.Place;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Processes of the machine, by its numbers. */
final class ProcessSubject extends Subject<ProcessFacts> {

    /** The kinds of namespaces, as {@code /proc/PID/ns} calls them. */
    static final List<String> NAMESPACES = List.of("cgroup", "ipc", "mnt", "net", "pid", "time", "user", "uts");

    static final ProcessSubject PROCESS = new ProcessSubject();

    private ProcessSubject() {
        super("process", everything(), List.of());
    }

    private static List<Field<ProcessFacts>> everything() {
        final List<Field<ProcessFacts>> fields = new ArrayList<>(List.of(
                Field.texts("program", ProcessSubject::programs),
                Field.text("command", process -> String.join(" ", process.command())),
                Field.texts("user", process -> process.user() == 0 ? List.of("0", "root") : List.of(Integer.toString(process.user()))),
                Field.number("pid", ProcessFacts::pid),
                Field.number("parent", ProcessFacts::parent),
                Field.number("pidInside", ProcessFacts::inside),
                Field.text("root", ProcessFacts::root),
                Field.text("hostname", ProcessFacts::hostname),
                Field.truth("forwards", ProcessFacts::forwards)));
        NAMESPACES.forEach(kind -> fields.add(namespace(kind)));
        return fields;
    }

    /** The program by its name and by its path, as it was called and as the kernel knows it. */
    private static List<String> programs(final ProcessFacts process) {
        final Set<String> programs = new LinkedHashSet<>();
        process.command().stream().findFirst().ifPresent(path -> {
            programs.add(path.substring(path.lastIndexOf('/') + 1));
            programs.add(path);
        });
        programs.add(process.name());
        return List.copyOf(programs);
    }

    /** Whether its namespace of a kind is that of the machine, and the namespace's number. */
    static Field<ProcessFacts> namespace(final String kind) {
        return new Field<>("namespaces." + kind, FieldType.word("own", "machine"), (process, facts) -> {
            final String namespace = process.namespaces().get(kind);
            final Optional<String> machines = facts.processes().stream().filter(each -> each.pid() == 1).findFirst().map(first -> first.namespaces().get(kind));
            return namespace == null || machines.isEmpty() ? List.of() : List.of(namespace.equals(machines.get()) ? "machine" : "own", namespace);
        });
    }

    /** The containers with whose processes it shares a namespace. */
    static Relation<ProcessFacts, ContainerFacts> sharing(final String kind) {
        return new Relation<>("sharesNamespace", ContainerSubject.CONTAINER, (process, facts, query) -> {
            final Optional<String> namespace = Optional.ofNullable(process.namespaces().get(kind));
            final Set<String> sharing = facts.processes().stream()
                    .filter(other -> namespace.isPresent() && namespace.get().equals(other.namespaces().get(kind)))
                    .map(ProcessFacts::container)
                    .filter(container -> !container.equals(process.container()))
                    .collect(Collectors.toSet());
            return facts.containers(true).stream().filter(container -> sharing.contains(container.id())).toList();
        });
    }

    @Override
    String title(final ProcessFacts process) {
        return process.command().isEmpty() ? process.name() : String.join(" ", process.command());
    }

    @Override
    List<ProcessFacts> all(final FactsView facts, final Selection.Query query) {
        if (query.in() instanceof Place.Container container) {
            return facts.named(container.name()).stream().flatMap(found -> facts.processesOf(found.id()).stream()).toList();
        }
        final Stream<ProcessFacts> all = facts.processes().stream();
        return (query.in() instanceof Place.Machine ? all.filter(process -> process.container().isEmpty()) : all).toList();
    }

    @Override
    String container(final ProcessFacts process) {
        return process.container();
    }

    @Override
    boolean hasPlace() {
        return true;
    }
}
