package dev.berth.lab.lesson;

import com.vladsch.flexmark.ast.Image;
import com.vladsch.flexmark.ext.autolink.AutolinkExtension;
import com.vladsch.flexmark.ext.gfm.strikethrough.StrikethroughExtension;
import com.vladsch.flexmark.ext.tables.TablesExtension;
import com.vladsch.flexmark.html.HtmlRenderer;
import com.vladsch.flexmark.parser.Parser;
import com.vladsch.flexmark.util.ast.Document;
import com.vladsch.flexmark.util.ast.Node;
import com.vladsch.flexmark.util.ast.NodeVisitor;
import com.vladsch.flexmark.util.ast.VisitHandler;
import com.vladsch.flexmark.util.data.DataHolder;
import com.vladsch.flexmark.util.data.MutableDataSet;
import com.vladsch.flexmark.util.misc.Extension;
import dev.berth.lab.check.Task;
import dev.berth.lab.source.Mistakes;
import dev.berth.lab.source.SourcePosition;
import dev.berth.lab.source.Suggestion;
import dev.berth.lab.value.StudentValues;
import dev.berth.lab.value.Template;
import dev.berth.lab.value.Template.Placeholder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** The text of a lesson.md below its front matter: parsed once, and made into a page as a template with placeholders for each student's values. */
final class LessonText {

    private final SourcePosition start;
    private final Set<Placeholder> placeholders;
    private final Document document;
    private final Map<String, Picture> pictures;
    private final Glossary glossary;

    /**
     * @param start where the text begins in its file
     * @param machines of the lesson, by their names
     * @param values the names of the student's values
     * @param pictures that the text may show, by the names of their files
     * @param glossary the words that the text may refer to
     * @param mistakes where it is noted what is not understood
     * @throws dev.berth.lab.source.LessonSourceException if blocks are not, so that the rest cannot be looked at
     */
    LessonText(final SourcePosition start, final String text, final List<String> machines, final Set<String> values, final Map<String, Picture> pictures,
            final Glossary glossary, final Mistakes mistakes) {
        this.start = start;
        this.placeholders = new HashSet<>();
        values.forEach(value -> placeholders.add(new Placeholder(StudentValues.SCOPE, value)));
        placeholders.add(new Placeholder(StudentValues.SCOPE, StudentValues.NAME));
        checkLines(text.lines().toList(), mistakes);
        this.pictures = Map.copyOf(pictures);
        this.glossary = glossary;
        pictures.values().forEach(picture -> mistakes.check(() -> Template.parse(picture.position(), picture.content(), placeholders)));
        this.document = shallow(() -> Parser.builder(options())
                .customBlockParserFactory(new LessonBlockParser.Factory(start))
                .customInlineParserExtensionFactory(new Term.Factory())
                .build()
                .parse(text));
        shallow(() -> {
            new TextRules(this::position, machines, pictures.keySet(), glossary).check(document, mistakes);
            return true;
        });
    }

    private void checkLines(final List<String> lines, final Mistakes mistakes) {
        for (int i = 0; i < lines.size(); i++) {
            final String line = lines.get(i);
            final SourcePosition position = start.plus(i).at(Math.max(line.indexOf("${"), 0) + 1);
            mistakes.check(() -> Template.parse(position, line, placeholders));
        }
        final Mistakes outline = new Mistakes();
        BlockOutline.check(start, lines, outline);
        outline.raise();
    }

    /** What is nested without end would end the program's stack. */
    private <T> T shallow(final Supplier<T> work) {
        try {
            return work.get();
        } catch (final StackOverflowError e) {
            throw start.error("this text is nested too deeply: quotations, lists or emphasis inside each other");
        }
    }

    /** The questions by the names of their blocks, in the order of the text. */
    Map<String, Question> questions(final Mistakes mistakes) {
        final QuestionReader reader = new QuestionReader(this::position, placeholders);
        final Map<String, Question> questions = new LinkedHashMap<>();
        for (final LessonBlock block : blocks()) {
            final String name = block.opening().subject();
            if (!block.opening().kind().isQuestion()) {
                continue;
            }
            if (questions.containsKey(name)) {
                mistakes.add(position(block).error("there is a question \"" + name + "\" above; names are for one block only"));
            } else {
                mistakes.attempt(() -> reader.read(block)).ifPresent(question -> questions.put(name, question));
            }
        }
        return questions;
    }

    /**
     * The names of the tasks, in the order of the text.
     *
     * @param known those that tasks.yaml has
     */
    List<String> tasks(final Set<String> known, final Mistakes mistakes) {
        final List<String> tasks = new ArrayList<>();
        for (final LessonBlock block : blocks()) {
            final BlockKind kind = block.opening().kind();
            final String name = block.opening().subject();
            if ((kind == BlockKind.TASK || kind == BlockKind.HINTS) && !known.contains(name)) {
                mistakes.add(position(block).error("tasks.yaml has no task \"" + name + "\"" + Suggestion.of(name, known)));
            } else if (kind == BlockKind.TASK && tasks.contains(name)) {
                mistakes.add(position(block).error("task \"" + name + "\" is already above"));
            } else if (kind == BlockKind.TASK) {
                tasks.add(name);
            }
        }
        return tasks;
    }

    /** Notes each task that has no hints, or has them twice. A task that a question alone decides has none: the question explains each wrong answer. */
    void checkHints(final Map<String, Task> tasks, final Mistakes mistakes) {
        final Set<String> hinted = new HashSet<>();
        for (final LessonBlock block : blocks(BlockKind.HINTS)) {
            if (!hinted.add(block.opening().subject())) {
                mistakes.add(position(block).error("task \"" + block.opening().subject() + "\" has hints above; write them into one list"));
            }
        }
        for (final LessonBlock block : blocks(BlockKind.TASK)) {
            final Task task = tasks.get(block.opening().subject());
            if (task != null && !hinted.contains(task.name()) && !task.isQuestion()) {
                mistakes.add(position(block).error("task \"" + task.name() + "\" has no hints; write a block :::hints " + task.name() + " below it, from a nudge to the whole line"));
            }
        }
    }

    /** The names of the files of the pictures that are shown. */
    Set<String> shownPictures() {
        final Set<String> shown = new HashSet<>();
        new NodeVisitor(new VisitHandler<>(Image.class, image -> shown.add(image.getUrl().toString()))).visit(document);
        return shown;
    }

    /** The page, with placeholders for the student's values and for the state of the tasks and the answers ({@link TaskPlaceholder}, {@link QuestionPlaceholder}). @param machine whose ports it opens */
    Template html(final String lessonId, final String machine, final Map<String, Task> tasks) {
        final HtmlRenderer renderer = HtmlRenderer.builder(options())
                .nodeRendererFactory(options -> new LessonRenderer(lessonId, machine, tasks, pictures, glossary, this::position))
                .build();
        return Template.parse(shallow(() -> renderer.render(document)));
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

    private List<LessonBlock> blocks(final BlockKind kind) {
        return blocks().stream().filter(block -> block.opening().kind() == kind).toList();
    }

    private SourcePosition position(final Node node) {
        if (node instanceof LessonBlock block) {
            return block.position().at(1);
        }
        final int offset = node.getStartOffset();
        return start.plus(node.getStartLineNumber()).at(offset - document.getChars().startOfLine(offset) + 1);
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
