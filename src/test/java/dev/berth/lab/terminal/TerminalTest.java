package dev.berth.lab.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class TerminalTest {

    private final RememberedShell shell = new RememberedShell("first", 0);
    private final RememberedView view = new RememberedView();
    private final SerialLoop loop = new SerialLoop();
    private long now = 1_000_000;
    private boolean asleep;

    @Test
    void tellsAViewWhichShellItSeesBeforeAnythingElse() {
        Terminal terminal = terminal(shell);

        join(terminal, view, 0, "");
        print(shell, "$ ");

        assertThat(view.sessions).containsExactly("first");
        assertThat(view.state.getBoolean("readOnly")).isFalse();
        assertThat(view.output).hasToString("$ ");
    }

    /** After a start of the lab a view was told 80x24 first, drew some output so, and lost the ends of lines when the real size came. */
    @Test
    void tellsTheSizeThatTheShellHas() {
        Terminal terminal = terminal(shell);

        join(terminal, view, 0, "");

        assertThat(view.state.getInteger("columns")).isEqualTo(shell.columns());
        assertThat(view.state.getInteger("rows")).isEqualTo(shell.rows());
        assertThat(shell.sizes).isEmpty();
    }

    /** On a busy server a page told its size before the shell was there, and it stayed at 80x24 until somebody typed. */
    @Test
    void takesTheSizeThatWasToldWhileTheShellWasBeingOpened() {
        Terminal terminal = terminal(shell);

        loop.execute(() -> terminal.receive(terminal.join(view, new ViewRequest("a-student-tab", 0, "", false)), new TerminalFrame.Size(101, 31)));

        assertThat(shell.sizes).containsExactly("101x31");
        assertThat(view.state.getInteger("columns")).isEqualTo(101);
    }

    /** Opening the lesson in a second, smaller window broke the lines of the first, in which one worked. */
    @Test
    void keepsItsSizeWhenASecondViewIsOpenedOrSized() {
        Terminal terminal = terminal(shell);
        Viewer large = window(terminal, view, "large-window", 90, 30);

        Viewer small = window(terminal, new RememberedView(), "small-window", 60, 20);
        size(terminal, small, 50, 20);

        assertThat(shell.sizes).containsExactly("90x30");
        size(terminal, large, 91, 30);
        assertThat(shell.sizes).containsExactly("90x30", "91x30");
    }

    @Test
    void hasTheSizeOfTheViewOneTypesInto() {
        Terminal terminal = terminal(shell);
        Viewer large = window(terminal, view, "large-window", 90, 30);
        Viewer small = window(terminal, new RememberedView(), "small-window", 60, 20);

        type(terminal, small, 0, "ls");
        assertThat(shell.sizes).containsExactly("90x30", "60x20");
        size(terminal, large, 80, 30);
        type(terminal, large, 0, "ls");
        assertThat(shell.sizes).containsExactly("90x30", "60x20", "80x30");
    }

    /** Closing a second, smaller window left the first with lines of the second's length. */
    @Test
    void hasTheSizeOfTheViewThatIsLeft() {
        Terminal terminal = terminal(shell);
        Viewer large = window(terminal, view, "large-window", 90, 30);
        Viewer small = window(terminal, new RememberedView(), "small-window", 60, 20);
        type(terminal, small, 0, "ls");

        loop.execute(() -> terminal.leave(small));

        assertThat(shell.sizes).containsExactly("90x30", "60x20", "90x30");
        assertThat(view.state.getInteger("columns")).isEqualTo(90);
    }

    @Test
    void hasTheSizeAgainOfAViewThatWasReloaded() {
        Terminal terminal = terminal(shell);
        Viewer large = window(terminal, view, "large-window", 90, 30);
        Viewer small = window(terminal, new RememberedView(), "small-window", 60, 20);

        loop.execute(() -> terminal.leave(large));
        window(terminal, new RememberedView(), "large-window", 90, 30);

        assertThat(shell.sizes).containsExactly("90x30", "60x20", "90x30");
    }

    private Viewer window(Terminal terminal, RememberedView shown, String client, int columns, int rows) {
        Viewer window = join(terminal, shown, client);
        size(terminal, window, columns, rows);
        return window;
    }

    private void size(Terminal terminal, Viewer viewer, int columns, int rows) {
        loop.execute(() -> terminal.receive(viewer, new TerminalFrame.Size(columns, rows)));
    }

    @Test
    void showsTheSameToEveryView() {
        Terminal terminal = terminal(shell);
        RememberedView other = new RememberedView();
        join(terminal, view, 0, "");
        join(terminal, other, 0, "");

        print(shell, "hello");

        assertThat(view.output).hasToString("hello");
        assertThat(other.output).hasToString("hello");
    }

    @Test
    void goesOnExactlyWhereAViewStopped() {
        Terminal terminal = terminal(shell);
        Viewer viewer = join(terminal, view, 0, "");
        print(shell, "before ");
        terminal.leave(viewer);
        print(shell, "while away ");

        RememberedView again = new RememberedView();
        again.expected = 7;
        join(terminal, again, 7, "first");
        print(shell, "after");

        assertThat(again.output).hasToString("while away after");
    }

    @Test
    void givesEverythingToAViewThatKnowsAnotherShell() {
        Terminal terminal = terminal(shell);
        join(terminal, view, 0, "");
        print(shell, "hello");

        RememberedView other = new RememberedView();
        join(terminal, other, 3, "an older one");

        assertThat(other.output).hasToString("hello");
    }

    @Test
    void tellsOfAGapWhenTheKeptPartWasOvertaken() {
        Terminal terminal = terminal(shell);
        print(shell, terminal, "x".repeat(OutputRing.CAPACITY + 100));

        join(terminal, view, 0, "first");

        assertThat(view.gaps).containsExactly(100L);
    }

    @Test
    void dropsInputThatIsRepeatedAfterAReconnect() {
        Terminal terminal = terminal(shell);
        Viewer viewer = join(terminal, view, 0, "");

        type(terminal, viewer, 0, "ls");
        type(terminal, viewer, 0, "ls -l");

        assertThat(shell.typed).hasToString("ls -l");
        assertThat(view.taken).endsWith(5L);
    }

    @Test
    void doesNotConfirmInputThatHasNotReachedTheShell() {
        Terminal terminal = terminal(shell);
        Viewer viewer = join(terminal, view, 0, "");
        shell.deaf = true;

        type(terminal, viewer, 0, "ls");

        assertThat(view.taken).containsOnly(0L);
    }

    @Test
    void sendsNoMoreThanTheWindowBeyondWhatWasDrawn() {
        Terminal terminal = terminal(shell);
        Viewer viewer = join(terminal, view, 0, "");

        print(shell, "x".repeat(OutputRing.CAPACITY));
        print(shell, "y".repeat(1000));

        assertThat(view.output).hasSize(Viewer.WINDOW);
        loop.execute(() -> terminal.receive(viewer, new TerminalFrame.Read(Viewer.WINDOW)));
        assertThat(view.output).hasSize(Viewer.WINDOW + 1000);
    }

    @Test
    void makesTheShellWaitForASlowViewAndGoOnWhenItHasDrawn() {
        Terminal terminal = terminal(shell);
        join(terminal, view, 0, "");
        view.stick();

        print(shell, "x".repeat(200_000));
        assertThat(shell.paused).isTrue();

        view.goOn();
        assertThat(shell.paused).isFalse();
        assertThat(view.gaps).isEmpty();
    }

    @Test
    void closesAViewThatDrawsNothingAndLetsTheShellGoOn() {
        Terminal terminal = terminal(shell);
        join(terminal, view, 0, "");
        view.stick();
        print(shell, "x".repeat(200_000));

        now += Terminal.PATIENCE_MILLIS + 1;
        loop.execute(terminal::closeStalledViews);

        assertThat(view.closed).contains(CloseCode.TOO_SLOW);
        assertThat(shell.paused).isFalse();
    }

    /** Who typed after ten quiet seconds lost their view when the answer was under way as the stalled ones were looked for. */
    @Test
    void keepsAViewThatIsTypedInAfterALongPause() {
        Terminal terminal = terminal(shell);
        Viewer viewer = join(terminal, view, 0, "");
        now += Terminal.PATIENCE_MILLIS + 1;
        view.stick();

        type(terminal, viewer, 0, "ls");
        loop.execute(terminal::closeStalledViews);

        assertThat(view.closed).isEmpty();
    }

    @Test
    void neverWaitsForAnInstructor() {
        Terminal terminal = terminal(shell);
        loop.execute(() -> terminal.join(view, new ViewRequest("instructor-tab", 0, "", true)));
        view.stick();

        print(shell, "x".repeat(200_000));

        assertThat(shell.paused).isFalse();
    }

    @Test
    void ignoresWhatAnInstructorTypes() {
        Terminal terminal = terminal(shell);
        Viewer[] viewer = new Viewer[1];
        loop.execute(() -> viewer[0] = terminal.join(view, new ViewRequest("instructor-tab", 0, "", true)));

        type(terminal, viewer[0], 0, "rm -rf /\r");
        loop.execute(() -> terminal.receive(viewer[0], new TerminalFrame.Size(10, 10)));

        assertThat(shell.typed).hasToString("");
        assertThat(shell.sizes).isEmpty();
        assertThat(view.state.getBoolean("readOnly")).isTrue();
    }

    @Test
    void tellsTheEndAfterTheLastOutputAndOpensAnotherShellOnEnter() {
        RememberedShell second = new RememberedShell("second", 0);
        Terminal terminal = terminal(shell, second);
        Viewer viewer = join(terminal, view, 0, "");
        print(shell, "bye");

        loop.execute(() -> shell.end(3));
        assertThat(view.state.getInteger("ended")).isEqualTo(3);

        type(terminal, viewer, 0, "\r");
        print(second, "again");
        assertThat(view.sessions).containsExactly("first", "second");
        assertThat(view.state.getInteger("ended")).isNull();
        assertThat(view.output).hasToString("byeagain");
        assertThat(view.gaps).isEmpty();
    }

    /** An instructor was told that the shell had ended, and nothing of its machine, which an administrator had put to sleep. */
    @Test
    void tellsEveryViewThatTheMachineSleepsUntilThereIsAnotherShell() {
        RememberedShell second = new RememberedShell("second", 0);
        Terminal terminal = terminal(shell, second);
        Viewer viewer = join(terminal, view, 0, "");
        RememberedView instructor = new RememberedView();
        loop.execute(() -> terminal.join(instructor, new ViewRequest("instructor-tab", 0, "", true)));

        asleep = true;
        loop.execute(() -> shell.end(129));
        assertThat(view.state.getBoolean("asleep")).isTrue();
        assertThat(instructor.state.getInteger("ended")).isEqualTo(129);
        assertThat(instructor.state.getBoolean("asleep")).isTrue();

        type(terminal, viewer, 0, "\r");
        assertThat(instructor.state.getBoolean("asleep")).isFalse();
    }

    /** The machine had been woken by somebody else, and the view said that it slept until its student pressed Enter. */
    @Test
    void tellsThatTheMachineSleepsNoLongerThanItDoes() {
        Terminal terminal = terminal(shell);
        join(terminal, view, 0, "");
        asleep = true;
        loop.execute(() -> shell.end(129));

        asleep = false;
        loop.execute(terminal::lookWhetherTheMachineStillSleeps);

        assertThat(view.state.getBoolean("asleep")).isFalse();
        assertThat(view.state.getInteger("ended")).isEqualTo(129);
    }

    @Test
    void keepsViewsWhileTheShellCannotBeReached() {
        Terminal terminal = terminal(shell);
        join(terminal, view, 0, "");

        loop.execute(shell::lose);

        assertThat(view.closed).isEmpty();
        assertThat(view.state.getBoolean("waiting")).isTrue();
    }

    @Test
    void sendsViewsAwayForALaterTryWhenThereCannotBeAShell() {
        Terminal terminal = new Terminal(new NoShells(), loop, () -> now, () -> { });

        join(terminal, view, 0, "");

        assertThat(view.closed).contains(CloseCode.UNREACHABLE);
    }

    @Test
    void boundsTheNumberOfViews() {
        Terminal terminal = terminal(shell);
        for (int i = 0; i < 16; i++) {
            join(terminal, new RememberedView(), 0, "");
        }

        join(terminal, view, 0, "");

        assertThat(view.closed).contains(CloseCode.TOO_MANY_VIEWS);
    }

    @Test
    void closesAViewThatSendsMoreThanTheShellTakes() {
        Terminal terminal = terminal(shell);
        Viewer viewer = join(terminal, view, 0, "");
        shell.deaf = true;

        for (int i = 0; i < 5; i++) {
            type(terminal, viewer, i * 30_000L, "x".repeat(30_000));
        }

        assertThat(view.closed).contains(CloseCode.TOO_SLOW);
    }

    /** A page that came again and again under a new name left as much behind each time. */
    @Test
    void whatIsTypedInAllViewsTogetherIsBounded() {
        Terminal terminal = terminal(shell);
        shell.deaf = true;
        for (int i = 0; i < 4; i++) {
            type(terminal, join(terminal, new RememberedView(), "window-number-" + i), 0, "x".repeat(30_000));
        }

        type(terminal, join(terminal, view, "one-window-more"), 0, "x".repeat(30_000));

        assertThat(view.closed).contains(CloseCode.TOO_SLOW);
    }

    private Terminal terminal(RememberedShell... shells) {
        return new Terminal(new Shells(new ArrayDeque<>(List.of(shells))), loop, () -> now, () -> { });
    }

    private Viewer join(Terminal terminal, RememberedView joining, String client) {
        return join(terminal, joining, new ViewRequest(client, 0, "", false));
    }

    private Viewer join(Terminal terminal, RememberedView joining, long output, String session) {
        return join(terminal, joining, new ViewRequest("a-student-tab", output, session, false));
    }

    private Viewer join(Terminal terminal, RememberedView joining, ViewRequest request) {
        Viewer[] viewer = new Viewer[1];
        loop.execute(() -> viewer[0] = terminal.join(joining, request));
        return viewer[0];
    }

    private void type(Terminal terminal, Viewer viewer, long offset, String text) {
        loop.execute(() -> terminal.receive(viewer, new TerminalFrame.Input(offset, Buffer.buffer(text))));
    }

    private void print(RememberedShell printing, String text) {
        loop.execute(() -> printing.print(text));
    }

    /** Output of a shell that nobody looks at any more. */
    private void print(RememberedShell printing, Terminal terminal, String text) {
        Viewer first = join(terminal, new RememberedView(), 0, "");
        loop.execute(() -> terminal.leave(first));
        print(printing, text);
    }

    /** Shells in the order in which they are wanted. */
    private final class Shells implements ShellSource {

        private final Deque<Shell> left;

        Shells(Deque<Shell> left) {
            this.left = left;
        }

        @Override
        public Future<Shell> current(int columns, int rows) {
            return Future.succeededFuture(left.remove());
        }

        @Override
        public Future<Shell> renewed(int columns, int rows) {
            return Future.succeededFuture(left.remove());
        }

        @Override
        public Future<Void> close() {
            return Future.succeededFuture();
        }

        @Override
        public Future<Boolean> sleeps() {
            return Future.succeededFuture(asleep);
        }
    }
}
