package dev.berth.lab.page;

import dev.berth.lab.Settings;
import dev.berth.lab.account.Student;
import dev.berth.lab.homework.GradingQueue;
import dev.berth.lab.homework.Homework;
import dev.berth.lab.homework.HomeworkDesk;
import dev.berth.lab.homework.Report;
import dev.berth.lab.homework.Submission;
import dev.berth.lab.homework.Submissions;
import dev.berth.lab.lesson.Html;
import dev.berth.lab.lesson.Question;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What pages show of homework: of each submission its state and report, in words. */
@Singleton
public final class HomeworkPanels {

    private static final System.Logger LOGGER = System.getLogger(HomeworkPanels.class.getName());
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("d MMM yyyy, HH:mm 'UTC'", Locale.ENGLISH).withZone(ZoneOffset.UTC);

    private final Submissions submissions;
    private final HomeworkDesk desk;
    private final Settings settings;
    /** Why images could not be loaded, by student. */
    private final Map<String, String> imageProblems = new ConcurrentHashMap<>();

    @Inject
    HomeworkPanels(Submissions submissions, HomeworkDesk desk, Settings settings) {
        this.submissions = submissions;
        this.desk = desk;
        this.settings = settings;
    }

    /**
     * The panel below a homework's text.
     *
     * @param waiting whether something changes by itself before long
     * @param problem why something could not be done, or empty
     */
    public record Panel(String id, String student, int outOf, int best, boolean graded, int attempts, int left, String due, String late, boolean local, boolean waiting,
            String problem, List<Shown> submissions) {
    }

    /**
     * How a student's own programs submit a homework.
     *
     * @param address where to, absolute
     */
    public record Programs(String address, List<String> questions) {
    }

    /**
     * One submission.
     *
     * @param byApi whether a program of the student's has sent it
     * @param said  how it stands, in a sentence
     */
    public record Shown(String id, int number, String time, boolean late, boolean byApi, String state, String said, int points, int outOf, List<ShownTask> tasks, List<ShownFile> files) {
    }

    /** One task; {@code title} is HTML. */
    public record ShownTask(String title, int points, int outOf, String result, List<ShownPart> parts) {
    }

    /** One part of it; both texts are HTML. */
    public record ShownPart(String fact, String hint, boolean right) {
    }

    /** A file that was submitted. */
    public record ShownFile(String path, long size) {
    }

    Panel of(Student student, Homework homework) {
        return of(student, homework, "");
    }

    Panel of(Student student, Homework homework, String problem) {
        List<Submission> all = submissions.of(student.id(), homework.id());
        Optional<Submission> best = Submission.best(all);
        String why = problem.isEmpty() ? imageProblems.getOrDefault(student.id(), "") : problem;
        return new Panel(homework.id(), student.id(), homework.points(), best.map(Submission::points).orElse(0), best.isPresent(), homework.attempts(),
                homework.attemptsLeft(all), homework.due().map(TIME::format).orElse(""), lateWords(homework), settings.isLocal(),
                all.stream().anyMatch(Submission::isWaiting), Html.saying(why), all.stream().map(each -> shown(each, homework)).toList());
    }

    /**
     * @param base what absolute addresses begin with
     * @return empty where nothing is submitted
     */
    Optional<Programs> programs(Homework homework, String base) {
        List<String> questions = homework.lesson().questions().stream().map(Question::name).toList();
        return settings.isLocal() || questions.isEmpty() ? Optional.empty() : Optional.of(new Programs(base + "/api/homework/" + homework.id() + "/submissions", questions));
    }

    /** As the list of lessons shows it. */
    CourseView.HomeworkView card(Student student, Homework homework) {
        List<Submission> all = submissions.of(student.id(), homework.id());
        String due = homework.due().map(at -> ", due on " + TIME.format(at)).orElse("");
        String stands = all.isEmpty() ? "not submitted yet" + due
                : all.get(0).isWaiting() ? "being graded" : "best of " + all.size() + (all.size() == 1 ? " submission" : " submissions") + due;
        return new CourseView.HomeworkView(homework.id(), homework.lesson().title(), homework.lesson().summary().orElse(""), stands,
                Submission.best(all).map(Submission::points).orElse(0), homework.points());
    }

    static String time(long millis) {
        return TIME.format(Instant.ofEpochMilli(millis));
    }

    Shown shown(Submission submission, Homework homework) {
        return new Shown(submission.id(), submission.number(), time(submission.at()), submission.late(), submission.way() == Submission.Way.API, submission.state().word(), said(submission), submission.points(),
                submission.report().map(Report::outOf).orElse(homework.points()), submission.report().map(HomeworkPanels::tasks).orElse(List.of()),
                submission.files().entrySet().stream().map(file -> new ShownFile(file.getKey(), file.getValue())).toList());
    }

    private String said(Submission submission) {
        return switch (submission.state()) {
            case QUEUED -> {
                GradingQueue.Place place = desk.queue().place(submission);
                yield (place.before() == 0 ? "it is graded next" : place.before() == 1 ? "one is graded before it" : place.before() + " are graded before it")
                        + ", about " + seconds(place.millis());
            }
            case RUNNING -> "it is being graded in a machine of its own, about " + seconds(desk.queue().place(submission).millis());
            case GRADED -> submission.report().filter(report -> report.points() != submission.points())
                    .map(report -> "graded: " + report.points() + ", of which late ones keep " + submission.points()).orElse("graded")
                    + (submission.message().isEmpty() ? "" : "; it could not be graded once more: " + submission.message());
            case FAILED -> submission.message() + ": our fault, it costs you no attempt; please submit again";
        };
    }

    private static String seconds(long millis) {
        long seconds = Math.max(1, (millis + 999) / 1000);
        return seconds < 90 ? seconds + " s" : (seconds + 59) / 60 + " minutes";
    }

    private static List<ShownTask> tasks(Report report) {
        return report.tasks().stream().map(task -> new ShownTask(Html.saying(task.title()), task.points(), task.outOf(),
                task.points() == task.outOf() ? "full" : task.points() == 0 ? "none" : "some",
                task.parts().stream().map(part -> new ShownPart(Html.saying(sentence(part.fact())), Html.saying(sentence(part.hint())), part.points() == part.outOf())).toList())).toList();
    }

    private static String sentence(String text) {
        return text.isEmpty() ? "" : Character.toUpperCase(text.charAt(0)) + text.substring(1) + ".";
    }

    private static String lateWords(Homework homework) {
        return homework.due().isEmpty() ? "" : switch (homework.late()) {
            case FULL -> "A later submission counts as well.";
            case HALF -> "A later submission is worth half.";
            case NONE -> "A later submission is worth nothing.";
        };
    }

    /** Loads the student's own images while the page is on its way. */
    void provideImages(Student student, Homework homework) {
        if (settings.isLocal() || homework.images().isEmpty()) {
            return;
        }
        desk.handIn().provideImages(student, homework).ifPresent(loading -> loading.whenComplete((done, failure) -> {
            if (failure != null) {
                LOGGER.log(System.Logger.Level.WARNING, "the images of student \"" + student.id() + "\" cannot be loaded", failure);
                imageProblems.put(student.id(), "your own images could not be loaded into your machine (" + Optional.ofNullable(failure.getMessage()).orElse("no reason")
                        + "): load this page again");
            } else {
                imageProblems.remove(student.id());
            }
        }));
    }
}
