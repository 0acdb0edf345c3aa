package dev.berth.runtime.launcher;

import dev.berth.runtime.ExitStatus;
import dev.berth.runtime.kernel.Descriptor;
import dev.berth.runtime.kernel.ErrorNumber;
import dev.berth.runtime.kernel.EventLoop;
import dev.berth.runtime.kernel.MessageSocket;
import dev.berth.runtime.kernel.SealedFile;
import dev.berth.runtime.kernel.SystemCallException;
import dev.berth.runtime.plan.LaunchPlan;
import dev.berth.runtime.plan.Placement;
import dev.berth.runtime.plan.StepWriter;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The engine's side of the launcher's socket; the messages are described in the launcher's README. Thread safe; never waits. */
public final class LauncherConnection implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LauncherConnection.class);

    private static final int LAUNCH = 1;
    private static final int PROCEED = 2;
    private static final int ABANDON = 3;
    private static final int LIST = 4;
    private static final int FORGET = 5;
    private static final int CLOSE_INPUT = 6;
    private static final int LAUNCH_FILE = 7;

    private static final int ANSWER_LIMIT = 4096;

    private final MessageSocket socket;
    private final EventLoop loop;
    private final EventLoop.Registration registration;
    private final AtomicInteger nextRequest = new AtomicInteger(1);
    private final Map<Integer, Launch> launches = new ConcurrentHashMap<>();
    private final Map<Integer, Listing> listings = new ConcurrentHashMap<>();
    private final Listener listener;
    private volatile boolean closed;

    /** Hears of every process that starts and ends, in that order. Called on the event loop's thread. */
    public interface Listener {
        void started(KeptProcess process);

        void ended(String key, ExitStatus status);

        /** The launcher is gone, and with it the word of every process that still runs. */
        void lost();
    }

    /** A plan is under way. */
    public final class Launch {
        private final int request;
        private final String key;
        private final CompletableFuture<Integer> announced = new CompletableFuture<>();
        private final CompletableFuture<KeptProcess> started = new CompletableFuture<>();
        private final CompletableFuture<Descriptor> opened = new CompletableFuture<>();

        private Launch(int request, String key) {
            this.request = request;
            this.key = key;
        }

        /** Completes with the host's process id once the process and its network namespace exist, if the plan announces that. */
        public CompletableFuture<Integer> announced() {
            return announced;
        }

        /** Completes when the program runs; exceptionally with {@link StepFailedException}. */
        public CompletableFuture<KeptProcess> started() {
            return started;
        }

        /** Completes with the folder that a plan hands out instead of running a program; exceptionally with {@link StepFailedException}. */
        public CompletableFuture<Descriptor> opened() {
            return opened;
        }

        /** The plan may go past its step "await network". */
        public void proceed() {
            socket.send(message(PROCEED, request).finish());
        }

        /** Kills what has been made; {@link #started} then fails. */
        public void abandon() {
            socket.send(message(ABANDON, request).finish());
        }

        private void fail(StepFailedException failure) {
            announced.completeExceptionally(failure);
            started.completeExceptionally(failure);
            opened.completeExceptionally(failure);
        }
    }

    private record Listing(List<KeptProcess> found, CompletableFuture<List<KeptProcess>> done) {}

    /** @throws SystemCallException when no launcher listens there */
    public LauncherConnection(Path path, EventLoop loop, Listener listener) {
        this.socket = MessageSocket.connect(path, ANSWER_LIMIT);
        this.loop = loop;
        this.listener = listener;
        this.registration = loop.register(socket.descriptor(), this::receive);
        registration.arm(EventLoop.READABLE);
    }

    /** @throws IllegalArgumentException when a text has a zero in it. @throws dev.berth.runtime.plan.PlanTooLongException when it is longer than the launcher takes */
    public Launch launch(String key, LaunchPlan plan, Placement placement) {
        Launch launch = new Launch(nextRequest.getAndIncrement(), key);
        String group = placement.into().map(Path::toString).orElse("");
        ByteBuffer message = message(LAUNCH, launch.request).text(key).text(group).plan(plan).finish();
        launches.put(launch.request, launch);
        if (message.remaining() <= StepWriter.MESSAGE_LIMIT) {
            socket.send(message);
        } else {
            sendAsFile(message(LAUNCH_FILE, launch.request).text(key).text(group).finish(), new StepWriter().plan(plan).finish());
        }
        if (closed) {
            launch.fail(lost());
        }
        return launch;
    }

    private void sendAsFile(ByteBuffer message, ByteBuffer steps) {
        try (Descriptor file = SealedFile.of(steps)) {
            socket.send(message, Optional.of(file));
        }
    }

    /** All processes that the launcher keeps. */
    public CompletableFuture<List<KeptProcess>> list() {
        Listing listing = new Listing(new ArrayList<>(), new CompletableFuture<>());
        int request = nextRequest.getAndIncrement();
        listings.put(request, listing);
        socket.send(message(LIST, request).finish());
        return listing.done();
    }

    /** The launcher forgets a process that has ended. */
    public void forget(String key) {
        socket.send(message(FORGET, 0).text(key).finish());
    }

    /** The launcher closes its copy of the input, so that closing ours is its end. */
    public void closeInput(String key) {
        socket.send(message(CLOSE_INPUT, 0).text(key).finish());
    }

    private static StepWriter message(int operation, int request) {
        return new StepWriter().number(operation).number(request);
    }

    private void receive() {
        try {
            for (Optional<MessageSocket.Message> message = next(); message.isPresent(); message = next()) {
                guardedDispatch(message.get());
            }
            if (!closed) {
                registration.arm(EventLoop.READABLE);
            }
        } catch (SystemCallException gone) {
            if (!closed) {
                close();
                listener.lost();
            }
        }
    }

    private Optional<MessageSocket.Message> next() {
        return closed ? Optional.empty() : socket.receive();
    }

    /** A listener's mistake must not cut all machines off. */
    private void guardedDispatch(MessageSocket.Message message) {
        try {
            dispatch(new LauncherAnswer(message));
        } catch (RuntimeException failure) {
            LOG.error("an answer of the launcher could not be dealt with", failure);
        }
    }

    private void dispatch(LauncherAnswer answer) {
        int request = answer.request();
        switch (answer.kind()) {
            case LauncherAnswer.LAUNCHED -> launched(launches.remove(request), answer);
            case LauncherAnswer.FAILED -> launches.remove(request).fail(answer.failure());
            case LauncherAnswer.ANNOUNCED -> launches.get(request).announced.complete(answer.number());
            case LauncherAnswer.KEPT -> listings.get(request).found().add(answer.kept());
            case LauncherAnswer.LISTED -> {
                Listing listing = listings.remove(request);
                listing.done().complete(listing.found());
            }
            case LauncherAnswer.OPENED -> opened(launches.remove(request), answer.folder());
            case LauncherAnswer.ENDED -> listener.ended(answer.text(), answer.status());
            default -> throw new IllegalStateException("launcher sent an answer of unknown kind " + answer.kind());
        }
    }

    private void launched(Launch launch, LauncherAnswer answer) {
        KeptProcess process = answer.launched(launch.key);
        listener.started(process);
        launch.started.complete(process);
    }

    /** Whoever asked may have given up meanwhile. */
    private static void opened(Launch launch, Descriptor folder) {
        if (!launch.opened.complete(folder)) {
            folder.close();
        }
    }

    private static StepFailedException lost() {
        return new StepFailedException(StepFailedException.LAUNCHER, ErrorNumber.EPIPE);
    }

    /** What is under way fails; what runs goes on. */
    @Override
    public void close() {
        closed = true;
        loop.execute(() -> {
            registration.close();
            socket.close();
            launches.values().forEach(launch -> launch.fail(lost()));
            listings.values().forEach(listing -> listing.done().completeExceptionally(lost()));
        });
    }
}
