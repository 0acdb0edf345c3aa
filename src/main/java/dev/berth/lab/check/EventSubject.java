package dev.berth.lab.check;

import java.util.List;
import java.util.Optional;

/** What happened in the machine's Docker. */
final class EventSubject extends Subject<MachineEvent> {

    static final Field<MachineEvent> ACTION = new Field<>("action",
            FieldType.word("attach", "commit", "connect", "copy", "create", "delete", "destroy", "detach", "die", "disconnect", "exec_create", "exec_detach", "exec_die",
                    "exec_start", "export", "health_status", "import", "kill", "load", "mount", "oom", "pause", "prune", "pull", "push", "rename", "resize", "restart",
                    "save", "start", "stop", "tag", "top", "unmount", "unpause", "untag", "update"),
            (event, facts) -> List.of(event.verb()));

    static final Field<MachineEvent> TYPE =
            new Field<>("type", FieldType.word("container", "image", "network", "volume"), (event, facts) -> List.of(event.type()));

    static final EventSubject EVENT = new EventSubject();

    private EventSubject() {
        super("event", List.of(
                TYPE,
                ACTION,
                new Field<>("command", FieldType.TEXT, (event, facts) -> List.of(facts.command(event))),
                attribute("image", FieldType.IMAGE),
                attribute("name", FieldType.TEXT),
                attribute("exitCode", FieldType.NUMBER),
                attribute("signal", FieldType.NUMBER),
                new Field<>("id", FieldType.TEXTS, (event, facts) -> List.of(DockerDocument.shortId(event.actor()), event.actor())),
                new Field<>("terminal", FieldType.TRUTH, (event, facts) -> facts.execTerminal(event).map(known -> List.of(Boolean.toString(known))).orElse(List.of())),
                Field.pairs("label", MachineEvent::attributes),
                new Field<>("autoRemove", FieldType.TRUTH,
                        (event, facts) -> facts.autoRemove(event.actor()).map(known -> List.of(Boolean.toString(known))).orElse(List.of()))),
                List.of());
    }

    private static Field<MachineEvent> attribute(final String key, final FieldType type) {
        return new Field<>(key, type, (event, facts) -> Optional.ofNullable(event.attributes().get(key)).map(List::of).orElse(List.of()));
    }

    @Override
    String title(final MachineEvent event) {
        return event.attributes().getOrDefault("name", event.actor());
    }

    @Override
    List<MachineEvent> all(final FactsView facts, final Selection.Query query) {
        return facts.events(query.includeOlder());
    }

    @Override
    String container(final MachineEvent event) {
        return event.actor();
    }

    @Override
    boolean hasAge() {
        return true;
    }

    @Override
    List<Field<MachineEvent>> told() {
        return List.of(Field.text("id", event -> DockerDocument.shortId(event.actor())));
    }
}
