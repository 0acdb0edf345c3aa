package dev.berth.lab.check;

import java.util.List;

/** The layers of images, one that several have once for each of them. */
final class LayerSubject extends Subject<LayerFacts> {

    static final LayerSubject LAYER = new LayerSubject();

    private LayerSubject() {
        super("layer", List.of(
                new Field<>("image", FieldType.IMAGES, (layer, facts) -> layer.image().names()),
                Field.number("position", LayerFacts::position),
                Field.text("digest", LayerFacts::digest),
                new Field<>("size", FieldType.NUMBER, (layer, facts) -> layer.step().map(step -> List.of(Long.toString(step.bytes()))).orElse(List.of())),
                new Field<>("createdBy", FieldType.TEXT, (layer, facts) -> layer.step().map(step -> List.of(step.createdBy())).orElse(List.of())),
                new Field<>("sharedWith", FieldType.IMAGES, (layer, facts) -> facts.sharing(layer).stream().flatMap(image -> image.names().stream()).toList()),
                new Field<>("sharedBy", FieldType.NUMBER, (layer, facts) -> List.of(Integer.toString(facts.sharing(layer).size())))),
                List.of());
    }

    @Override
    String title(final LayerFacts layer) {
        return "layer " + layer.position() + " of " + layer.image().names().stream().findFirst().orElse(layer.image().id()).replaceFirst(":latest$", "");
    }

    @Override
    List<LayerFacts> all(final FactsView facts, final Selection.Query query) {
        return facts.images().stream().flatMap(image -> facts.layers(image).stream()).toList();
    }
}
