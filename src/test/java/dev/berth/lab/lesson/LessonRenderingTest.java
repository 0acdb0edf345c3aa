package dev.berth.lab.lesson;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.lab.check.Evaluation;
import dev.berth.lab.check.Verdict;
import dev.berth.lab.value.StudentValues;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The elements are those that docs/lab-api.md promises to the browser. */
class LessonRenderingTest {

    private static final StudentValues ADA = new StudentValues("Ada", Map.of("word", "heron"));

    @TempDir
    private Path root;

    @Test
    void everyLineThatCanBeRunIsAnElementOfItsOwn() throws IOException {
        assertThat(rendered("```console run\ndocker ps\n\necho \"a\" > 'b' & c\n```\n")).contains(
                "<pre class=\"run\" data-command=\"docker ps\"><code>docker ps</code><button type=\"button\" class=\"run-button\">Run</button></pre>",
                "data-command=\"echo &quot;a&quot; &gt; &#39;b&#39; &amp; c\"");
    }

    @Test
    void aListingMayNameTheMachineThatItIsTypedOn() throws IOException {
        assertThat(rendered("```console run on vm1\ndocker ps\n```\n\n```file ~/a on vm1\nb\n```\n")).contains(
                "<pre class=\"run\" data-machine=\"vm1\" data-command=\"docker ps\"><code>docker ps</code>",
                "<div class=\"file\" data-machine=\"vm1\" data-path=\"~/a\"",
                "<p class=\"file-path\"><code><span>~/a</span></code> on <code>vm1</code></p>");
    }

    @Test
    void aListingThatIsOnlyReadHasNoButton() throws IOException {
        assertThat(rendered("```console\ndocker start NAME\n```\n")).contains("<pre><code>docker start NAME\n</code></pre>");
    }

    @Test
    void aSampleOfOutputIsNoCommand() throws IOException {
        assertThat(rendered("```output\nCONTAINER ID   IMAGE\n\n3f2a  debian\n```\n")).contains(
                "<pre class=\"output\"><code>CONTAINER ID   IMAGE\n\n3f2a  debian\n</code></pre>");
    }

    @Test
    void aFileIsShownAndWrittenByAClick() throws IOException {
        assertThat(rendered("```file ~/src/${student.word}.c\nint main() {\n\n\treturn 0;\n}\nEND\n```\n")).contains(
                "<div class=\"file\" data-path=\"~/src/heron.c\" data-command=\"mkdir -p ~/src &amp;&amp; cat &gt; ~/src/heron.c &lt;&lt;&#39;END_&#39;\n"
                        + "int main() {\n\n\treturn 0;\n}\nEND\nEND_\">"
                        + "<p class=\"file-path\"><code><span>~/src/heron.c</span></code></p><pre><code>int main() {\n\n\treturn 0;\n}\nEND\n</code></pre>"
                        + "<button type=\"button\" class=\"write-button\">Write this file</button></div>");
    }

    @Test
    void aPictureIsAPartOfThePage() throws IOException {
        LessonSources.write(root, LessonSources.TEXT + "\n![A \"box\"](box.svg)\n\n![Once more](box.svg)\n", LessonSources.TASKS);
        Files.writeString(root.resolve("sample/box.svg"), """
                <?xml version="1.0" encoding="UTF-8"?>
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 480 120">
                  <!-- an arrow -->
                  <defs><marker id="tip" orient="auto"><path d="M0 0L9 5" class="ink-fill"/></marker></defs>
                  <line x1="1" y1="2" x2="3" y2="4" class="accent  thick" marker-end="url(#tip)"/>
                  <text x="5" y="6" class="middle">${student.word} &lt; 1</text>
                </svg>
                """);

        final String html = LessonLibrary.load(root).lessons().get(0).render(ADA, LessonState.fresh("ada")).html();

        assertThat(html).contains(
                "<span class=\"picture\"><svg role=\"img\" aria-label=\"A &quot;box&quot;\" viewBox=\"0 0 480 120\" width=\"480\" height=\"120\">",
                "<marker id=\"picture-1-tip\" orient=\"auto\"><path d=\"M0 0L9 5\" class=\"ink-fill\"></path></marker>",
                "<line x1=\"1\" y1=\"2\" x2=\"3\" y2=\"4\" class=\"accent thick\" marker-end=\"url(#picture-1-tip)\"></line>",
                "<text x=\"5\" y=\"6\" class=\"middle\">heron &lt; 1</text>",
                "aria-label=\"Once more\"", "url(#picture-2-tip)");
        assertThat(html).doesNotContain("an arrow", "xmlns");
    }

