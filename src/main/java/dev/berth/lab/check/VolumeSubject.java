package dev.berth.lab.check;

import java.util.List;

/** Volumes. */
final class VolumeSubject extends Subject<VolumeFacts> {

    static final VolumeSubject VOLUME = new VolumeSubject();

    private VolumeSubject() {
        super("volume", List.of(
                Field.text("name", VolumeFacts::name),
                Field.truth("anonymous", volume -> VolumeFacts.isAnonymous(volume.name())),
                Field.text("driver", VolumeFacts::driver),
                Field.pairs("label", VolumeFacts::labels)),
                List.of(
                        new Relation<>("usedBy", ContainerSubject.CONTAINER, (volume, facts, query) -> facts.using(volume.name())),
                        new Relation<>("file", FileSubject.FILE, (volume, facts, query) -> facts.fileInVolume(volume.name(), query.path()))));
    }

    @Override
    String title(final VolumeFacts volume) {
        return volume.name();
    }

    @Override
    List<VolumeFacts> all(final FactsView facts, final Selection.Query query) {
        return facts.volumes(query.includeOlder());
    }

    @Override
    boolean hasAge() {
        return true;
    }
}
