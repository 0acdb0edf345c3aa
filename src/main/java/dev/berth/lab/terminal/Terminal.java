package dev.berth.lab.terminal;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/**
 * A terminal of a machine, shared by all who look at it: a shell, its newest output, and its views. The slowest of the student's
 * own views sets the pace, but for at most {@link #PATIENCE_MILLIS}. Everything here happens on the lab's loop; nothing blocks.
 */
final class Terminal implements Shell.Listener {

    /** A view that draws nothing for so long while output waits is closed. */
    static final long PATIENCE_MILLIS = 10_000;

    /** More unsent output than this makes the shell wait; below the lower mark it goes on. Both less than the ring by a large chunk. */
    private static final int HIGH_MARK = 128 << 10;
    private static final int LOW_MARK = 32 << 10;

    private static final int VIEWS = 16;

    /** What all views together have typed and the shell has not taken. A browser sends no more than half of it ahead. */
    private static final int INPUT_WAITING_LIMIT = 128 << 10;

    private final ShellSource shells;
    private final Executor loop;
    private final LongSupplier clockMillis;
    private final Runnable printed;
    private final List<Viewer> viewers = new ArrayList<>();
    private final InputLedger inputs = new InputLedger();
    private final Keyboard keyboard = new Keyboard();
    private Promise<Shell> opened;
    private Shell shell;
    private OutputRing ring = new OutputRing(0);
    private int columns = 80;
    private int rows = 24;
    private OptionalInt exitCode = OptionalInt.empty();
    private boolean reachable;
    private boolean asleep;
    private boolean paused;
    private boolean released;
    private long viewedAt;
    private int inputWaiting;

    /** @param printed called each time when the shell has printed something */
    Terminal(ShellSource shells, Executor loop, LongSupplier clockMillis, Runnable printed) {
        this.shells = shells;
        this.loop = loop;
        this.clockMillis = clockMillis;
        this.printed = printed;
        this.viewedAt = clockMillis.getAsLong();
    }

    /** A new view; it is told everything by itself, also when there cannot be a shell. */
    Viewer join(View view, ViewRequest request) {
        Viewer viewer = new Viewer(view, request, this, loop);
        if (viewers.size() >= VIEWS) {
            viewer.close(CloseCode.TOO_MANY_VIEWS, "this terminal is open in " + VIEWS + " places already: close one of them");
            return viewer;
        }
        viewers.add(viewer);
        viewedAt = now();
        if (shell != null) {
            viewer.begin(firstOffset(request));
            viewer.pump();
        } else if (opened == null) {
            open(false);
        }
        return viewer;
    }

    void leave(Viewer viewer) {
        viewer.left();
        viewers.remove(viewer);
        viewedAt = now();
        if (keyboard.isAway(viewers)) { // its window may have had another size than those that are left; if it was reloaded, it has it again
            viewers.stream().filter(each -> each.room().isPresent()).reduce((earlier, later) -> later).ifPresent(this::fit);
        }
        pace();
    }

    void receive(Viewer viewer, TerminalFrame frame) {
        if (frame instanceof TerminalFrame.Read drawn) {
            viewer.drawn(drawn.offset());
        } else if (!viewer.paces()) {
            return;
        } else if (frame instanceof TerminalFrame.Size size) {
            viewer.hasRoom(size);
            if (keyboard.isAt(viewer, viewers)) {
                fit(viewer);
            }
        } else if (frame instanceof TerminalFrame.Input input) {
            keyboard.typedInto(viewer);
            fit(viewer);
            type(viewer, input);
        }
    }

    /** Closes the views that do not draw. Called every second or so. */
    void closeStalledViews() {
        for (Viewer viewer : List.copyOf(viewers)) {
            if (viewer.stalledSince(now() - PATIENCE_MILLIS)) {
                viewer.close(CloseCode.TOO_SLOW, "nothing was drawn for " + PATIENCE_MILLIS / 1000 + " seconds");
                leave(viewer);
            }
        }
    }

    boolean isViewed() {
        return !viewers.isEmpty();
    }

    /** True when nobody has looked since {@code time}, so that the kept output may be dropped. */
    boolean unseenSince(long time) {
        return viewers.isEmpty() && viewedAt < time;
    }

    /** Lets go of the shell, which lives on if its kind can; the views are told to come back. */
    void release(String reason) {
        released = true;
        closeViews(CloseCode.UNREACHABLE, reason);
        if (shell != null) {
            shell.release();
        }
    }

    /**
     * Lets go of the shell, and tells the views that the terminal is no more.
     *
     * @return completes when no shell is being opened for it any more
     */
    Future<Void> close() {
        closeViews(CloseCode.TERMINAL_CLOSED, "the terminal was closed");
        release("the terminal was closed");
        return opened == null ? Future.succeededFuture() : opened.future().transform(any -> Future.succeededFuture());
    }

    private void closeViews(CloseCode code, String reason) {
        for (Viewer viewer : List.copyOf(viewers)) {
            viewer.close(code, reason);
            leave(viewer);
        }
    }

    @Override
    public void output(long offset, Buffer bytes) {
        if (offset != ring.end()) {
            ring = new OutputRing(offset);
        }
        long before = ring.end();
        ring.append(bytes);
        List.copyOf(viewers).forEach(viewer -> viewer.offer(before));
        pace();
        printed.run();
    }

    @Override
    public void ended(int code) {
        exitCode = OptionalInt.of(code);
        List.copyOf(viewers).forEach(Viewer::pump);
        learnWhetherTheMachineSleeps();
    }

