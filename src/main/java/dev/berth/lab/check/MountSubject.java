package dev.berth.lab.check;

import dev.berth.lab.check.ContainerFacts.Mount;
import java.util.List;

/** What a container has mounted. */
final class MountSubject extends Subject<Mount> {

    static final MountSubject MOUNT = new MountSubject();

    private MountSubject() {
        super("mount", List.of(
                new Field<>("volume", FieldType.TEXT, (mount, facts) -> mount.type().equals("volume") ? List.of(mount.name()) : List.of()),
                Field.truth("anonymous", mount -> mount.type().equals("volume") && VolumeFacts.isAnonymous(mount.name())),
                new Field<>("bind", FieldType.TEXT, (mount, facts) -> mount.type().equals("bind") ? List.of(mount.source()) : List.of()),
                Field.text("at", Mount::at),
                Field.truth("readOnly", Mount::readOnly)),
                List.of());
    }

    @Override
    String title(final Mount mount) {
        return mount.at();
    }
}