    @Test
    void aWordOfTheGlossaryHasACard() throws IOException {
        LessonSources.write(root, LessonSources.TEXT + "\nMany [[containers]] and an *[[Docker engine|engine]]*.\n\n|a|b|\n|---|---|\n|c|[[container|d]]|\n", LessonSources.TASKS);
        Files.writeString(root.resolve("glossary.yaml"), """
                container: { text: "A `process` & more", also: [containers] }
                docker engine: { text: Runs containers. }
                """);

        final String html = LessonLibrary.load(root).lessons().get(0).render(ADA, LessonState.fresh("ada")).html();

        assertThat(html).contains(
                "Many <span class=\"term\"><a href=\"/glossary#container\" aria-describedby=\"term-1\">containers</a>"
                        + "<span class=\"term-card\" role=\"tooltip\" id=\"term-1\">A <code>process</code> &amp; more</span></span> and an <em>",
                "<a href=\"/glossary#docker-engine\" aria-describedby=\"term-2\">engine</a>",
                "<td><span class=\"term\"><a href=\"/glossary#container\" aria-describedby=\"term-3\">d</a>");
    }

    @Test
    void aComparisonHasItsListingsSideBySide() throws IOException {
        assertThat(rendered(":::compare Inside and `outside`\nInside:\n\n```output\nPID 1\n```\n\n```output\nPID 4711\n```\n:::\n").replace("\n", "")).contains(
                "<section class=\"compare\"><h3>Inside and <code>outside</code></h3><div class=\"compare-parts\">"
                        + "<div class=\"compare-part\"><p>Inside:</p><pre class=\"output\"><code>PID 1</code></pre></div>"
                        + "<div class=\"compare-part\"><pre class=\"output\"><code>PID 4711</code></pre></div></div></section>");
    }

    @Test
    void aPortIsALink() throws IOException {
        assertThat(rendered(":::port 8080 Your web server\nIts first page.\n:::\n").replace("\n", "")).contains(
                "<section class=\"port\" data-machine=\"vm1\" data-port=\"8080\"><h3>Your web server</h3><p>Its first page.</p><p class=\"port-line\"><a class=\"port-link\" href=\"/ports/vm1/8080\" target=\"_blank\" rel=\"noopener\">Open port 8080</a>");
    }

    @Test
    void aTaskShowsItsTitleItsTextAndHowItStands() throws IOException {
        final Lesson lesson = LessonSources.lesson(root, LessonSources.TEXT, LessonSources.TASKS);
        final Evaluation state = new Evaluation(new Verdict.NotYet("it said `<b>`", "say `heron`"), false, false);

        assertThat(lesson.render(ADA, new LessonState("ada", Map.of("greet", state), Map.of())).html().replace("\n", "")).contains(
                "<section class=\"task\" id=\"task-greet\" data-task=\"greet\" data-verdict=\"not-yet\"><h3><code><span>heron</span></code> was said</h3>"
                        + "<div class=\"task-text\"><p>Say <strong>heron</strong>.</p></div>"
                        + "<p class=\"task-status\" role=\"status\">it said <code><span>&lt;b&gt;</span></code></p>"
                        + "<p class=\"task-hint\">say <code>heron</code></p></section>");
    }

    @Test
    void aQuestionDoesNotGiveItsAnswerAway() throws IOException {
        final String html = rendered("""
                :::quiz recap
                Which `one`?
                - ( ) The first
                  > It is not, because of secret one
                - (x) The *second*
                > Because of secret two
                :::
                """);

        assertThat(html).contains(
                "<form class=\"question\" id=\"question-recap\" data-block=\"recap\" data-kind=\"quiz\" data-result=\"\" autocomplete=\"off\" method=\"post\" action=\"/lessons/sample/answers/recap?student=ada\"><fieldset>"
                        + "<legend>Which <code>one</code>?</legend>"
                        + "<label><input type=\"radio\" required name=\"value\" value=\"0\"> The first</label>"
                        + "<label><input type=\"radio\" required name=\"value\" value=\"1\"> The <em>second</em></label>"
                        + "<button>Check</button></fieldset><output class=\"answer\"></output></form>");
        assertThat(html).doesNotContain("secret", "(x)");
    }

    @Test
    void aTypedAnswerHasALine() throws IOException {
        assertThat(rendered(":::answer colour blue\nWhich colour?\n- azure\n  > That is blue in French.\n> It is blue.\n:::\n")).contains(
                "data-kind=\"answer\"", "<label>Which colour? <input name=\"value\" maxlength=\"200\" value=\"\" required></label>")
                .contains("<button>Check</button>")
                .doesNotContain("blue", "azure");
    }

