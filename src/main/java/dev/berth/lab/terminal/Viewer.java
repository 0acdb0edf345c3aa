package dev.berth.lab.terminal;

import io.vertx.core.buffer.Buffer;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * One view of a terminal and how far it is. At most one frame is under way to it; what else it has to be told is a flag, not a queue,
 * so that a view which does not read costs nothing.
 */
final class Viewer {

    /** The server sends at most this far beyond what has been drawn. */
    static final int WINDOW = 256 << 10;

    private static final int CHUNK = 32 << 10;

    private final View view;
    private final ViewRequest request;
    private final Terminal terminal;
    private final Executor loop;
    private Optional<TerminalFrame.Size> room = Optional.empty();
    private long next;
    private long read;
    private boolean sending;
    private boolean gone;
    private boolean sessionDue;
    private boolean stateDue;
    private boolean takenDue;
    private boolean endTold;
    private long progressAt;

    Viewer(View view, ViewRequest request, Terminal terminal, Executor loop) {
        this.view = view;
        this.request = request;
        this.terminal = terminal;
        this.loop = loop;
    }

    ViewRequest request() {
        return request;
    }

    /** Offset of the first output that has not been sent. */
    long next() {
        return next;
    }

    /** Whether the shell has to wait for this view. */
    boolean paces() {
        return !request.readOnly() && !gone;
    }

    /** How many characters it has room for, if it has told. */
    Optional<TerminalFrame.Size> room() {
        return room;
    }

    void hasRoom(TerminalFrame.Size told) {
        room = Optional.of(told);
    }

    /** Tells which shell this is and goes on from {@code offset}. */
    void begin(long offset) {
        next = offset;
        read = offset;
        endTold = false;
        sessionDue = true;
        stateDue = true;
        takenDue = true;
        progressAt = terminal.now();
    }

    void stateChanged() {
        stateDue = true;
        pump();
    }

    void inputTaken() {
        takenDue = true;
        pump();
    }

    void drawn(long offset) {
        if (offset > read) {
            read = Math.min(offset, next);
            progressAt = terminal.now();
        }
        pump();
    }

    /** New output is there. */
    void offer(long before) {
        if (next == before && !sending) {
            progressAt = terminal.now();
        }
        pump();
    }

    boolean stalledSince(long time) {
        return (sending || next < terminal.ring().end()) && progressAt < time;
    }

    void close(CloseCode code, String reason) {
        if (!gone) {
            gone = true;
            view.close(code, reason);
        }
    }

    void left() {
        gone = true;
    }

    void pump() {
        if (sending || gone) {
            return;
        }
        nextFrame().ifPresent(frame -> {
            sending = true;
            // Patience begins now: a view to which nothing was sent for long has not stalled.
            progressAt = terminal.now();
            view.send(frame).onComplete(sent -> loop.execute(() -> {
                sending = false;
                progressAt = terminal.now();
                if (sent.succeeded()) {
                    pump();
                    terminal.pace();
                } else {
                    terminal.leave(this);
                }
            }));
        });
    }

    private Optional<Buffer> nextFrame() {
        if (sessionDue) {
            sessionDue = false;
            return Optional.of(ServerFrames.session(terminal.session()));
        }
        boolean seenAll = next >= terminal.ring().end();
        if (stateDue || terminal.hasEnded() && seenAll && !endTold) {
            stateDue = false;
            endTold = terminal.hasEnded() && seenAll;
            return Optional.of(ServerFrames.state(terminal.state(endTold), request.readOnly()));
        }
        if (takenDue) {
            takenDue = false;
            return Optional.of(ServerFrames.taken(terminal.taken(request.client())));
        }
        return seenAll ? Optional.empty() : output();
    }

    private Optional<Buffer> output() {
        OutputRing ring = terminal.ring();
        if (next < ring.start()) {
            read += ring.start() - next;
            next = ring.start();
        }
        int count = (int) Math.min(CHUNK, Math.min(ring.end() - next, read + WINDOW - next));
        if (count <= 0) {
            return Optional.empty();
        }
        long offset = next;
        next += count;
        return Optional.of(ServerFrames.output(offset, ring.read(offset, count)));
    }
}
