package dev.berth.lab.check;

import java.util.List;

/** What differs in a container from its image. */
final class ChangeSubject extends Subject<ChangedPath> {

    static final ChangeSubject CHANGE = new ChangeSubject();

    private ChangeSubject() {
        super("change", List.of(of("added", ChangedPath.Kind.ADDED), of("changed", ChangedPath.Kind.CHANGED), of("deleted", ChangedPath.Kind.DELETED)), List.of());
    }

    private static Field<ChangedPath> of(final String key, final ChangedPath.Kind kind) {
        return new Field<>(key, FieldType.TEXT, (change, facts) -> change.kind() == kind ? List.of(change.path()) : List.of());
    }

    @Override
    String title(final ChangedPath change) {
        return change.path();
    }
}
