package dev.berth.engine.stream;

import dev.berth.engine.work.SerialQueue;
import dev.berth.runtime.SandboxProcess;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Where a container's output goes, and the input of its clients comes from: the log if it has one, and the clients that are attached. Clients may come
 * before the run that they are to see. Its state is touched on its own stream queue only.
 */
public final class OutputHub {
    private final SerialQueue queue;
    private final Optional<LogFile> log;
    private final SessionLimit sessions;
    private final List<ClientSession> waiting = new ArrayList<>();
    /** Those that are attached once they have read the log. */
    private final List<ClientSession> readingLog = new ArrayList<>();
    private OutputPump pump;

    public OutputHub(SerialQueue queue, Optional<LogFile> log, SessionLimit sessions) {
        this.queue = queue;
        this.log = log;
        this.sessions = sessions;
    }

    /** Which streams a client wants. @param inputOnce its end of input is the process's */
    public record Wanted(boolean input, boolean output, boolean error, boolean inputOnce) {}

    /** What follows on this hub, follows for this client. @param toPresentRun false: there is none, so the client waits for the next */
    public Session attach(Wanted wanted, boolean toPresentRun, SessionListener listener) {
        ClientSession client = client(wanted, listener);
        listener.opened(client);
        queue.execute(() -> {
            if (toPresentRun) {
                pump.add(client);
            } else {
                waiting.add(client);
            }
        });
        return client;
    }

    private ClientSession client(Wanted wanted, SessionListener listener) {
        return new ClientSession(wanted, listener, this::changed, sessions.take());
    }

    /** As {@link #attach}, after all that the log has kept. What has no end of a line yet comes at once. */
    public Session attachAfterLog(Wanted wanted, boolean toPresentRun, SessionListener listener) {
        if (log.isEmpty()) {
            return attach(wanted, toPresentRun, listener);
        }
        ClientSession client = client(wanted, listener);
        LogsRequest all = new LogsRequest(
                wanted.output(), wanted.error(), true, Optional.empty(), Optional.empty(), OptionalLong.empty(), false, false);
        SessionListener first = new SessionListener() {
            @Override
            public void output(boolean error, ByteBuffer bytes) {
                listener.output(error, bytes);
            }

            @Override
            public void ended() {
                goOnLive(client);
            }
        };
        // The log is at its end when it is read as far as it is written, though it may grow.
        LogSession kept = new LogSession(log.get(), all, "", first, queue, () -> false, () -> { });
        Session session = new JoinedSession(kept, client);
        listener.opened(session);
        queue.execute(() -> {
            if (toPresentRun) {
                pump.connect(client);
            }
            readingLog.add(client);
        });
        kept.begin();
        return session;
    }

    /** Called on the queue, where the log does not grow meanwhile: nothing is missed and nothing comes twice. */
    private void goOnLive(ClientSession client) {
        boolean mayWait = readingLog.remove(client);
        log.orElseThrow().tellUnfinished(client::deliver);
        if (client.connected()) {
            pump.addAfterLog(client);
        } else if (mayWait) {
            waiting.add(client);
        } else {
            client.end();
        }
    }

    /** A client has resumed or gone. */
    private void changed(ClientSession client) {
        queue.execute(() -> {
            if (client.closed()) {
                waiting.remove(client);
                readingLog.remove(client);
                client.release();
            }
            if (pump != null) {
                pump.drain();
            }
        });
    }

    /** A run begins; {@code process} has not been listened to yet. */
    public OutputPump begin(SandboxProcess process, boolean terminal) {
        OutputPump begun = new OutputPump(process, terminal, queue, log);
        queue.execute(() -> {
            pump = begun;
            waiting.forEach(begun::add);
            waiting.clear();
            readingLog.stream().filter(client -> !client.connected()).forEach(begun::connect);
            begun.start();
        });
        return begun;
    }

    /** There will be no run: those who wait for it are told. */
    public void endWaiting() {
        queue.execute(() -> {
            waiting.forEach(ClientSession::end);
            waiting.clear();
            readingLog.clear();
        });
    }

    /** The container is gone, and its log with it. */
    public void forget() {
        queue.execute(() -> log.ifPresent(LogFile::forget));
    }

    /** @param details what each line begins with */
    public Session logs(LogsRequest request, String details, SessionListener listener) {
        if (log.isEmpty()) {
            listener.ended();
            return Session.ended();
        }
        SessionLimit.Place place = sessions.take();
        LogSession session = new LogSession(log.get(), request, details, listener, queue, () -> pump != null && pump.running(), place::leave);
        listener.opened(session);
        session.begin();
        return session;
    }
}
