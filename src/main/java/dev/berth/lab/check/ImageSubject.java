package dev.berth.lab.check;

import dev.berth.lab.check.ImageSubject.NamedImage;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;

/** Images, once by each of their names. */
final class ImageSubject extends Subject<NamedImage> {

    /** What is at a path in it. */
    static final Relation<NamedImage, FileFacts> FILE = new Relation<>("file", FileSubject.FILE, (image, facts, query) -> facts.fileInImage(image.facts(), query.path()));

    static final ImageSubject IMAGE = new ImageSubject();

    private ImageSubject() {
        super("image", List.of(
                new Field<>("name", FieldType.ANY_TAG, (image, facts) -> List.of(image.repository() + ":" + image.tag())),
                Field.text("tag", NamedImage::tag),
                new Field<>("sizeMiB", FieldType.NUMBER, (image, facts) -> List.of(
                        BigDecimal.valueOf(image.facts().bytes()).divide(BigDecimal.valueOf(1 << 20), 1, RoundingMode.HALF_UP).toPlainString())),
                new Field<>("sameAs", FieldType.IMAGES, (image, facts) -> image.facts().names()),
                of("env", FieldType.PAIRS, ImageContentFacts::environment),
                of("command", FieldType.TEXT, content -> List.of(String.join(" ", content.command()))),
                of("entrypoint", FieldType.TEXT, content -> List.of(String.join(" ", content.entrypoint()))),
                of("user", FieldType.TEXT, content -> List.of(content.user())),
                of("workdir", FieldType.TEXT, content -> List.of(content.workdir())),
                of("label", FieldType.PAIRS, content -> content.labels().entrySet().stream().map(each -> each.getKey() + "=" + each.getValue()).toList()),
                of("exposes", FieldType.TEXTS, content -> ports(content)),
                of("volume", FieldType.TEXTS, ImageContentFacts::volumes),
                of("history", FieldType.TEXTS, content -> content.history().stream().map(ImageContentFacts.Step::createdBy).toList()),
                of("steps", FieldType.OUTPUT, content -> List.of(oldestFirst(content.history()))),
                of("layers", FieldType.NUMBER, content -> List.of(Integer.toString(content.layers().size()))),
                new Field<>("sharesLayersWith", FieldType.IMAGES, (image, facts) -> facts.sharingLayersWith(image.facts())),
                new Field<>("standsOn", FieldType.IMAGES, (image, facts) -> facts.below(image.facts()))),
                List.of(FILE, new Relation<>("layer", LayerSubject.LAYER, (image, facts, query) -> facts.layers(image.facts()))));
    }

    /** An image by one of its names. */
    record NamedImage(String repository, String tag, ImageFacts facts) {

        static NamedImage of(final String name, final ImageFacts facts) {
            final int colon = name.indexOf(':', name.lastIndexOf('/') + 1);
            return colon < 0 ? new NamedImage(name, "latest", facts) : new NamedImage(name.substring(0, colon), name.substring(colon + 1), facts);
        }
    }

    private static Field<NamedImage> of(final String key, final FieldType type, final Function<ImageContentFacts, List<String>> values) {
        return new Field<>(key, type, (image, facts) -> facts.content(image.facts()).map(values).orElse(List.of()));
    }

    private static String oldestFirst(final List<ImageContentFacts.Step> history) {
        final List<String> steps = new ArrayList<>(history.stream().map(ImageContentFacts.Step::createdBy).toList());
        Collections.reverse(steps);
        return String.join("\n", steps);
    }

    /** {@code 80} is {@code 80/tcp}. */
    private static List<String> ports(final ImageContentFacts content) {
        final List<String> ports = new ArrayList<>(content.ports());
        content.ports().stream().filter(port -> port.endsWith("/tcp")).forEach(port -> ports.add(port.substring(0, port.indexOf('/'))));
        return ports;
    }

    @Override
    String title(final NamedImage image) {
        return image.tag().equals("latest") ? image.repository() : image.repository() + ":" + image.tag();
    }

    @Override
    List<NamedImage> all(final FactsView facts, final Selection.Query query) {
        return facts.images().stream().flatMap(image -> image.names().stream().map(name -> NamedImage.of(name, image))).toList();
    }

    @Override
    List<Field<NamedImage>> told() {
        return List.of(
                Field.text("name", this::title),
                Field.text("id", image -> image.facts().id().replaceFirst("^sha256:", "").replaceFirst("(?<=^.{12}).*", "")));
    }
}
