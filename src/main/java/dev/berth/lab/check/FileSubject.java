package dev.berth.lab.check;

import dev.berth.lab.check.Selection.Place;
import java.util.List;

/** What is at one path: a file, a directory or a link. */
final class FileSubject extends Subject<FileFacts> {

    static final FileSubject FILE = new FileSubject();

    private FileSubject() {
        super("file", List.of(
                new Field<>("type", FieldType.word("file", "directory", "link", "other"), (file, facts) -> List.of(file.type())),
                Field.number("size", FileFacts::bytes),
                new Field<>("mode", FieldType.MODE, (file, facts) -> List.of(file.mode())),
                new Field<>("owner", FieldType.OWNER, (file, facts) -> List.of(file.owner())),
                new Field<>("target", FieldType.TEXT, (file, facts) -> file.type().equals("link") ? List.of(file.target()) : List.of()),
                new Field<>("content", FieldType.OUTPUT, (file, facts) -> file.type().equals("file") ? List.of(file.text()) : List.of()),
                Field.texts("line", file -> file.content().lines().map(String::strip).toList()),
                new Field<>("sha256", FieldType.TEXT, (file, facts) -> facts.checksum(file))),
                List.of());
    }

    @Override
    String title(final FileFacts file) {
        return file.path();
    }

    @Override
    List<FileFacts> all(final FactsView facts, final Selection.Query query) {
        if (query.in() instanceof Place.Container container) {
            return facts.of(container.name(), name -> facts.named(container.name()).stream().flatMap(found -> facts.file(found.id(), query.path()).stream()).toList());
        }
        if (query.in() instanceof Place.Volume volume) {
            return facts.of(volume.name(), name -> facts.fileInVolume(name, query.path()));
        }
        if (query.in() instanceof Place.Image image) {
            return facts.of(image.name(), name -> facts.imagesNamed(name).stream().flatMap(found -> facts.fileInImage(found, query.path()).stream()).toList());
        }
        return facts.file("", query.path());
    }

    @Override
    boolean hasPlace() {
        return true;
    }

    @Override
    List<Field<FileFacts>> told() {
        return List.of(Field.text("path", FileFacts::path));
    }
}
