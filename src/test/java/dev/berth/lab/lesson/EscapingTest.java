package dev.berth.lab.lesson;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.lab.check.Evaluation;
import dev.berth.lab.check.TasksFile;
import dev.berth.lab.check.Verdict;
import dev.berth.lab.source.LessonSourceException;
import dev.berth.lab.source.Mistakes;
import dev.berth.lab.source.SourcePosition;
import dev.berth.lab.source.YamlNode;
import dev.berth.lab.value.StudentValues;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever a student, a machine or an author writes, the page has the elements that we made and no others. */
class EscapingTest {

    private static final Pattern TAG = Pattern.compile("<(/?[a-z0-9]+)((?: [a-zA-Z-]+(?:=\"[^\"<>]*\")?)*)(?: /)?>");
    private static final Set<String> ELEMENTS = Set.of(
            "a", "blockquote", "br", "button", "code", "del", "details", "div", "em", "fieldset", "form", "h1", "h2", "h3", "h4", "h5", "h6", "hr",
            "input", "label", "legend", "li", "ol", "output", "p", "pre", "section", "span", "strong", "svg", "path", "summary", "table", "tbody", "td", "th", "thead", "tr", "ul");
    private static final SourcePosition TOP = new SourcePosition("lesson.md", 1);
    private static final Picture PICTURE = PictureReader.read(TOP, "<svg viewBox='0 0 9 9'><path d='M0 0h9'/></svg>");

    @Property
    void aNameIsNothingButText(@ForAll("hostile") final String name) {
        final Lesson lesson = lesson("Welcome, ${student.name}.\n\n:::task greet\n*${student.name}*\n:::\n");

        final String page = lesson.render(student(name), LessonState.fresh("ada")).html();

        assertThat(page).isEqualTo(lesson.render(student("NAME"), LessonState.fresh("ada")).html().replace("NAME", Html.escape(name)));
        assertThat(Html.escape(name)).doesNotContain("<", ">", "\"", "'");
    }

    @Property
    void aVerdictIsNothingButTextAndCode(@ForAll("hostile") final String text) {
        final Evaluation state = new Evaluation(new Verdict.NotYet(text, text), false, false);

        final String page = lesson(":::task greet\nGo.\n:::\n").render(student("Ada"), new LessonState("ada", Map.of("greet", state), Map.of())).html();

        assertThat(strangers(page)).isEmpty();
    }

    @Property
    void anAuthorsTextMakesOnlyElementsThatLessonsHave(@ForAll("markdown") final String text) {
        try {
            assertThat(strangers(lesson(":::task greet\nGo.\n:::\n\n" + text + "\n").render(student("Ada"), LessonState.fresh("ada")).html())).isEmpty();
        } catch (final LessonSourceException refused) {
            assertThat(refused).hasMessageMatching("(?s)lesson\\.md:\\d+: .+");
        }
    }

    /** A page is made on a thread with a small stack. */
    @Example
    void refusesWhatIsNestedWithoutEnd() throws InterruptedException {
        final List<String> bombs = List.of(">".repeat(20_000) + " a", "* ".repeat(20_000) + "a", "*a **b ".repeat(20_000) + "b** a*".repeat(20_000), "[".repeat(20_000));
        final List<Throwable> unexpected = new ArrayList<>();
        final Thread small = new Thread(null, () -> bombs.forEach(bomb -> {
            try {
                strangers(lesson(":::task greet\nGo.\n:::\n\n" + bomb + "\n").render(student("Ada"), LessonState.fresh("ada")).html());
            } catch (final LessonSourceException refused) {
                // As it should be.
            } catch (final RuntimeException | Error e) {
                unexpected.add(e);
            }
        }), "small", 512 * 1024);

        small.start();
        small.join();

        assertThat(unexpected).isEmpty();
    }

    @Provide
    Arbitrary<String> hostile() {
        final Arbitrary<String> pieces = Arbitraries.of(
                "<script>", "</p>", "\" onload=\"x", "'", "&lt;", "`", "${student.word}", "${task.greet.status}", "\n", "\u0000", "\u001b[31m", "a", " ");
        return Arbitraries.oneOf(pieces.list().ofMaxSize(8).map(list -> String.join("", list)), Arbitraries.strings().ofMaxLength(40));
    }

    @Provide
    Arbitrary<String> markdown() {
        final Arbitrary<String> pieces = Arbitraries.of(
                "<b>", "<script>", "<!-- x -->", "[a](javascript:x)", "[a](https://b.c/?\"x)", "![a](b)", "![a](a.svg)", "`", "```", "\n", "\n\n", "    ", "- ", "> ", "1. ",
                "# ", "|a|b|\n|---|---|\n|c|d|", ":::", ":::more x", ":::quiz q", ":::predict p", ":::compare c", ":::port 80 p", "[[a]]", "[[a|b]]", "- ( ) a", "- (x) b", "~~", "**", "_", "http://x.y/\"<z>",
                "a", " ", "\"", "<", ">", "&", "&amp;", "\\", "[x]: javascript:y", "[x]", "<javascript:z>", "console run", "console run on vm1", "output", "file ~/a");
        return pieces.list().ofMaxSize(14).map(list -> String.join("", list));
    }

    /** What in the page looks like a tag and is none of ours, or carries an attribute that could run something. */
    private static List<String> strangers(final String page) {
        final StringBuilder rest = new StringBuilder();
        final Matcher matcher = TAG.matcher(page);
        while (matcher.find()) {
            final boolean ours = ELEMENTS.contains(matcher.group(1).replace("/", ""));
            final boolean harmless = !matcher.group(2).matches(".* on[a-z]+=.*") && !matcher.group(2).toLowerCase(Locale.ROOT).contains("=\"javascript:");
            matcher.appendReplacement(rest, ours && harmless ? "" : "[$0");
        }
        matcher.appendTail(rest);
        return rest.toString().lines().filter(line -> line.contains("<") || line.contains("[<")).toList();
    }

    private static Lesson lesson(final String body) {
        final Mistakes mistakes = new Mistakes();
        final LessonText text = new LessonText(TOP, body, List.of("vm1"), Set.of("word"), Map.of("a.svg", PICTURE), Glossary.empty(), mistakes);
        final var tasks = TasksFile.read("tasks.yaml", LessonSources.TASKS, Set.of("word"), Map.of(), List.of("vm1"));
        final FrontMatter frontMatter = FrontMatter.read(YamlNode.parse(TOP, """
                {id: sample, title: A, minutes: 5, memory: 1, machines: [vm1], needs: [], values: {word: word}}
                """), mistakes);
        final Map<String, Question> questions = text.questions(mistakes);
        text.tasks(Set.of("greet"), mistakes);
        mistakes.raise();
        return new Lesson("sample", frontMatter, text.html("sample", "vm1", Map.of("greet", tasks.get(0))), tasks, questions, List.of(), Optional.empty(), Optional.empty());
    }

    private static StudentValues student(final String name) {
        return new StudentValues(name, Map.of("word", "heron"));
    }
}
