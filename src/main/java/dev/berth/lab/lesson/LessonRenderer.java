package dev.berth.lab.lesson;

import com.vladsch.flexmark.ast.BlockQuote;
import com.vladsch.flexmark.ast.BulletList;
import com.vladsch.flexmark.ast.FencedCodeBlock;
import com.vladsch.flexmark.ast.Paragraph;
import com.vladsch.flexmark.ast.Text;
import com.vladsch.flexmark.html.HtmlWriter;
import com.vladsch.flexmark.html.renderer.NodeRenderer;
import com.vladsch.flexmark.html.renderer.NodeRendererContext;
import com.vladsch.flexmark.html.renderer.NodeRenderingHandler;
import com.vladsch.flexmark.util.ast.Node;
import dev.berth.lab.check.Task;
import java.util.Map;
import java.util.Set;

/** Renders our blocks to the elements in {@code docs/lab-api.md}. Right answers and explanations are not among them: students read pages' sources. */
final class LessonRenderer implements NodeRenderer {

    /** After the three backticks of a listing whose lines can be run by a click. */
    static final String RUN = "console run";

    private final String lessonId;
    private final Map<String, Task> tasks;

    LessonRenderer(final String lessonId, final Map<String, Task> tasks) {
        this.lessonId = lessonId;
        this.tasks = tasks;
    }

    @Override
    public Set<NodeRenderingHandler<?>> getNodeRenderingHandlers() {
        return Set.of(
                new NodeRenderingHandler<>(LessonBlock.class, this::block),
                new NodeRenderingHandler<>(FencedCodeBlock.class, this::listing));
    }

    private void block(final LessonBlock block, final NodeRendererContext context, final HtmlWriter html) {
        switch (block.opening().kind()) {
            case TASK -> task(block, context, html);
            case HINTS -> hints(block, context, html);
            case MORE -> more(block, context, html);
            case QUIZ, PREDICT -> choice(block, context, html);
            case ANSWER -> typed(block, context, html);
        }
    }

    private void task(final LessonBlock block, final NodeRendererContext context, final HtmlWriter html) {
        final String name = block.opening().subject();
        html.line().raw("<section class=\"task\" id=\"task-" + name + "\" data-task=\"" + name
                + "\" data-verdict=\"" + TaskPlace.VERDICT.of(name) + "\">");
        html.raw("<h3>" + Html.saying(tasks.get(name).title().source()) + "</h3>");
        html.raw("<div class=\"task-text\">");
        context.renderChildren(block);
        html.raw("</div>");
        html.raw("<p class=\"task-status\" role=\"status\">" + TaskPlace.STATUS.of(name) + "</p>");
        html.raw("<p class=\"task-hint\">" + TaskPlace.HINT.of(name) + "</p></section>").line();
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

    private void choice(final LessonBlock block, final NodeRendererContext context, final HtmlWriter html) {
        final String name = block.opening().subject();
        openForm(block, html);
        html.raw("<fieldset>");
        int option = 0;
        for (final Node child : block.getChildren()) {
            if (child instanceof Paragraph question) {
                html.raw("<legend>");
                context.renderChildren(question);
                html.raw("</legend>");
            } else if (child instanceof BulletList list) {
                for (final Node item : list.getChildren()) {
                    html.raw("<label><input type=\"radio\" name=\"value\" value=\"" + option + "\" required"
                            + QuestionPlace.chosen(name, option) + "> ");
                    optionText(item.getFirstChild(), context, html);
                    html.raw("</label>");
                    option++;
                }
            }
        }
        html.raw("<button>Check</button></fieldset>");
        closeForm(name, html);
    }

    private void typed(final LessonBlock block, final NodeRendererContext context, final HtmlWriter html) {
        final String name = block.opening().subject();
        openForm(block, html);
        html.raw("<label>");
        for (final Node child : block.getChildren()) {
            if (!(child instanceof BlockQuote)) {
                context.renderChildren(child);
            }
        }
        html.raw(" <input name=\"value\" maxlength=\"" + Question.LONGEST_ANSWER + "\" value=\"" + QuestionPlace.value(name) + "\" required></label>");
        html.raw("<button>Check</button>");
        closeForm(name, html);
    }

    /** What the lab has stays: a browser that restores its own idea of the form after a reload would show another answer. */
    private void openForm(final LessonBlock block, final HtmlWriter html) {
        final String name = block.opening().subject();
        html.line().raw("<form class=\"question\" data-block=\"" + name + "\" data-kind=\"" + block.opening().kind().word()
                + "\" data-result=\"" + QuestionPlace.result(name) + "\" autocomplete=\"off\" method=\"post\" action=\"/lessons/" + lessonId + "/answers/" + name
                + "?student=" + QuestionPlace.student(name) + "\">");
    }

    private static void closeForm(final String name, final HtmlWriter html) {
        html.raw("<output class=\"answer\">" + QuestionPlace.reply(name) + "</output></form>").line();
    }

    /** The option without the mark in front that says whether it is right. */
    private static void optionText(final Node paragraph, final NodeRendererContext context, final HtmlWriter html) {
        final Text first = (Text) paragraph.getFirstChild();
        html.raw(Html.escape(first.getChars().toString().substring(QuestionReader.RIGHT.length())));
        for (Node rest = first.getNext(); rest != null; rest = rest.getNext()) {
            context.render(rest);
        }
    }

    private void listing(final FencedCodeBlock listing, final NodeRendererContext context, final HtmlWriter html) {
        final String text = listing.getContentChars().normalizeEOL();
        if (listing.getInfo().toString().strip().equals(RUN)) {
            text.lines().filter(command -> !command.isBlank()).forEach(command -> runnable(command, html));
        } else {
            html.line().raw("<pre><code>" + Html.escape(text) + "</code></pre>").line();
        }
    }

    private static void runnable(final String command, final HtmlWriter html) {
        final String escaped = Html.escape(command);
        html.line().raw("<pre class=\"run\" data-command=\"" + escaped + "\"><code>" + escaped
                + "</code><button type=\"button\" class=\"run-button\">Run</button></pre>").line();
    }
}
