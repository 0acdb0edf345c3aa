package dev.berth.lab.lesson;

import com.vladsch.flexmark.ast.BulletList;
import com.vladsch.flexmark.ast.Code;
import com.vladsch.flexmark.ast.FencedCodeBlock;
import com.vladsch.flexmark.ast.Image;
import com.vladsch.flexmark.ast.Paragraph;
import com.vladsch.flexmark.ast.Text;
import com.vladsch.flexmark.html.HtmlWriter;
import com.vladsch.flexmark.html.renderer.NodeRenderer;
import com.vladsch.flexmark.html.renderer.NodeRendererContext;
import com.vladsch.flexmark.html.renderer.NodeRenderingHandler;
import com.vladsch.flexmark.util.ast.Node;
import dev.berth.lab.check.Task;
import dev.berth.lab.source.SourcePosition;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Renders our blocks to the elements in {@code docs/lab-api.md}. Right answers and explanations are not among them: students read pages' sources. */
final class LessonRenderer implements NodeRenderer {

    private final String lessonId;
    private final String machine;
    private final Map<String, Task> tasks;
    private final Map<String, Picture> pictures;
    private final Glossary glossary;
    private final Function<Node, SourcePosition> positions;
    private int picturesShown;
    private int termsShown;

    LessonRenderer(
            final String lessonId,
            final String machine,
            final Map<String, Task> tasks,
            final Map<String, Picture> pictures,
            final Glossary glossary,
            final Function<Node, SourcePosition> positions) {
        this.lessonId = lessonId;
        this.machine = machine;
        this.tasks = tasks;
        this.pictures = pictures;
        this.glossary = glossary;
        this.positions = positions;
    }

    @Override
    public Set<NodeRenderingHandler<?>> getNodeRenderingHandlers() {
        return Set.of(
                new NodeRenderingHandler<>(LessonBlock.class, this::block),
                new NodeRenderingHandler<>(Image.class, this::picture),
                new NodeRenderingHandler<>(Term.class, this::term),
                new NodeRenderingHandler<>(Code.class, (code, context, html) -> html.raw(Html.code(code.getText().normalizeEOL().replaceAll("\\s+", " ").strip()))),
                new NodeRenderingHandler<>(FencedCodeBlock.class, this::listing));
    }

    private void block(final LessonBlock block, final NodeRendererContext context, final HtmlWriter html) {
        switch (block.opening().kind()) {
            case TASK -> task(block, context, html);
            case HINTS -> hints(block, context, html);
            case MORE -> more(block, context, html);
            case COMPARE -> compare(block, context, html);
            case PORT -> port(block, context, html);
            case QUIZ, PREDICT -> choice(block, context, html);
            case ANSWER -> typed(block, context, html);
        }
    }

    private void task(final LessonBlock block, final NodeRendererContext context, final HtmlWriter html) {
        final String name = block.opening().subject();
        html.line().raw("<section class=\"task\" id=\"task-" + name + "\" data-task=\"" + name
                + "\" data-verdict=\"" + TaskPlaceholder.VERDICT.of(name) + "\">");
        html.raw("<h3>" + Html.saying(tasks.get(name).title().source()) + "</h3>");
        html.raw("<div class=\"task-text\">");
        context.renderChildren(block);
        html.raw("</div>");
        html.raw("<p class=\"task-status\" role=\"status\">" + TaskPlaceholder.STATUS.of(name) + "</p>");
        html.raw("<p class=\"task-hint\">" + TaskPlaceholder.HINT.of(name) + "</p></section>").line();
    }

    private void hints(final LessonBlock block, final NodeRendererContext context, final HtmlWriter html) {
        html.line().raw("<details class=\"hints\" data-task=\"" + block.opening().subject() + "\"><summary>Hint</summary>");
        context.renderChildren(block);
        html.raw("</details>").line();
    }

