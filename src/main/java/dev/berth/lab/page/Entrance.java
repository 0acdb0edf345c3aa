package dev.berth.lab.page;

import dev.berth.lab.account.Sessions;
import dev.berth.lab.account.Student;
import dev.berth.lab.account.Students;
import dev.berth.lab.account.Visitor;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response.Status;
import java.util.Optional;

/** Lets in who may. */
@Singleton
final class Entrance {

    private final Sessions sessions;
    private final Students students;

    @Inject
    Entrance(Sessions sessions, Students students) {
        this.sessions = sessions;
        this.students = students;
    }

    /**
     * @param cookie the session's, or null
     * @throws Refusal if no student is signed in
     */
    Student student(String cookie) {
        return studentIfAny(cookie).orElseThrow(() -> new Refusal(Status.UNAUTHORIZED, "Please join first", "Open the link that your instructor gave you."));
    }

    /**
     * @param cookie the session's, or null
     * @param owner  the id of the student whose page asks, or null: others may have joined in the same browser since it was opened
     * @throws Refusal if no student is signed in, or another one
     */
    Student student(String cookie, String owner) {
        Student student = student(cookie);
        if (owner != null && !owner.equals(student.id())) {
            throw new Refusal(Status.FORBIDDEN, "This page is another student's", "Somebody else is signed in in this browser now: reload the page.");
        }
        return student;
    }

    /**
     * @param cookie the session's, or null
     * @return who is signed in, empty if that is no student of the class
     */
    Optional<Student> studentIfAny(String cookie) {
        return visitor(cookie)
                .flatMap(visitor -> visitor instanceof Visitor.Learner learner ? students.find(learner.studentId()) : Optional.empty());
    }

    /**
     * @param cookie  the instructor's session, or null
     * @param student a student's session, or null: who has only that is told so
     * @throws Refusal if it is not an instructor
     */
    void instructor(String cookie, String student) {
        if (visitor(cookie).filter(Visitor.Instructor.class::isInstance).isPresent()) {
            return;
        }
        if (visitor(student).isPresent()) {
            throw new Refusal(Status.FORBIDDEN, "This page is the instructor's", "Your link opens your own lessons only.");
        }
        throw new Refusal(Status.UNAUTHORIZED, "This page is the instructor's", "Open the instructor's link, which was printed when Berth started.");
    }

    private Optional<Visitor> visitor(String cookie) {
        return cookie == null ? Optional.empty() : sessions.visitor(cookie);
    }
}
