package dev.berth.lab.page;

import dev.berth.lab.account.Student;
import dev.berth.lab.check.Task;
import dev.berth.lab.lesson.Html;
import dev.berth.lab.lesson.Lesson;
import dev.berth.lab.lesson.LessonLibrary;
import dev.berth.lab.lesson.Section;
import dev.berth.lab.value.StudentValues;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The course as one student sees it: its sections with their lessons, and where to go on.
 *
 * @param next the lesson to go on with; empty when every lesson is done
 */
record CourseView(List<SectionView> sections, Optional<LessonView> next) {

    private static final int MINUTES_PER_HOUR = 60;

    /**
     * @param passed the names of the passed tasks, by lesson
     * @param last   the lesson that the student opened last
     * @param values the student's own values in a lesson
     * @param homework how a homework stands
     * @param local    whether the machine is the learner's own computer: some lessons cannot look at that
     */
    static CourseView of(LessonLibrary library, Map<String, Set<String>> passed, Optional<String> last, Function<Lesson, StudentValues> values,
            Function<Lesson, Optional<HomeworkView>> homework, boolean local) {
        List<SectionView> sections = new ArrayList<>();
        for (Section section : library.sections()) {
            List<LessonView> lessons = section.lessons().stream()
                    .map(lesson -> LessonView.of(lesson, library, passed, values.apply(lesson), local && lesson.needsMachine()))
                    .toList();
            sections.add(new SectionView(section.title(), lessons, section.homework().stream().flatMap(each -> homework.apply(each).stream()).toList()));
        }
        List<LessonView> all = sections.stream().flatMap(section -> section.lessons().stream()).toList();
        return new CourseView(sections, next(all, last));
    }

    /** The lesson that was opened last, or the first one after it that is not done, or the first of all that is not; never one that cannot be done here. */
    private static Optional<LessonView> next(List<LessonView> all, Optional<String> last) {
        int from = 0;
        for (int i = 0; i < all.size(); i++) {
            if (last.isPresent() && all.get(i).id().equals(last.get())) {
                from = i;
            }
        }
        return all.stream().skip(from).filter(LessonView::isOpen).findFirst()
                .or(() -> all.stream().filter(LessonView::isOpen).findFirst());
    }

    /** Whether the student has passed a task of any lesson. */
    boolean begun() {
        return sections.stream().flatMap(section -> section.lessons().stream()).anyMatch(lesson -> lesson.passed() > 0);
    }

    /** A section of the course. */
    record SectionView(String title, List<LessonView> lessons, List<HomeworkView> homework) {

        public int points() {
            return lessons.stream().mapToInt(LessonView::points).sum();
        }

        public int totalPoints() {
            return lessons.stream().mapToInt(LessonView::totalPoints).sum();
        }

        /** How long the section takes, in words. */
        public String duration() {
            int minutes = lessons.stream().mapToInt(LessonView::minutes).sum();
            return minutes < MINUTES_PER_HOUR
                    ? minutes + " minutes"
                    : minutes / MINUTES_PER_HOUR + " h " + minutes % MINUTES_PER_HOUR + " min";
        }
    }

    /**
     * A homework in the list.
     *
     * @param stands how it stands, in words
     */
    record HomeworkView(String id, String title, String summary, String stands, int points, int outOf) {
    }

    /**
     * A lesson in the list.
     *
     * @param passed  how many of its tasks are passed
     * @param total   how many tasks it has
     * @param stop    the title of the first task that is open, as HTML; empty if there is none
     * @param missing the titles of the lessons that should come before and are not done, with commas between them
     * @param elsewhere whether it can only be done on a machine of a Berth server, and this is none
     */
    record LessonView(String id, String title, String summary, int minutes, int passed, int total, int points, int totalPoints, String stop, String missing,
            boolean elsewhere) {

        private static LessonView of(Lesson lesson, LessonLibrary library, Map<String, Set<String>> passed, StudentValues values, boolean elsewhere) {
            Set<String> done = passed.getOrDefault(lesson.id(), Set.of());
            List<Task> passedTasks = lesson.tasks().stream().filter(task -> done.contains(task.name())).toList();
            String stop = lesson.tasks().stream().filter(task -> !done.contains(task.name())).findFirst()
                    .map(task -> Html.saying(task.title(values))).orElse("");
            String missing = String.join(", ", lesson.needs().stream()
                    .flatMap(id -> library.lesson(id).stream())
                    .filter(needed -> !needed.isDone(passed.getOrDefault(needed.id(), Set.of())))
                    .map(Lesson::title)
                    .toList());
            return new LessonView(lesson.id(), lesson.title(), lesson.summary().orElse(""), lesson.minutes(), passedTasks.size(), lesson.tasks().size(),
                    passedTasks.stream().mapToInt(Task::points).sum(), lesson.tasks().stream().mapToInt(Task::points).sum(), stop, missing, elsewhere);
        }

        private boolean isOpen() {
            return passed < total && !elsewhere;
        }

        /** {@code new}, {@code begun} or {@code done}. */
        public String state() {
            return passed == total ? "done" : passed > 0 ? "begun" : "new";
        }
    }
}