    private void more(final LessonBlock block, final NodeRendererContext context, final HtmlWriter html) {
        html.line().raw("<details class=\"more\"><summary>" + Html.saying(block.opening().subject()) + "</summary>");
        context.renderChildren(block);
        html.raw("</details>").line();
    }

    private void compare(final LessonBlock block, final NodeRendererContext context, final HtmlWriter html) {
        html.line().raw("<section class=\"compare\"><h3>" + Html.saying(block.opening().subject()) + "</h3><div class=\"compare-parts\">");
        for (final Node child : block.getChildren()) {
            if (!(child.getPrevious() instanceof Paragraph)) {
                html.raw("<div class=\"compare-part\">");
            }
            context.render(child);
            if (!(child instanceof Paragraph)) {
                html.raw("</div>");
            }
        }
        html.raw("</div></section>").line();
    }

    /** The link works whether or not something answers: where it leads says what to look at. Scripts say whether the port is published. */
    private void port(final LessonBlock block, final NodeRendererContext context, final HtmlWriter html) {
        final String port = block.opening().expected();
        html.line().raw("<section class=\"port\" data-machine=\"" + machine + "\" data-port=\"" + port + "\"><h3>" + Html.saying(block.opening().subject()) + "</h3>");
        context.renderChildren(block);
        html.raw("<p class=\"port-line\"><a class=\"port-link\" href=\"/ports/" + machine + "/" + port + "\" target=\"_blank\" rel=\"noopener\">Open port " + port
                + "</a> <span class=\"note\" data-port-state role=\"status\"></span></p></section>").line();
    }

    /** Without scripts it is a link to the glossary; the card is shown while the word is pointed at or has the keyboard. */
    private void term(final Term term, final NodeRendererContext context, final HtmlWriter html) {
        final Glossary.Entry entry = glossary.find(term.word()).orElseThrow();
        termsShown++;
        html.raw("<span class=\"term\"><a href=\"/glossary#" + entry.anchor() + "\" aria-describedby=\"term-" + termsShown + "\">" + Html.escape(term.shown())
                + "</a><span class=\"term-card\" role=\"tooltip\" id=\"term-" + termsShown + "\">" + entry.html() + "</span></span>");
    }

    private void choice(final LessonBlock block, final NodeRendererContext context, final HtmlWriter html) {
        final String name = block.opening().subject();
        final boolean guess = block.opening().kind() == BlockKind.PREDICT;
        openForm(block, html);
        html.raw("<fieldset" + (guess ? QuestionPlaceholder.compared(name) : "") + ">");
        int option = 0;
        for (final Node child : block.getChildren()) {
            if (child instanceof Paragraph question) {
                html.raw("<legend>");
                context.renderChildren(question);
                html.raw("</legend>");
            } else if (child instanceof BulletList list) {
                final String input = hasSeveralRight(list) ? "<label><input type=\"checkbox\" name=\"value\" value=\"" : "<label><input type=\"radio\" required name=\"value\" value=\"";
                for (final Node item : list.getChildren()) {
                    html.raw(input + option + "\"" + QuestionPlaceholder.chosen(name, option) + "> ");
                    optionText(item.getFirstChild(), context, html);
                    html.raw("</label>");
                    option++;
                }
            }
        }
        html.raw("<button>" + (guess ? "Note my guess" : "Check") + "</button></fieldset>");
        closeForm(block, html);
    }

    private static boolean hasSeveralRight(final BulletList list) {
        int right = 0;
        for (final Node item : list.getChildren()) {
            right += item.getFirstChild().getChars().startsWith(QuestionReader.RIGHT) ? 1 : 0;
        }
        return right > 1;
    }

    private void typed(final LessonBlock block, final NodeRendererContext context, final HtmlWriter html) {
        final String name = block.opening().subject();
        openForm(block, html);
        html.raw("<label>");
        for (final Node child : block.getChildren()) {
            if (child instanceof Paragraph) {
                context.renderChildren(child);
            }
        }
        html.raw(" <input name=\"value\" maxlength=\"" + Question.LONGEST_ANSWER + "\" value=\"" + QuestionPlaceholder.value(name) + "\" required></label>");
        html.raw("<button>" + (block.opening().expected().isEmpty() ? "Note my answer" : "Check") + "</button>");
        closeForm(block, html);
    }

