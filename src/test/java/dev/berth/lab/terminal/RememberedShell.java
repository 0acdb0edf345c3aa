package dev.berth.lab.terminal;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;

/** A shell that remembers what was typed and prints what a test says. */
final class RememberedShell implements Shell {

    final Buffer typed = Buffer.buffer();
    final List<String> sizes = new ArrayList<>();
    boolean paused;
    boolean released;
    boolean deaf;
    private final String id;
    private final long start;
    private Listener listener;
    private long next;

    RememberedShell(String id, long start) {
        this.id = id;
        this.start = start;
        this.next = start;
    }

    void print(String output) {
        print(Buffer.buffer(output));
    }

    void print(Buffer output) {
        long offset = next;
        next += output.length();
        listener.output(offset, output);
    }

    void end(int exitCode) {
        listener.ended(exitCode);
    }

    void lose() {
        listener.reachable(false);
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public long start() {
        return start;
    }

    @Override
    public long end() {
        return start;
    }

    @Override
    public int columns() {
        return 100;
    }

    @Override
    public int rows() {
        return 40;
    }

    @Override
    public void listen(Listener newListener) {
        listener = newListener;
    }

    @Override
    public Future<Void> type(Buffer input) {
        if (deaf) {
            return Promise.<Void>promise().future();
        }
        typed.appendBuffer(input);
        return Future.succeededFuture();
    }

    @Override
    public void resize(int columns, int rows) {
        sizes.add(columns + "x" + rows);
    }

    @Override
    public void pause() {
        paused = true;
    }

    @Override
    public void resume() {
        paused = false;
    }

    @Override
    public void release() {
        released = true;
    }
}
