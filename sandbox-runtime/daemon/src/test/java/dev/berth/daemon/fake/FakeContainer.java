package dev.berth.daemon.fake;

import static dev.berth.engine.EngineException.Kind.INVALID_PARAMETER;
import static dev.berth.engine.EngineException.Kind.NOT_MODIFIED;

import dev.berth.engine.EngineException;
import dev.berth.engine.container.ContainerId;
import dev.berth.engine.container.ContainerState;
import dev.berth.engine.container.ContainerView;
import dev.berth.engine.container.Containers.WaitCondition;
import dev.berth.engine.container.option.ContainerConfig;
import dev.berth.engine.image.Image;
import dev.berth.engine.stream.AttachRequest;
import dev.berth.engine.stream.Session;
import dev.berth.engine.stream.SessionListener;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** One container of {@link FakeContainers}. */
final class FakeContainer {
    private final ContainerId id = ContainerId.random();
    private final ContainerConfig config;
    private final Image image;
    private final FakeEvents events;
    private final Instant created = Instant.now();
    private final List<CompletableFuture<Integer>> waits = new ArrayList<>();
    private final List<CompletableFuture<Integer>> removals = new ArrayList<>();
    private final List<EarlySession> early = new ArrayList<>();
    private String name;
    private FakeProcess process;
    private ContainerState state = new ContainerState.Created(null);
    private int lastCode;

    FakeContainer(String name, ContainerConfig config, Image image, FakeEvents events) {
        this.name = name;
        this.config = config;
        this.image = image;
        this.events = events;
    }

    ContainerId id() {
        return id;
    }

    String name() {
        return name;
    }

    ContainerConfig config() {
        return config;
    }

    FakeProcess process() {
        return process;
    }

    synchronized boolean running() {
        return state instanceof ContainerState.Running || state instanceof ContainerState.Paused;
    }

    private List<String> command() {
        List<String> words = new ArrayList<>(config.entrypoint().orElse(List.of()));
        words.addAll(config.command().or(image.config()::command).orElse(List.of()));
        return words;
    }

    synchronized void start(Runnable whenEnded) {
        if (running()) {
            throw new EngineException(NOT_MODIFIED, "");
        }
        try {
            process = new FakeProcess(command(), config.terminal(), config.openInput());
        } catch (IOException missing) {
            String message = "failed to create shim task: OCI runtime create failed: exec: \"" + command().get(0) + "\": executable file not found in $PATH: unknown";
            state = new ContainerState.Created(new ContainerState.StartFailure(127, message));
            throw new EngineException(INVALID_PARAMETER, message, missing);
        }
        state = new ContainerState.Running((int) process.pid(), Instant.now(), state.lastEnd());
        early.forEach(each -> each.started(process));
        early.clear();
        events.publish("start", this);
        process.run(code -> {
            ended(code);
            whenEnded.run();
        });
    }

    private void ended(int code) {
        List<CompletableFuture<Integer>> told;
        synchronized (this) {
            lastCode = code;
            state = new ContainerState.Exited(code, created, Instant.now(), false, "");
            told = List.copyOf(waits);
            waits.clear();
        }
        events.publish("die", this);
        told.forEach(each -> each.complete(code));
    }

    void removed() {
        events.publish("destroy", this);
        removals.forEach(each -> each.complete(lastCode));
    }

    synchronized void pause(boolean paused) {
        process.kill(paused ? "STOP" : "CONT");
        state = paused ? new ContainerState.Paused((int) process.pid(), created, state.lastEnd()) : new ContainerState.Running((int) process.pid(), created, state.lastEnd());
    }

    synchronized void rename(String to) {
        name = to;
    }

    void resize(int rows, int columns) {
        if (process != null) {
            process.resize(rows, columns);
        }
    }

    synchronized CompletableFuture<Integer> waitFor(WaitCondition condition) {
        CompletableFuture<Integer> code = new CompletableFuture<>();
        if (condition == WaitCondition.REMOVED) {
            removals.add(code);
        } else if (condition == WaitCondition.NOT_RUNNING && !running()) {
            code.complete(lastCode);
        } else {
            waits.add(code);
        }
        return code;
    }

    synchronized Session attach(AttachRequest request, SessionListener listener) {
        if (process == null) {
            EarlySession session = new EarlySession(request, listener);
            early.add(session);
            return session;
        }
        return process.attach(request.stream(), !request.logs(), listener);
    }

    synchronized ContainerView view() {
        List<String> words = command();
        return new ContainerView(id, name, config, image.id(), config.image(), words.get(0), words.subList(1, words.size()), List.of("PATH=/bin"), "/", "",
                config.hostname(), state, created, 0, running() ? (int) process.pid() : 0, running() ? Optional.of("172.17.0.2") : Optional.empty(), List.of(), "", List.of(),
                Optional.empty(), 0);
    }

    /** A session that waits for its container to start. */
    private static final class EarlySession implements Session {
        private final AttachRequest request;
        private final SessionListener listener;
        private final CompletableFuture<Session> started = new CompletableFuture<>();

        EarlySession(AttachRequest request, SessionListener listener) {
            this.request = request;
            this.listener = listener;
        }

        void started(FakeProcess process) {
            started.complete(process.attach(request.stream(), true, listener));
        }

        @Override
        public CompletionStage<Void> input(ByteBuffer bytes) {
            return started.thenCompose(session -> session.input(bytes));
        }

        @Override
        public void endInput() {
            started.thenAccept(Session::endInput);
        }

        @Override
        public void pause() {
            started.thenAccept(Session::pause);
        }

        @Override
        public void resume() {
            started.thenAccept(Session::resume);
        }

        @Override
        public void close() {
            started.thenAccept(Session::close);
        }
    }
}