    /** Called every second or so: whoever has woken it may have told nobody here. */
    void lookWhetherTheMachineStillSleeps() {
        if (asleep) {
            learnWhetherTheMachineSleeps();
        }
    }

    private void learnWhetherTheMachineSleeps() {
        Shell over = shell;
        shells.sleeps().onSuccess(sleeps -> loop.execute(() -> {
            if (sleeps != asleep && shell == over) {
                asleep = sleeps;
                List.copyOf(viewers).forEach(Viewer::stateChanged);
            }
        }));
    }

    @Override
    public void reachable(boolean now) {
        if (reachable != now) {
            reachable = now;
            List.copyOf(viewers).forEach(Viewer::stateChanged);
        }
    }

    /** Lets the shell write as fast as the slowest view draws. */
    void pace() {
        long unsent = viewers.stream().filter(Viewer::paces).mapToLong(viewer -> ring.end() - viewer.next()).max().orElse(0);
        if (shell == null || paused == (paused ? unsent > LOW_MARK : unsent > HIGH_MARK)) {
            return;
        }
        paused = !paused;
        if (paused) {
            shell.pause();
        } else {
            shell.resume();
        }
    }

    OutputRing ring() {
        return ring;
    }

    String session() {
        return shell.id();
    }

    boolean hasEnded() {
        return exitCode.isPresent();
    }

    TerminalState state(boolean withEnd) {
        return new TerminalState(columns, rows, knownEnd(), withEnd ? exitCode : OptionalInt.empty(), !reachable && !hasEnded(), withEnd && asleep);
    }

    long taken(String client) {
        return inputs.taken(client);
    }

    long now() {
        return clockMillis.getAsLong();
    }

    private void type(Viewer viewer, TerminalFrame.Input input) {
        String client = viewer.request().client();
        if (inputWaiting + input.bytes().length() > INPUT_WAITING_LIMIT) {
            viewer.close(CloseCode.TOO_SLOW, "more was sent than the shell has taken");
            leave(viewer);
            return;
        }
        inputs.accept(client, input).ifPresentOrElse(bytes -> {
            if (hasEnded()) {
                answerToTheEnd(client, bytes);
            } else {
                typeInto(opened, client, bytes);
            }
        }, viewer::inputTaken);
    }

    private void typeInto(Promise<Shell> asked, String client, Buffer bytes) {
        inputWaiting += bytes.length();
        asked.future().compose(open -> open.type(bytes))
                .onComplete(done -> inputWaiting -= asked == opened ? bytes.length() : 0) // what waited for a shell before this one is forgotten
                .onSuccess(typed -> taken(client, bytes.length()));
    }

    /** Nobody reads what is typed after the end, but Enter opens a new shell. */
    private void answerToTheEnd(String client, Buffer bytes) {
        taken(client, bytes.length());
        if (bytes.toString().contains("\r")) {
            open(true);
        }
    }

    private void taken(String client, int count) {
        inputs.taken(client, count);
        List.copyOf(viewers).stream().filter(each -> each.request().client().equals(client)).forEach(Viewer::inputTaken);
    }

    /** Gives the shell the size of a view's window. One that is only opened, or resized behind the one that is typed into, changes nothing there. */
    private void fit(Viewer viewer) {
        viewer.room().ifPresent(room -> resize(room.columns(), room.rows()));
    }

    private void resize(int newColumns, int newRows) {
        if (newColumns == columns && newRows == rows) {
            return;
        }
        columns = newColumns;
        rows = newRows;
        if (shell != null) {
            shell.resize(columns, rows);
            List.copyOf(viewers).forEach(Viewer::stateChanged);
        }
    }

    private void open(boolean anew) {
        Promise<Shell> opening = Promise.promise();
        opened = opening;
        inputWaiting = 0;
        shell = null;
        ring = new OutputRing(0);
        exitCode = OptionalInt.empty();
        asleep = false;
        (anew ? shells.renewed(columns, rows) : shells.current(columns, rows))
                .onComplete(result -> loop.execute(() -> {
                    if (result.succeeded() && released) {
                        result.result().release();
                        opening.fail("nobody waits for it any more");
                    } else if (result.succeeded()) {
                        adopt(result.result());
                        opening.complete(shell);
                    } else {
                        opened = null;
                        inputs.forget();
                        opening.fail(result.cause());
                        closeViews(CloseCode.UNREACHABLE, result.cause().getMessage());
                    }
                }));
    }

    private void adopt(Shell found) {
        shell = found;
        reachable = true;
        paused = false;
        ring = new OutputRing(found.start());
        // A shell that was found drew for this size: a view of another would break its lines elsewhere.
        columns = found.columns();
        rows = found.rows();
        for (Viewer viewer : List.copyOf(viewers)) {
            viewer.begin(firstOffset(viewer.request()));
            viewer.pump();
        }
        shell.listen(this);
        // One that told its size while the shell was being opened does not tell it again.
        viewers.stream().filter(each -> each.room().isPresent() && keyboard.isAt(each, viewers)).findFirst().ifPresent(this::fit);
    }

    private long knownEnd() {
        return Math.max(ring.end(), shell.end());
    }

    /** Where a view goes on: where it stopped, if it has seen this shell, and everything that is kept otherwise. */
    private long firstOffset(ViewRequest request) {
        boolean sameShell = request.session().isEmpty() || request.session().equals(shell.id());
        return sameShell && request.output() <= knownEnd() ? Math.max(request.output(), ring.start()) : ring.start();
    }
}
