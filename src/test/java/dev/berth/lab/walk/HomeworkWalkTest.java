package dev.berth.lab.walk;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import dev.berth.lab.account.ClassSecrets;
import dev.berth.lab.lesson.LessonLibrary;
import dev.berth.lab.value.StudentValues;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Students work on homework, hand it in, and read their reports; the instructor looks at them. */
@Walk
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class HomeworkWalkTest {

    private static final String HOMEWORK = "homework-1";
    private static final double GRADED_MILLIS = 180_000;

    /** What the proof of a lesson gives to its scripts; here an answer is printed, to be typed into the page. */
    private static final String PRELUDE = "set -eu\nexec </dev/null\nanswer() { printf 'answer\\t%s\\t%s\\n' \"$1\" \"$2\"; }\npassed() { :; }\n";

    private final RunningBerth berth = new RunningBerth();
    private final Chromium chromium;

    HomeworkWalkTest(final Chromium chromium) {
        this.chromium = chromium;
    }

    @Test
    void theSolutionGetsAllPointsAndTheSameAgain() throws Exception {
        final LessonPage homework = LessonPage.joinHomework(chromium.window(), berth, "Sonja");
        final String student = student(homework.page());

        answers(student, RunningBerth.nameOf("Sonja"), "solution.sh").forEach((block, value) -> assertThat(homework.write(block, value)).not().isEmpty());
        homework.task("words").isPassed();
        homework.task("cross").isPassed();
        submit(homework.page());

        assertThat(graded(homework.page(), 1)).hasText("26 of 26 points");
        assertThat(homework.page().locator("[data-number='1'] .report-hint")).hasCount(0);

        final Page instructor = chromium.window();
        instructor.navigate(berth.instructorLink());
        instructor.navigate(berth.address() + "/classroom/homework/" + HOMEWORK);
        final Locator row = instructor.locator("tr", new Page.LocatorOptions().setHasText(RunningBerth.nameOf("Sonja")));
        assertThat(row).containsText("26 of 26");
        instructor.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Grade all submissions again")).click();
        homework.page().reload();
        assertThat(graded(homework.page(), 1)).hasText("26 of 26 points");

        instructor.reload();
        row.getByRole(AriaRole.LINK).first().click();
        assertThat(instructor.locator("dl")).containsText("docker run --rm --name");
    }

    /** As a beginner goes about it: some of it wrong, the report read, what it names mended by its hints, and handed in again. */
    @Test
    void theMistakesOfAFirstSubmissionAreMendedByItsReport() throws Exception {
        final LessonPage homework = LessonPage.joinHomework(chromium.window(), berth, "Nora");
        final Page page = homework.page();
        final Map<String, String> answers = answers(student(page), RunningBerth.nameOf("Nora"), "solution.sh");
        final Map<String, String> wrong = new LinkedHashMap<>(answers);
        wrong.put("words-sum", "0".repeat(64));
        wrong.put("tool-path", "/usr/local/bin/sha256sum");
        wrong.put("count-line", answers.get("count-line").replace("--rm", "-it --rm"));
        wrong.put("measure-line", answers.get("measure-line").replace("du -shx", "df -h"));
        wrong.put("web-user", "root");
        wrong.put("cross-musl-why", "F");
        wrong.forEach((block, value) -> assertThat(homework.write(block, value)).not().isEmpty());
        homework.terminal().run("mv homework/hello-glibc homework/hello.glibc");
        assertThat(page.locator("#task-compile .task-status")).containsText("what is there when you submit is graded");

        submit(page);

        assertThat(graded(page, 1)).hasText("11 of 26 points");
        final Locator report = page.locator("[data-number='1'] .report");
        assertThat(report).containsText("it is not the checksum of the line");
        assertThat(report).containsText("this is a link");
        assertThat(report).containsText("Leave -it out");
        assertThat(report).containsText("du adds up the files");
        assertThat(report).containsText("only the first one is root's");
        assertThat(report).containsText("There is no file hello-glibc among those that you submitted");
        assertThat(report).containsText("readelf -l hello-musl prints the loader");
        assertThat(page.locator("#submissions")).containsText("You have 9 of 10 attempts left");

        answers.forEach((block, value) -> {
            if (!value.equals(wrong.get(block))) {
                assertThat(homework.write(block, value)).not().isEmpty();
            }
        });
        homework.terminal().run("mv homework/hello.glibc homework/hello-glibc");
        homework.task("compile").isPassed();
        submit(page);

        assertThat(graded(page, 2)).hasText("26 of 26 points");
        assertThat(page.locator("#submissions")).containsText("Your best submission has 26 of 26 points");
        assertThat(page.locator("[data-number='1'] summary strong")).hasText("11 of 26 points");
    }

    /** What was being graded is graded anew, once: the second submission has the second number, and each has its points. */
    @Test
    void labAndEngineAreKilledWhileSomethingIsGraded() {
        final LessonPage homework = LessonPage.joinHomework(chromium.window(), berth, "Marie");
        final Page page = homework.page();
        // It takes so long that the page sees it being graded.
        homework.write("count-line", "docker run --name " + homework.task("count").value(2) + " alpine sh -c 'sleep 10; wc -l /etc/passwd'");
        homework.write("measure-line", "docker run --name " + homework.task("measure").value(2) + " busybox du -shx /");
        homework.write("web-distribution", "debian");

        submit(page);
        assertThat(page.locator("[data-number='1'][data-state='running']")).isVisible();
        berth.killLab();
        berth.awaitLab();
        assertThat(graded(page, 1)).hasText("7 of 26 points");

        submit(page);
        assertThat(page.locator("[data-number='2'][data-state='running']")).isVisible();
        berth.killEngine();
        assertThat(graded(page, 2)).hasText("7 of 26 points");

        page.reload();
        assertThat(page.locator("[data-number]")).hasCount(2);
        assertThat(page.locator("#submissions")).containsText("You have 8 of 10 attempts left");
        assertThat(homework.terminal().run("docker run --rm busybox echo fine").text()).isEqualTo("fine");
    }

    /** A line that forks without end has a machine of its own, which is taken away. */
    @Test
    void whatIsWrongGetsAHintAndWhatIsHostileHurtsNobody() {
        final LessonPage homework = LessonPage.joinHomework(chromium.window(), berth, "Malte");

        homework.write("words-sum", "0".repeat(64));
        homework.write("tool-path", "/usr/local/bin/sha256sum");
        homework.write("count-line", "docker run --rm alpine sh -c 'f() { f | f & }; f; sleep 600'");
        homework.write("measure-line", "docker run --rm busybox df -h /");
        homework.write("web-distribution", "ubuntu");
        submit(homework.page());

        final Page page = homework.page();
        assertThat(graded(page, 1)).hasText("0 of 26 points");
        assertThat(page.locator("[data-number='1'] .report")).containsText("it is not the checksum of the line");
        assertThat(page.locator("[data-number='1'] .report")).containsText("this is a link");
        assertThat(page.locator("[data-number='1'] .report")).containsText("Ubuntu is a relative, and not it");
        assertThat(page.locator("[data-number='1'] .report")).containsText("du adds up the files");
        assertThat(homework.terminal().run("docker run --rm busybox echo fine").text()).isEqualTo("fine");
    }

    /** As from a laptop: with a token that was made on the page, by the command that the page shows. */
    @Test
    void aProgramSubmitsAndReadsTheReport() throws Exception {
        final LessonPage homework = LessonPage.joinHomework(chromium.window(), berth, "Petra");
        final Page page = homework.page();
        page.getByText("Submit from your own computer").click();
        final Locator programs = page.locator("details").filter(new Locator.FilterOptions().setHasText("Submit from your own computer")).locator("[data-copy-source]");
        final String command = programs.first().textContent();
        final String report = programs.last().textContent();
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("personal token")).click();
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Make a token")).click();
        final String export = page.locator("[data-copy-source]").textContent();

        final String stored = shell(export + "; " + command.replace("words-sum=ANSWER", "web-distribution=debian").replace("file=@NAME", "'file=@-;filename=note'"));
        assertThat(stored).contains("\"number\":1", "\"web-distribution\":\"debian\"", "\"note\":");

        page.navigate(berth.address() + "/lessons/" + HOMEWORK);
        assertThat(graded(page, 1)).hasText("1 of 26 points");
        assertThat(shell(export + "; " + report)).startsWith("Submission 1, ").contains("1 of 26 points", "+ the image was made from Debian");
    }

    /** Stands on three machines, is looked at there, and is built again; then a file is broken, and a machine sleeps. */
    @Test
    void aServiceOnThreeMachinesIsBuiltAgainFromItsFiles() throws Exception {
        final LessonPage homework = LessonPage.joinHomework2(chromium.window(), berth, "Rosa");
        final Page page = homework.page();
        final Stage stage = new Stage(student(page), RunningBerth.nameOf("Rosa"));

        stage.on("vm3", "eval \"$(start \"$(database \"$BERTH_STUDENT_SECRET\")\")\"; eval \"$ready\"");
        stage.on("vm1", "eval \"$(files)\"; eval \"$(start \"$(half \"$one\" \"$two\")\")\"; eval \"$get\"");
        stage.on("vm2", "eval \"$(files)\"; eval \"$(start \"$(half \"$three\" \"$four\")\")\"; eval \"$get\"");
        homework.task("secret").isPassed();
        homework.task("again").isPassed();
        submit(page);
        assertThat(graded(page, 1)).hasText("22 of 22 points");

        stage.on("vm1", "sed -i '/network create/d' ~/homework/start.sh");
        stage.on("vm3", "docker rm -f -v \"$db\"; cp /bin/false ~/homework/start.sh");
        berth.hibernate(stage.student + "-vm2");
        submit(page);
        assertThat(graded(page, 2)).hasText("9 of 22 points");
        final Locator report = page.locator("[data-number='2'] .report");
        assertThat(report).containsText("When you submitted: on vm3: there is no container called");
        assertThat(report).containsText("vm1/start.sh ended with code");
        assertThat(report).containsText("nothing answered at port 5432 of vm3");
        assertThat(page.locator("[data-number='1'] summary strong")).hasText("22 of 22 points");
    }

    private static String shell(final String script) throws IOException, InterruptedException {
        final Process process = new ProcessBuilder("bash", "-c", script.replace("curl ", "echo hello | curl --silent --show-error --max-time 60 ")).redirectErrorStream(true).start();
        process.getOutputStream().close();
        final String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

    private static void submit(final Page page) {
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Submit").setExact(true)).click();
    }

    /** The points of a submission, as soon as they are there. */
    private static Locator graded(final Page page, final int number) {
        final Locator points = page.locator("[data-number='" + number + "'] summary strong");
        assertThat(points).isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(GRADED_MILLIS));
        return points;
    }

    /** The student's id, as their page names it. */
    private static String student(final Page page) {
        final String live = page.locator("[data-live]").getAttribute("data-live");
        return live.substring(live.indexOf("student=") + "student=".length());
    }

    /** Runs a script of the homework in the student's machine, with their values, as if they had typed it. */
    private static Map<String, String> answers(final String student, final String name, final String script) throws IOException, InterruptedException {
        final String output = onMachine(student + "-vm1", values(HOMEWORK, student, name), PRELUDE + source("1-homework/" + script));
        final Map<String, String> answers = new LinkedHashMap<>();
        Pattern.compile("^answer\t([^\t\n]+)\t([^\n]*)$", Pattern.MULTILINE).matcher(output).results()
                .forEach(found -> answers.put(found.group(1), found.group(2)));
        assertThat(answers).as(output).hasSizeGreaterThan(10);
        return answers;
    }

    private static StudentValues values(final String homework, final String student, final String name) {
        final byte[] key = ClassSecrets.in(Path.of(System.getenv("BERTH_HOME"), "lab")).valueKey();
        return LessonLibrary.load(HomeworkWalkTest.class.getClassLoader()).lesson(homework).orElseThrow().values(key, student, name);
    }

    private static String source(final String file) throws IOException {
        try (InputStream source = HomeworkWalkTest.class.getResourceAsStream("/lessons/" + file)) {
            return new String(source.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Runs a script on a student's machine as if they had typed it. @return what it printed */
    private static String onMachine(final String machine, final StudentValues values, final String script) throws IOException, InterruptedException {
        final List<String> command = new ArrayList<>(List.of(Optional.ofNullable(System.getenv("BERTH_DOCKER")).orElse("docker"),
                "-H", "unix://" + System.getenv("BERTH_RUN") + "/engine.sock", "exec"));
        values.environment().forEach((variable, value) -> command.addAll(List.of("-e", variable + "=" + value)));
        command.addAll(List.of(machine, "bash", "-c", "cd; export HOME=/root; " + script));
        final Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        final String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

    /** The machines of a student at homework 2. */
    private static final class Stage {

        private final String student;
        private final StudentValues values;
        private final String common;

        Stage(final String student, final String name) throws IOException {
            this.student = student;
            this.values = values("homework-2", student, name);
            this.common = source("2-homework/common.sh");
        }

        /** Runs lines that may use what the scripts of the homework share. */
        void on(final String machine, final String lines) throws IOException, InterruptedException {
            onMachine(student + "-" + machine, values, "set -eu\n" + common + lines);
        }
    }
}