    /** Only a task compares it, so the page checks nothing. */
    @Test
    void anAnswerThatATaskLooksAtIsNoted() throws IOException {
        assertThat(rendered(":::answer found\nWhat is it?\n:::\n")).contains("<button>Note my answer</button>");
    }

    /** The text beside an answer, in which much of the teaching is, was gone after a reload. */
    @Test
    void anAnswerComesBackWithWhatWasSaidToIt() throws IOException {
        final String text = """
                :::quiz recap
                Which?
                - (x) `one`
                  > Since ${student.word} is secret one
                - ( ) two
                  > Not by secret two
                :::

                :::answer colour
                Which colour?
                > Noted, secret three.
                :::
                """;
        final Lesson lesson = LessonSources.lesson(root, LessonSources.TEXT + "\n" + text, LessonSources.TASKS);

        final String html = lesson.render(ADA, new LessonState("ada", Map.of(), Map.of("recap", "0", "colour", "\"<b>"))).html();

        assertThat(html).contains(
                "data-block=\"recap\" data-kind=\"quiz\" data-result=\"right\"",
                "value=\"0\" checked>", "value=\"1\">",
                "<output class=\"answer\">Yes. Since heron is secret one</output>",
                "data-block=\"colour\" data-kind=\"answer\" data-result=\"noted\"",
                "value=\"&quot;&lt;b&gt;\" required>", "<output class=\"answer\">Noted, secret three.</output>");
        assertThat(html).as("what was not chosen").doesNotContain("secret two");
    }

    @Test
    void aQuestionWithSeveralRightAnswersHasBoxes() throws IOException {
        final Lesson lesson = LessonSources.lesson(root, LessonSources.TEXT + "\n:::quiz many\nWhich?\n- (x) a\n- ( ) b\n- (x) c\n:::\n", LessonSources.TASKS);

        assertThat(lesson.render(ADA, new LessonState("ada", Map.of(), Map.of("many", "0,1"))).html()).contains(
                "<label><input type=\"checkbox\" name=\"value\" value=\"0\" checked> a</label>"
                        + "<label><input type=\"checkbox\" name=\"value\" value=\"1\" checked> b</label>"
                        + "<label><input type=\"checkbox\" name=\"value\" value=\"2\"> c</label>",
                "data-result=\"wrong\"", "Not all of these.");
    }

    @Test
    void aPredictionIsExplainedOnceItIsCompared() throws IOException {
        final Lesson lesson = LessonSources.lesson(root, LessonSources.TEXT + """

                :::predict guess
                Which?
                - ( ) `one`
                  > Not by secret one
                - (x) two
                > Because of secret two
                :::
                """, LessonSources.TASKS);

        final String before = lesson.render(ADA, LessonState.fresh("ada")).html();
        final String guessed = lesson.render(ADA, new LessonState("ada", Map.of(), Map.of("guess", "0"))).html();
        final String compared = lesson.render(ADA, new LessonState("ada", Map.of(), Map.of("guess", "0", LessonState.comparison("guess"), "0"))).html();

        assertThat(before).contains("data-result=\"\"", "<fieldset><legend>", "<button>Note my guess</button>",
                "<output class=\"answer\"></output><button class=\"compare-button\" name=\"compare\" value=\"true\" hidden>Compare</button>").doesNotContain("secret");
        assertThat(guessed).contains("data-result=\"guessed\"", "value=\"0\" checked>",
                "<output class=\"answer\">Noted. Now run it, and compare.</output><button class=\"compare-button\" name=\"compare\" value=\"true\">").doesNotContain("secret");
        assertThat(compared).contains("data-result=\"wrong\"", "<fieldset disabled>", "You guessed “<code>one</code>”; it is “two”. Because of secret two Not by secret one", "value=\"true\" hidden>");
    }

    @Test
    void hintsAndMoreAreClosedUntilTheyAreOpened() throws IOException {
        assertThat(rendered(":::more What `really` happened\nThis.\n:::\n").replace("\n", "")).contains(
                "<details class=\"hints\" data-task=\"greet\"><summary>Hint</summary><ol><li><code>echo</code> says it.</li></ol></details>",
                "<details class=\"more\"><summary>What <code>really</code> happened</summary><p>This.</p></details>");
    }

    @Test
    void textAfterABlockIsNotInIt() throws IOException {
        assertThat(rendered(":::more A\ninside\n:::\noutside\n")).contains("</details>\n<p>outside</p>");
    }

    private String rendered(final String more) throws IOException {
        return LessonSources.lesson(root, LessonSources.TEXT + "\n" + more, LessonSources.TASKS).render(ADA, LessonState.fresh("ada")).html();
    }
}
