package dev.berth.lab.port;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.lab.account.Sessions;
import dev.berth.lab.account.SqliteFile;
import dev.berth.lab.account.StudentName;
import dev.berth.lab.account.Students;
import dev.berth.lab.account.Visitor;
import dev.berth.lab.machine.MachineName;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PortPassesTest {

    private static final byte[] KEY = {1, 2, 3};

    @TempDir
    private Path folder;
    private final AtomicLong clock = new AtomicLong(1_000_000);
    private Sessions sessions;
    private PortPasses passes;
    private String ada;
    private PortName port;
    private String session;

    @BeforeEach
    void open() {
        Jdbi database = SqliteFile.open(folder);
        sessions = new Sessions(database);
        passes = new PortPasses(sessions, KEY, clock::get);
        ada = new Students(database, 10).join(StudentName.parse("Ada"), "192.0.2.1", 1).id();
        port = new PortName(new MachineName(ada, "vm1"), 8080);
        session = sessions.open(new Visitor.Learner(ada), 1).text();
    }

    @Test
    void aTicketIsGoodOnce() {
        String ticket = passes.ticket(port, session);

        assertThat(passes.redeem(ticket, port)).hasValueSatisfying(pass -> assertThat(passes.admits(pass, port)).isTrue());
        assertThat(passes.redeem(ticket, port)).isEmpty();
    }

    @Test
    void aTicketIsGoodForAMoment() {
        String ticket = passes.ticket(port, session);
        clock.addAndGet(30_001);

        assertThat(passes.redeem(ticket, port)).isEmpty();
    }

    @Test
    void aTicketOpensNoOtherPort() {
        assertThat(passes.redeem(passes.ticket(port, session), new PortName(port.machine(), 8081))).isEmpty();
        assertThat(passes.redeem("guessed", port)).isEmpty();
        assertThat(passes.redeem("", port)).isEmpty();
    }

    @Test
    void aPassOpensItsPortAlone() {
        String pass = pass(session);

        assertThat(passes.admits(pass, new PortName(port.machine(), 8081))).isFalse();
        assertThat(passes.admits(pass, new PortName(new MachineName(ada, "vm2"), 8080))).isFalse();
        assertThat(passes.admits(pass, new PortName(new MachineName("k3x9", "vm1"), 8080))).isFalse();
    }

    @Test
    void aPassOfAnotherStudentOpensNothingEvenIfItIsSigned() {
        PortName others = new PortName(new MachineName("k3x9", "vm1"), 8080);
        String pass = passes.redeem(passes.ticket(others, session), others).orElseThrow();

        assertThat(passes.admits(pass, others)).isFalse();
    }

    @Test
    void theInstructorOpensEverybodys() {
        assertThat(passes.admits(pass(sessions.open(new Visitor.Instructor(), 1).text()), port)).isTrue();
    }

    @Test
    void aPassEndsWithTheSession() {
        String pass = pass(session);

        sessions.close(ada);

        assertThat(passes.admits(pass, port)).isFalse();
    }

    @Test
    void aPassOutlivesTheLabAndIsNotForged() {
        String pass = pass(session);

        assertThat(new PortPasses(sessions, KEY, clock::get).admits(pass, port)).isTrue();
        assertThat(new PortPasses(sessions, new byte[] {4}, clock::get).admits(pass, port)).isFalse();
        for (String none : new String[] {"", ".", pass.substring(1), pass + "x", pass.substring(0, pass.indexOf('.') + 1), session}) {
            assertThat(passes.admits(none, port)).as(none).isFalse();
        }
    }

    @Test
    void ticketsThatNobodyTakesMakeRoom() {
        String first = passes.ticket(port, session);
        for (int i = 0; i < 2_000; i++) {
            passes.ticket(port, session);
        }

        assertThat(passes.redeem(first, port)).isEmpty();
    }

    private String pass(String ofSession) {
        return passes.redeem(passes.ticket(port, ofSession), port).orElseThrow();
    }
}
