package dev.berth.engine.terminal;

import static dev.berth.engine.fake.EngineOnFake.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.engine.fake.EngineOnFake;
import dev.berth.engine.fake.FakeProcess;
import dev.berth.engine.fake.Recording;
import dev.berth.engine.stream.Session;
import dev.berth.engine.terminal.Terminals.TerminalConfig;
import dev.berth.engine.terminal.Terminals.TerminalView;
import dev.berth.runtime.OutputListener.Source;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShellsOfMachinesTest {
    private static final TerminalConfig SHELL = new TerminalConfig("first", List.of("bash", "-l"), List.of("TERM=xterm-256color"), "", "/root", 24, 80);

    @TempDir
    private Path folder;

    private EngineOnFake host;
    private Terminals terminals;
    private String id;
    private FakeProcess shell;

    @BeforeEach
    void openTerminal() {
        host = new EngineOnFake(folder);
        host.startMachine("alice");
        terminals = host.engine().terminals();
        id = done(terminals.open("alice", SHELL));
        shell = host.runtime().process(id);
    }

    @AfterEach
    void close() {
        host.close();
    }

    private Session attach(long offset, Recording client) {
        return done(terminals.attach(id, offset, start -> client));
    }

    private TerminalView view() {
        return done(terminals.inspect(id));
    }

    private static byte[] bytes(int count, char each) {
        return String.valueOf(each).repeat(count).getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void aShellHasTheMachinesEnvironmentAndItsOwn() {
        assertThat(shell.spec().environment()).contains("HOME=/root", "HOSTNAME=vm1", "TERM=xterm-256color");
        assertThat(shell.spec().terminal()).isTrue();
        assertThat(shell.spec().rows()).isEqualTo(24);
        assertThat(shell.spec().columns()).isEqualTo(80);
    }

    @Test
    void outputIsKeptForThoseWhoComeLater() throws Exception {
        shell.print("welcome\r\n$ ");
        Recording late = new Recording();

        attach(0, late);

        assertThat(late.awaitOutput(11).output()).isEqualTo("welcome\r\n$ ");
        assertThat(view()).isEqualTo(new TerminalView(id, "alice", "first", true, view().exitCode(), 0, 11, 24, 80));
    }

    @Test
    void aClientGoesOnWhereItWas() throws Exception {
        Recording first = new Recording();
        attach(0, first);
        shell.print("0123456789");
        first.awaitOutput(10);
        Recording client = new Recording();

        attach(4, client);
        shell.print("ab");

        assertThat(client.awaitOutput(8).output()).isEqualTo("456789ab");
    }

    @Test
    void severalClientsGetEverythingEachAtItsOwnPace() throws Exception {
        Recording quick = new Recording();
        Recording slow = new Recording();
        attach(0, quick);
        Session pausing = attach(0, slow);
        pausing.pause();

        shell.print(Source.OUTPUT, bytes(100_000, 'x'));
        quick.awaitOutput(100_000);
        int meanwhile = slow.size();
        pausing.resume();

        assertThat(meanwhile).isZero();
        assertThat(slow.awaitOutput(100_000).size()).isEqualTo(100_000);
        assertThat(shell.outputPaused()).isFalse();
    }

    @Test
    void theShellWaitsForAClientOnlyWhenItWouldBeOvertaken() throws Exception {
        Recording client = new Recording();
        Session session = attach(0, client);
        session.pause();

        for (int part = 0; part < 10; part++) {
            shell.print(Source.OUTPUT, bytes(50_000, (char) ('a' + part)));
        }
        boolean waited = shell.outputPaused();
        session.resume();

        assertThat(client.awaitOutput(500_000).output()).startsWith("aaa").endsWith("jjj");
        assertThat(waited).isTrue();
    }

    @Test
    void theNewestIsKept() throws Exception {
        Recording first = new Recording();
        Session reading = attach(0, first);
        for (int part = 0; part < 10; part++) {
            shell.print(Source.OUTPUT, bytes(50_000, (char) ('a' + part)));
        }
        first.awaitOutput(500_000);
        reading.close();
        long[] start = new long[1];
        Recording late = new Recording();

        done(terminals.attach(id, 0, from -> {
            start[0] = from;
            return late;
        }));

        assertThat(start[0]).isEqualTo(500_000 - 256 * 1024);
        assertThat(late.awaitOutput(256 * 1024).output()).isEqualTo(first.output().substring((int) start[0]));
    }

    @Test
    void anOffsetBeyondTheEndIsRefused() {
        assertThatThrownBy(() -> attach(1, new Recording())).hasMessageStartingWith("offset 1 is beyond the end of the terminal's output, 0");
    }

    @Test
    void whatIsTypedReachesTheShell() {
        Session session = attach(0, new Recording());

        done(session.input(ByteBuffer.wrap("ls\n".getBytes(StandardCharsets.UTF_8))));

        assertThat(shell.input()).isEqualTo("ls\n");
    }

    @Test
    void theEndIsToldAfterTheLastOutputAndWithACode() throws Exception {
        Recording client = new Recording();
        attach(0, client);

        shell.print("logout\n");
        shell.end(3);

        assertThat(client.awaitEnd().output()).isEqualTo("logout\n");
        assertThat(view().running()).isFalse();
        assertThat(view().exitCode()).hasValue(3);
        assertThat(host.runtime().left()).isEmpty();
    }

    @Test
    void resizingReachesTheShellAndIsRemembered() {
        done(terminals.resize(id, 40, 120));

        assertThat(shell.sizes()).containsExactly(new int[] {40, 120});
        assertThat(view().rows()).isEqualTo(40);
        assertThat(view().columns()).isEqualTo(120);
    }

    @Test
    void closingHangsUpAndForgets() throws Exception {
        Recording client = new Recording();
        attach(0, client);

        done(terminals.close(id));

        client.awaitEnd();
        assertThat(shell.signals()).containsExactly(1);
        assertThatThrownBy(this::view).hasMessage("No such terminal: " + id);
        assertThat(host.home().resolve("machines/alice/terminals")).isEmptyDirectory();
    }

    @Test
    void aShellThatIgnoresTheHangUpIsKilled() {
        shell.stubborn();

        done(terminals.close(id));

        assertThat(shell.signals()).containsExactly(1, 9);
    }

    @Test
    void aMachinesTerminalsAreListedAndGoWithIt() {
        String second = done(terminals.open("alice", SHELL));

        assertThat(done(terminals.list("alice"))).extracting(TerminalView::id).containsExactlyInAnyOrder(id, second);
        done(host.engine().admin().containers().remove("alice", true, false));

        assertThat(done(terminals.list("alice"))).isEmpty();
    }

    @Test
    void thereAreNoMoreThanThirtyTwo() throws Exception {
        Recording client = new Recording();
        attach(0, client);
        for (int count = 1; count < 32; count++) {
            done(terminals.open("alice", SHELL));
        }

        assertThatThrownBy(() -> done(terminals.open("alice", SHELL))).hasMessageContaining("has 32 terminals");
        shell.end(0);
        client.awaitEnd();
        assertThat(done(terminals.open("alice", SHELL))).hasSize(64);
    }

    @Test
    void aMachineThatDoesNotRunHasNoTerminals() {
        assertThatThrownBy(() -> done(terminals.open("nobody", SHELL))).hasMessage("No such machine that runs: nobody");
    }

    @Test
    void aProgramThatIsNotThereIsSaid() {
        TerminalConfig typo = new TerminalConfig("", List.of("nosuch"), List.of(), "", "/", 24, 80);

        assertThatThrownBy(() -> done(terminals.open("alice", typo))).hasMessageStartingWith("cannot start \"nosuch\" in machine \"alice\"");
        assertThat(done(terminals.list("alice"))).hasSize(1);
    }
}
