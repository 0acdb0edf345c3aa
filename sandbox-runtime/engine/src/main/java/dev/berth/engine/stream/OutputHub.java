package dev.berth.engine.stream;

import dev.berth.engine.work.SerialQueue;
import dev.berth.runtime.SandboxProcess;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;

/**
 * Where a container's output goes, and the input of its clients comes from: the log if it has one, and the clients that are attached. Clients may come
 * before the run that they are to see. Its state is touched on its own stream queue only.
 */
public final class OutputHub {
    private final SerialQueue queue;
    private final Optional<LogFile> log;
    private final List<ClientSession> waiting = new ArrayList<>();
    private OutputPump pump;

    public OutputHub(SerialQueue queue, Optional<LogFile> log) {
        this.queue = queue;
        this.log = log;
    }

    /** Which streams a client wants. @param inputOnce its end of input is the process's */
    public record Wanted(boolean input, boolean output, boolean error, boolean inputOnce) {}

    /** What follows on this hub, follows for this client. @param toPresentRun false: there is none, so the client waits for the next */
    public Session attach(Wanted wanted, boolean toPresentRun, SessionListener listener) {
        ClientSession client = new ClientSession(wanted, listener, this::changed);
        queue.execute(() -> {
            if (toPresentRun) {
                pump.add(client);
            } else {
                waiting.add(client);
            }
        });
        return client;
    }

    /** As {@link #attach}, but the output is read from the log, from its beginning on, line by line. */
    public CompletionStage<Session> attachAfterLog(Wanted wanted, boolean toPresentRun, AttachRequest asked, SessionListener listener) {
        LogsRequest request = new LogsRequest(
                asked.output(), asked.error(), asked.stream(), Optional.empty(), Optional.empty(), OptionalLong.empty(), false, false);
        Wanted inputOnly = new Wanted(wanted.input(), false, false, wanted.inputOnce());
        Session input = attach(inputOnly, toPresentRun, new DeafListener());
        return logs(request, "", listener).thenApply(log -> new JoinedSession(input, log));
    }

    /** A client has resumed or gone. */
    private void changed(ClientSession client) {
        queue.execute(() -> {
            waiting.removeIf(ClientSession::closed);
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
            begun.start();
        });
        return begun;
    }

    /** There will be no run: those who wait for it are told. */
    public void endWaiting() {
        queue.execute(() -> {
            waiting.forEach(ClientSession::end);
            waiting.clear();
        });
    }

    /** The container is gone, and its log with it. */
    public void forget() {
        queue.execute(() -> log.ifPresent(LogFile::forget));
    }

    /** @param details what each line begins with */
    public CompletionStage<Session> logs(LogsRequest request, String details, SessionListener listener) {
        return queue.call(() -> {
            if (log.isEmpty()) {
                listener.ended();
                return Session.ended();
            }
            LogSession session = new LogSession(log.get(), request, details, listener, queue, () -> pump != null && pump.running());
            session.start();
            return session;
        });
    }
}
