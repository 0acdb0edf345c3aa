package dev.berth.lab.terminal;

import dev.berth.lab.machine.DockerException;
import dev.berth.lab.machine.EngineTerminals;
import dev.berth.lab.machine.RawStream;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * A shell that our engine keeps. When the stream to it breaks, as when the engine is started anew, it is taken up again at the offset
 * where it broke; meanwhile the engine keeps the output, and what is typed waits here.
 */
final class EngineShell implements Shell {

    private static final int OFFSET_BYTES = 8;

    private final EngineTerminals.Record record;
    private final EngineTerminals terminals;
    private final RetryTimer retries;
    private final Queue<Typed> unsent = new ArrayDeque<>();
    private Listener listener;
    private RawStream stream;
    private Buffer header = Buffer.buffer();
    private long next;
    private boolean paused;
    private boolean released;
    private int columns;
    private int rows;
    private boolean tellingSize;
    private boolean sizeDue;

    private record Typed(Buffer bytes, Promise<Void> taken) {
    }

    EngineShell(EngineTerminals.Record record, EngineTerminals terminals, RetryTimer retries) {
        this.record = record;
        this.terminals = terminals;
        this.retries = retries;
        this.next = record.start();
        this.columns = record.columns();
        this.rows = record.rows();
    }

    @Override
    public String id() {
        return record.id();
    }

    @Override
    public long start() {
        return record.start();
    }

    @Override
    public long end() {
        return record.end();
    }

    @Override
    public int columns() {
        return record.columns();
    }

    @Override
    public int rows() {
        return record.rows();
    }

    @Override
    public void listen(Listener newListener) {
        listener = newListener;
        connect();
    }

    @Override
    public Future<Void> type(Buffer input) {
        if (stream != null) {
            return stream.write(input);
        }
        Promise<Void> taken = Promise.promise();
        unsent.add(new Typed(input, taken));
        return taken.future();
    }

    @Override
    public void resize(int newColumns, int newRows) {
        columns = newColumns;
        rows = newRows;
        if (stream != null) {
            tellSize();
        }
    }

    /** One after the other, the newest size last: a window that is dragged has more sizes than the engine is asked for. */
    private void tellSize() {
        if (tellingSize) {
            sizeDue = true;
            return;
        }
        tellingSize = true;
        terminals.resize(id(), columns, rows).onComplete(told -> {
            tellingSize = false;
            if (sizeDue) {
                sizeDue = false;
                tellSize();
            }
        });
    }

    @Override
    public void pause() {
        paused = true;
        if (stream != null) {
            stream.pause();
        }
    }

    @Override
    public void resume() {
        paused = false;
        if (stream != null) {
            stream.resume();
        }
    }

    @Override
    public void release() {
        released = true;
        if (stream != null) {
            stream.close();
        }
    }

    private void connect() {
        terminals.attach(id(), next).onSuccess(this::connected).onFailure(this::failed);
    }

    private void connected(RawStream attached) {
        if (released) {
            attached.close();
            return;
        }
        stream = attached;
        header = Buffer.buffer();
        retries.reset();
        listener.reachable(true);
        attached.read(this::received, () -> broken(attached));
        tellSize();
        while (!unsent.isEmpty()) {
            Typed typed = unsent.remove();
            attached.write(typed.bytes()).onComplete(typed.taken());
        }
        if (!paused) {
            attached.resume();
        }
    }

    private void received(Buffer bytes) {
        int missing = Math.min(OFFSET_BYTES - header.length(), bytes.length());
        if (missing > 0) {
            header.appendBuffer(bytes, 0, missing);
            if (header.length() == OFFSET_BYTES) {
                next = header.getLong(0);
            }
        }
        if (missing < bytes.length()) {
            Buffer output = bytes.slice(missing, bytes.length());
            long offset = next;
            next += output.length();
            listener.output(offset, output);
        }
    }

    /** The stream is over: because the shell is, or because the engine went away. */
    private void broken(RawStream ended) {
        if (stream != ended) {
            return;
        }
        stream = null;
        if (!released) {
            terminals.inspect(id()).onSuccess(now -> {
                if (now.running() || now.end() > next) {
                    retry();
                } else {
                    listener.ended(now.exitCode());
                }
            }).onFailure(this::failed);
        }
    }

    private void failed(Throwable failure) {
        if (failure instanceof DockerException refused && refused.isNotFound()) {
            listener.ended(-1);
        } else {
            listener.reachable(false);
            retry();
        }
    }

    private void retry() {
        retries.schedule(() -> {
            if (!released && stream == null) {
                connect();
            }
        });
    }
}
