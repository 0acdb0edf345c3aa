package dev.berth.lab.check;

import java.util.List;

/** What is answered on a port of the machine. */
final class PageSubject extends Subject<PageFacts> {

    static final PageSubject PAGE = new PageSubject();

    private PageSubject() {
        super("answer", List.of(
                Field.number("status", PageFacts::status),
                new Field<>("header", FieldType.PAIRS, (page, facts) -> page.headers()),
                new Field<>("content", FieldType.OUTPUT, (page, facts) -> List.of(page.content())),
                Field.texts("line", page -> page.content().lines().map(String::strip).toList())),
                List.of());
    }

    @Override
    String title(final PageFacts page) {
        return page.url();
    }

    @Override
    List<PageFacts> all(final FactsView facts, final Selection.Query query) {
        return facts.page(query.path());
    }

    @Override
    List<Field<PageFacts>> told() {
        return List.of(Field.text("url", PageFacts::url));
    }
}
