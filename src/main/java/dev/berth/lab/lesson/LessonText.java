package dev.berth.lab.lesson;

import com.vladsch.flexmark.ext.autolink.AutolinkExtension;
import com.vladsch.flexmark.ext.gfm.strikethrough.StrikethroughExtension;
import com.vladsch.flexmark.ext.tables.TablesExtension;
import com.vladsch.flexmark.html.HtmlRenderer;
import com.vladsch.flexmark.parser.Parser;
import com.vladsch.flexmark.util.ast.Document;
import com.vladsch.flexmark.util.ast.Node;
import com.vladsch.flexmark.util.data.DataHolder;
import com.vladsch.flexmark.util.data.MutableDataSet;
import com.vladsch.flexmark.util.misc.Extension;
import dev.berth.lab.check.Task;
import dev.berth.lab.source.SourcePosition;
import dev.berth.lab.value.StudentValues;
import dev.berth.lab.value.Template;
import dev.berth.lab.value.Template.Place;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The text of a lesson.md below its front matter: parsed once, and made into a page as a template with places for each student's values. */
final class LessonText {

    private final SourcePosition start;
    private final Set<Place> places;
    private final Document document;
    private final Map<String, Picture> pictures;
    private final Glossary glossary;

    /**
     * @param start where the text begins in its file
     * @param values the names of the student's values
     * @param pictures that the text may show, by the names of their files
     * @param glossary the words that the text may refer to
     * @throws dev.berth.lab.source.LessonSourceException at the first thing that is not understood
     */
    LessonText(final SourcePosition start, final String text, final Set<String> values, final Map<String, Picture> pictures,
            final Glossary glossary) {
        this.start = start;
        this.places = new HashSet<>();
        values.forEach(value -> places.add(new Place(StudentValues.SCOPE, value)));
        places.add(new Place(StudentValues.SCOPE, StudentValues.NAME));
        final List<String> lines = text.lines().toList();
        BlockOutline.check(start, lines);
        for (int i = 0; i < lines.size(); i++) {
            Template.parse(start.plus(i), lines.get(i), places);
        }
        this.document = Parser.builder(options())
                .customBlockParserFactory(new LessonBlockParser.Factory(start))
                .customInlineParserExtensionFactory(new Term.Factory())
                .build()
                .parse(text);
        this.pictures = Map.copyOf(pictures);
        this.glossary = glossary;
        pictures.values().forEach(picture -> Template.parse(picture.position(), picture.content(), places));
        new TextRules(this::position, pictures.keySet(), glossary).check(document);
    }

    /** The questions by the names of their blocks, in the order of the text. */
    Map<String, Question> questions() {
        final QuestionReader reader = new QuestionReader(this::position, places);
        final Map<String, Question> questions = new LinkedHashMap<>();
        for (final LessonBlock block : blocks()) {
            if (block.opening().kind().isQuestion() && questions.put(block.opening().subject(), reader.read(block)) != null) {
                throw position(block).error("there is a question \"" + block.opening().subject() + "\" above; names are for one block only");
            }
        }
        return questions;
    }

    /** The names of the tasks, in the order of the text. */
    List<String> tasks() {
        final List<String> tasks = new ArrayList<>();
        for (final LessonBlock block : blocks()) {
            if (block.opening().kind() == BlockKind.TASK) {
                if (tasks.contains(block.opening().subject())) {
                    throw position(block).error("task \"" + block.opening().subject() + "\" is already above");
                }
                tasks.add(block.opening().subject());
            }
        }
        return tasks;
    }

    /** The page, with places for the student's values and for the state of the tasks and the answers ({@link TaskPlace}, {@link QuestionPlace}). */
    Template html(final String lessonId, final Map<String, Task> tasks) {
        for (final LessonBlock block : blocks()) {
            final BlockKind kind = block.opening().kind();
            if ((kind == BlockKind.TASK || kind == BlockKind.HINTS) && !tasks.containsKey(block.opening().subject())) {
                throw position(block).error("tasks.yaml has no task \"" + block.opening().subject() + "\"");
            }
        }
        final HtmlRenderer renderer = HtmlRenderer.builder(options())
                .nodeRendererFactory(options -> new LessonRenderer(lessonId, tasks, pictures, glossary, this::position))
                .build();
        return Template.parse(renderer.render(document));
    }

    private List<LessonBlock> blocks() {
        final List<LessonBlock> blocks = new ArrayList<>();
        for (final Node node : document.getChildren()) {
            if (node instanceof LessonBlock block) {
                blocks.add(block);
            }
        }
        return blocks;
    }

    private SourcePosition position(final Node node) {
        return node instanceof LessonBlock block ? block.position() : start.plus(node.getStartLineNumber());
    }

    private static DataHolder options() {
        final List<Extension> extensions = List.of(TablesExtension.create(), StrikethroughExtension.create(), AutolinkExtension.create());
        return new MutableDataSet()
                .set(Parser.EXTENSIONS, extensions)
                .set(Parser.TRACK_DOCUMENT_LINES, true)
                .set(HtmlRenderer.ESCAPE_HTML, true)
                .toImmutable();
    }
}
