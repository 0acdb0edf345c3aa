package dev.berth.lab.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.lab.account.ClassSecrets;
import dev.berth.lab.account.Student;
import dev.berth.lab.account.Students;
import dev.berth.lab.homework.Homework;
import dev.berth.lab.homework.Homeworks;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpResponse;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

/** Who sees what of homework; nothing can be handed in here, since there is no engine. */
@QuarkusTest
@WithTestResource(LabFolder.class)
class HomeworkPagesTest {

    private static final String PAGE = "/lessons/homework-1";
    private static final String CLASS = "/classroom/homework/homework-1";

    @TestHTTPResource
    private URL lab;

    @Inject
    private ClassSecrets secrets;

    @Inject
    private Homeworks homeworks;

    @Inject
    private Students students;

    @Inject
    private Jdbi database;

    @Test
    void theHomeworkOfTheCourseCanBeGraded() {
        assertThat(homeworks.all()).extracting(Homework::id).contains("homework-1");
    }

    @Test
    void aPageHoldsNothingOfWhatIsExpected() throws Exception {
        assertThat(joined().get(PAGE).body()).contains("Homework 1").doesNotContain("/usr/local/lib/", "www-data", "ServerLimit");
    }

    @Test
    void aStudentOpensNothingOfTheInstructors() throws Exception {
        Browser ada = joined();

        assertThat(ada.get(CLASS).statusCode()).isEqualTo(403);
        assertThat(ada.get(CLASS + ".csv").statusCode()).isEqualTo(403);
        assertThat(ada.post(CLASS + "/regrade", "application/x-www-form-urlencoded", "").statusCode()).isEqualTo(403);
        assertThat(ada.get(PAGE + "/submissions/1/files").statusCode()).isEqualTo(404);
    }

    @Test
    void theInstructorGetsThePointsOfAll() throws Exception {
        joined();
        Browser instructor = Browser.of(lab);
        instructor.get(InstructorLink.path(secrets));

        HttpResponse<String> points = instructor.get(CLASS + ".csv");

        assertThat(points.body()).startsWith("name,student,submissions,best,submitted,late,points,of,words,").contains("Student ");
        assertThat(instructor.get(CLASS).statusCode()).isEqualTo(200);
    }

    @Test
    void theTableShowsEachSubmission() throws Exception {
        joined();
        Student student = students.all().get(0);
        database.useHandle(handle -> handle.execute("insert into submission (id, student_id, homework, number, submitted_at, late, answers, files, state, queued_at, message)"
                + " values ('one', ?, 'homework-1', 1, 0, 1, '{}', '{}', 'failed', 0, 'the grading failed')", student.id()));
        Browser instructor = Browser.of(lab);
        instructor.get(InstructorLink.path(secrets));

        assertThat(instructor.get(CLASS).body()).contains("submissions/one\" title=\"1 Jan 1970, 00:00 UTC\">1 late: failed</a>");
        assertThat(instructor.get(CLASS + "/submissions/one").body()).contains("the grading failed: our fault");
        students.remove(student.id());
    }

    private Browser joined() throws Exception {
        Browser browser = Browser.of(lab);
        browser.join(URI.create(secrets.classLink("http://localhost")).getPath(), Browser.newName());
        return browser;
    }
}
