package dev.berth.lab.page;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.berth.lab.account.Student;
import dev.berth.lab.homework.GradingQueue;
import dev.berth.lab.homework.Homework;
import dev.berth.lab.homework.HomeworkDesk;
import dev.berth.lab.homework.Report;
import dev.berth.lab.homework.Report.PartResult;
import dev.berth.lab.homework.Report.TaskResult;
import dev.berth.lab.homework.Submission;
import dev.berth.lab.homework.Submission.State;
import dev.berth.lab.homework.Submissions;
import dev.berth.lab.lesson.Question;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What programs are told of submissions, as {@code openapi.yaml} describes it. What is not known yet is left out. */
@Singleton
final class SubmissionDocuments {

    private final Submissions submissions;
    private final HomeworkDesk desk;

    @Inject
    SubmissionDocuments(Submissions submissions, HomeworkDesk desk) {
        this.submissions = submissions;
        this.desk = desk;
    }

    /** A homework with all that its student has handed in, the newest first; without reports. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record HomeworkDocument(String homework, String title, int outOf, Integer best, int attemptsLeft, String due, List<String> questions, List<SubmissionDocument> submissions) {
    }

    /** One submission. Texts are plain, with code between backticks. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record SubmissionDocument(int number, String state, String submittedAt, boolean late, String way, PlaceDocument place, Integer points, int outOf, String message,
            Map<String, String> answers, Map<String, Long> files, List<TaskResult> tasks) {
    }

    /** @param seconds until its report, about */
    public record PlaceDocument(int before, long seconds) {
    }

    HomeworkDocument all(Student student, Homework homework) {
        List<Submission> all = submissions.of(student.id(), homework.id());
        return new HomeworkDocument(homework.id(), homework.lesson().title(), homework.points(), Submission.best(all).map(Submission::points).orElse(null),
                homework.attemptsLeft(all), homework.due().map(SubmissionDocuments::time).orElse(null),
                homework.lesson().questions().stream().map(Question::name).toList(), all.stream().map(each -> one(each, homework, Optional.empty())).toList());
    }

    /** With its report, when there is one. */
    SubmissionDocument one(Submission submission, Homework homework) {
        return one(submission, homework, submission.report());
    }

    private SubmissionDocument one(Submission submission, Homework homework, Optional<Report> report) {
        boolean graded = submission.report().isPresent();
        return new SubmissionDocument(submission.number(), submission.state().word(), time(Instant.ofEpochMilli(submission.at())), submission.late(),
                submission.way().name().toLowerCase(Locale.ROOT), submission.isWaiting() ? place(submission) : null, graded ? submission.points() : null,
                submission.report().map(Report::outOf).orElse(homework.points()), submission.message().isEmpty() ? null : submission.message(),
                new TreeMap<>(submission.answers()), new TreeMap<>(submission.files()), report.map(Report::tasks).orElse(null));
    }

    private PlaceDocument place(Submission submission) {
        GradingQueue.Place place = desk.queue().place(submission);
        return new PlaceDocument(place.before(), Math.max(1, (place.millis() + 999) / 1000));
    }

    private static String time(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** For people at a terminal. */
    static String text(HomeworkDocument homework) {
        StringBuilder text = new StringBuilder(homework.title()).append('\n')
                .append(homework.best() == null ? "There are " + homework.outOf() + " points" : "Your best submission has " + homework.best() + " of " + homework.outOf() + " points")
                .append(", ").append(homework.attemptsLeft()).append(" attempts left").append(homework.due() == null ? "" : ", due " + homework.due()).append("\n\n");
        homework.submissions().forEach(submission -> text.append(line(submission)).append('\n'));
        return text.toString();
    }

    /** For people at a terminal: each line that begins with "-" is something to do. */
    static String text(SubmissionDocument submission) {
        StringBuilder text = new StringBuilder(line(submission)).append('\n');
        for (TaskResult task : Optional.ofNullable(submission.tasks()).orElse(List.of())) {
            text.append('\n').append(task.title()).append(" (").append(task.points()).append(" of ").append(task.outOf()).append(")\n");
            for (PartResult part : task.parts()) {
                text.append(part.points() == part.outOf() ? "  + " : "  - ").append(part.fact()).append('\n');
                if (!part.hint().isEmpty()) {
                    text.append("    hint: ").append(part.hint()).append('\n');
                }
            }
        }
        return text.toString();
    }

    private static String line(SubmissionDocument submission) {
        String stands = switch (State.valueOf(submission.state().toUpperCase(Locale.ROOT))) {
            case QUEUED, RUNNING -> submission.state() + ", " + submission.place().before() + " before it, about " + submission.place().seconds() + " s until its report";
            case GRADED -> submission.points() + " of " + submission.outOf() + " points";
            case FAILED -> "failed, by our fault: it costs no attempt; submit again";
        };
        return "Submission " + submission.number() + ", " + submission.submittedAt() + (submission.late() ? ", late: " : ": ") + stands
                + (submission.message() == null ? "" : " (" + submission.message() + ")");
    }
}