    /** What the lab has stays: a browser that restores its own idea of the form after a reload would show another answer. */
    private void openForm(final LessonBlock block, final HtmlWriter html) {
        final String name = block.opening().subject();
        html.line().raw("<form class=\"question\" id=\"question-" + name + "\" data-block=\"" + name + "\" data-kind=\"" + block.opening().kind().word()
                + "\" data-result=\"" + QuestionPlaceholder.result(name) + "\" autocomplete=\"off\" method=\"post\" action=\"/lessons/" + lessonId + "/answers/" + name
                + "?student=" + QuestionPlaceholder.student(name) + "\">");
    }

    private static void closeForm(final LessonBlock block, final HtmlWriter html) {
        final String name = block.opening().subject();
        html.raw("<output class=\"answer\">" + QuestionPlaceholder.reply(name) + "</output>");
        if (block.opening().kind() == BlockKind.PREDICT) {
            html.raw("<button class=\"compare-button\" name=\"compare\" value=\"true\"" + QuestionPlaceholder.uncompared(name) + ">Compare</button>");
        }
        html.raw("</form>").line();
    }

    /** The option without the mark in front that says whether it is right. */
    private static void optionText(final Node paragraph, final NodeRendererContext context, final HtmlWriter html) {
        final Text first = (Text) paragraph.getFirstChild();
        html.raw(Html.escape(first.getChars().toString().substring(QuestionReader.RIGHT.length())));
        for (Node rest = first.getNext(); rest != null; rest = rest.getNext()) {
            context.render(rest);
        }
    }

    private void picture(final Image image, final NodeRendererContext context, final HtmlWriter html) {
        picturesShown++;
        html.raw(pictures.get(image.getUrl().toString()).html("picture-" + picturesShown + "-", Html.escape(image.getText().toString())));
    }

    private void listing(final FencedCodeBlock listing, final NodeRendererContext context, final HtmlWriter html) {
        final String text = listing.getContentChars().normalizeEOL();
        final ListingKind kind = ListingKind.of(listing);
        final String where = kind.machine().map(on -> " data-machine=\"" + on + "\"").orElse("");
        html.line();
        if (kind.word().equals(ListingKind.RUN)) {
            text.lines().filter(command -> !command.isBlank()).forEach(command -> runnable(command, where, html));
        } else if (kind.isFile()) {
            file(FileListing.parse(positions.apply(listing), kind.word(), text), where, kind.machine(), html);
        } else {
            preformatted("<pre" + (kind.word().equals(ListingKind.OUTPUT) ? " class=\"output\"" : "") + "><code>" + Html.escape(text) + "</code></pre>", html);
        }
        html.line();
    }

    private static void runnable(final String command, final String where, final HtmlWriter html) {
        final String escaped = Html.escape(command);
        html.line().raw("<pre class=\"run\"" + where + " data-command=\"" + escaped + "\"><code>" + escaped
                + "</code><button type=\"button\" class=\"run-button\">Run</button></pre>").line();
    }

    private static void file(final FileListing file, final String where, final Optional<String> machine, final HtmlWriter html) {
        final String path = Html.escape(file.path());
        preformatted("<div class=\"file\"" + where + " data-path=\"" + path + "\" data-command=\"" + Html.escape(file.command()) + "\">"
                + "<p class=\"file-path\">" + Html.code(file.path()) + machine.map(on -> " on <code>" + on + "</code>").orElse("") + "</p><pre><code>" + Html.escape(file.content())
                + "</code></pre><button type=\"button\" class=\"write-button\">Write this file</button></div>", html);
    }

    /** Keeps empty lines, and blanks at the ends of lines. */
    private static void preformatted(final String element, final HtmlWriter html) {
        html.openPre().raw(element).closePre();
    }
}
