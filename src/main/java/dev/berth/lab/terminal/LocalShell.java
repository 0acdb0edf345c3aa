package dev.berth.lab.terminal;

import com.pty4j.PtyProcess;
import com.pty4j.WinSize;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/**
 * A shell on this computer, on a pty of pty4j. Its streams block, so it has two threads of its own: there are few such shells, in local
 * mode. It ends with the lab.
 */
final class LocalShell implements Shell {

    private static final int CHUNK = 16 << 10;

    /** Chunks on their way to the loop; together less than what the ring has left above its mark. */
    private static final int CHUNKS_UNDER_WAY = 4;

    private final String id = UUID.randomUUID().toString();
    private final PtyProcess process;
    private final Executor loop;
    private int columns;
    private int rows;
    private final Semaphore underWay = new Semaphore(CHUNKS_UNDER_WAY);
    private final ExecutorService writer = Executors.newSingleThreadExecutor(task -> daemon("shell-input", task));
    private long next;
    private boolean paused;
    private int withheld;

    LocalShell(PtyProcess process, Executor loop, int columns, int rows) {
        this.process = process;
        this.loop = loop;
        this.columns = columns;
        this.rows = rows;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public long start() {
        return 0;
    }

    @Override
    public long end() {
        return 0;
    }

    @Override
    public int columns() {
        return columns;
    }

    @Override
    public int rows() {
        return rows;
    }

    @Override
    public void listen(Listener listener) {
        daemon("shell-output", () -> read(listener)).start();
    }

    @Override
    public Future<Void> type(Buffer input) {
        Promise<Void> taken = Promise.promise();
        writer.execute(() -> {
            try {
                process.getOutputStream().write(input.getBytes());
                process.getOutputStream().flush();
                loop.execute(taken::complete);
            } catch (IOException gone) {
                loop.execute(() -> taken.fail(gone));
            }
        });
        return taken.future();
    }

    @Override
    public void resize(int newColumns, int newRows) {
        columns = newColumns;
        rows = newRows;
        process.setWinSize(new WinSize(columns, rows));
    }

    /** Keeps the permits that come back, so that the reader soon has none. */
    @Override
    public void pause() {
        paused = true;
    }

    @Override
    public void resume() {
        paused = false;
        underWay.release(withheld);
        withheld = 0;
    }

    @Override
    public void release() {
        process.destroy();
        writer.shutdown();
    }

    private void read(Listener listener) {
        try (InputStream output = process.getInputStream()) {
            byte[] chunk = new byte[CHUNK];
            for (int count = output.read(chunk); count >= 0; count = output.read(chunk)) {
                Buffer bytes = Buffer.buffer().appendBytes(chunk, 0, count);
                underWay.acquire();
                loop.execute(() -> deliver(listener, bytes));
            }
        } catch (IOException hungUp) {
            // Linux reports the end of a pty's other side as an input/output error.
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        int exitCode = awaitExit();
        loop.execute(() -> listener.ended(exitCode));
    }

    private void deliver(Listener listener, Buffer bytes) {
        long offset = next;
        next += bytes.length();
        listener.output(offset, bytes);
        if (paused) {
            withheld++;
        } else {
            underWay.release();
        }
    }

    private int awaitExit() {
        try {
            return process.waitFor();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return -1;
        }
    }

    private static Thread daemon(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }
}
