package dev.berth.engine.stream;

import static dev.berth.engine.fake.EngineOnFake.config;
import static dev.berth.engine.fake.EngineOnFake.done;
import static dev.berth.engine.fake.EngineOnFake.program;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.engine.EngineException;
import dev.berth.engine.container.Containers;
import dev.berth.engine.container.Containers.WaitCondition;
import dev.berth.engine.container.option.ContainerConfig;
import dev.berth.engine.fake.EngineOnFake;
import dev.berth.engine.fake.FakeProcess;
import dev.berth.engine.fake.Recording;
import dev.berth.engine.fake.Waiting;
import dev.berth.runtime.OutputListener.Source;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a container prints, on its way to its log and its clients; and what clients type. */
class OutputHubTest {
    private static final AttachRequest ALL = new AttachRequest(false, true, true, true, true);
    private static final AttachRequest AFTER_LOG = new AttachRequest(true, true, true, true, true);
    private static final LogsRequest FOLLOWED = new LogsRequest(true, true, true, Optional.empty(), Optional.empty(), OptionalLong.empty(), false, false);
    private static final LogsRequest LOG = new LogsRequest(true, true, false, Optional.empty(), Optional.empty(), OptionalLong.empty(), false, false);
    private static final int MANY = 3000;

    @TempDir
    private Path folder;

    private EngineOnFake host;
    private Containers containers;

    @BeforeEach
    void startMachine() {
        host = new EngineOnFake(folder);
        host.startMachine("alice");
        containers = host.containers("alice");
    }

    @AfterEach
    void close() {
        host.close();
    }

    private void create(String name, ContainerConfig config) {
        done(containers.create(Optional.of(name), config));
    }

    private FakeProcess start(String name) {
        done(containers.start(name));
        return host.runtime().process(done(containers.inspect(name)).id().value());
    }

    private Session attach(String name, Recording client) {
        return done(containers.attach(name, ALL, client));
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private String logs(String name) throws Exception {
        Recording client = new Recording();
        done(containers.logs(name, LOG, client));
        return client.awaitEnd().output();
    }

    @Test
    void aClientThatCameBeforeTheStartSeesEverythingAndThenTheEnd() throws Exception {
        create("greeter", program("echo"));
        Recording client = new Recording();
        attach("greeter", client);

        FakeProcess echo = start("greeter");
        echo.print("hello\n");
        echo.printError("oops\n");
        echo.end(0);

        client.awaitEnd();
        assertThat(client.output()).isEqualTo("hello\n");
        assertThat(client.error()).isEqualTo("oops\n");
    }

    @Test
    void severalClientsSeeTheSame() throws Exception {
        create("greeter", program("echo"));
        FakeProcess echo = start("greeter");
        Recording first = new Recording();
        Recording second = new Recording();
        attach("greeter", first);
        attach("greeter", second);

        echo.print("hello");
        echo.end(0);

        assertThat(first.awaitEnd().output()).isEqualTo("hello");
        assertThat(second.awaitEnd().output()).isEqualTo("hello");
    }

    @Test
    void aClientThatDoesNotReadMakesTheProcessWaitAndThenGetsEverything() throws Exception {
        create("greeter", program("yes"));
        FakeProcess yes = start("greeter");
        Recording client = new Recording();
        Session session = attach("greeter", client);
        session.pause();

        byte[] much = "y\n".repeat(50_000).getBytes(StandardCharsets.UTF_8);
        for (int part = 0; part < 4; part++) {
            yes.print(Source.OUTPUT, much);
        }
        boolean waited = yes.outputPaused();
        int seenMeanwhile = client.size();
        session.resume();
        yes.end(0);

        client.awaitEnd();
        assertThat(waited).isTrue();
        assertThat(seenMeanwhile).isZero();
        assertThat(client.size()).isEqualTo(4 * much.length);
        assertThat(yes.outputPaused()).isFalse();
    }

    @Test
    void withoutClientsNothingHoldsTheProcessUp() throws Exception {
        create("greeter", program("yes"));
        FakeProcess yes = start("greeter");

        yes.print("y\n".repeat(1000));
        yes.end(0);
        done(done(containers.waitFor("greeter", WaitCondition.NOT_RUNNING)).code());

        assertThat(logs("greeter")).hasSize(2000);
    }

    @Test
    void aClientThatLeavesWhilePausedLetsTheOthersGoOn() throws Exception {
        create("greeter", program("echo"));
        FakeProcess echo = start("greeter");
        Recording reading = new Recording();
        attach("greeter", reading);
        Session stuck = attach("greeter", new Recording());
        stuck.pause();
        echo.print("hello");

        stuck.close();

        assertThat(reading.awaitOutput(5).output()).isEqualTo("hello");
    }

    @Test
    void whatIsTypedBeforeTheStartReachesTheProcess() throws Exception {
        create("cat", config("debian").command("cat").input().build());
        Session session = attach("cat", new Recording());
        var taken = session.input(bytes("early"));
        session.endInput();
        boolean before = taken.toCompletableFuture().isDone();

        FakeProcess cat = start("cat");
        done(taken);

        assertThat(before).isFalse();
        assertThat(cat.input()).isEqualTo("early");
        assertThat(cat.inputClosed()).isTrue();
    }

    @Test
    void aContainerWithoutOpenInputIgnoresWhatIsTyped() {
        create("greeter", program("echo"));
        FakeProcess echo = start("greeter");
        Session session = attach("greeter", new Recording());

        done(session.input(bytes("typed")));
        session.endInput();

        assertThat(echo.input()).isEmpty();
        assertThat(echo.inputClosed()).isFalse();
    }

    @Test
    void aClientThatComesAfterTheStreamsWereClosedLearnsThatAtOnce() throws Exception {
        create("quiet", program("daemon"));
        FakeProcess daemon = start("quiet");
        Recording first = new Recording();
        attach("quiet", first);
        daemon.closeStreams();
        first.awaitEnd();

        Recording late = new Recording();
        attach("quiet", late);

        assertThat(late.awaitEnd().output()).isEmpty();
    }

    @Test
    void aFailedStartEndsThoseWhoWaitedForIt() throws Exception {
        create("typo", program("nosuch"));
        Recording client = new Recording();
        attach("typo", client);

        containers.start("typo");

        assertThat(client.awaitEnd().output()).isEmpty();
    }

    /** A client that wanted nothing, as docker-py's {@code container.attach()} does, waited for ever. */
    @Test
    void whoWantsNeitherLogNorStreamIsAtTheEndAtOnce() throws Exception {
        create("greeter", program("echo"));
        start("greeter").print("hello");
        Recording client = new Recording();

        done(containers.attach("greeter", new AttachRequest(false, false, false, true, true), client));

        assertThat(client.awaitEnd().output()).isEmpty();
    }

    @Test
    void attachCanBringTheLogFirst() throws Exception {
        create("greeter", program("echo"));
        FakeProcess echo = start("greeter");
        Recording early = new Recording();
        attach("greeter", early);
        echo.print("before\n");
        early.awaitOutput(7);
        Recording client = new Recording();

        done(containers.attach("greeter", new AttachRequest(true, true, false, true, true), client));
        echo.print("after\n");
        echo.end(0);

        assertThat(client.awaitEnd().output()).isEqualTo("before\nafter\n");
    }

    /** A prompt stayed unseen until its line had an end: docker-compose attaches so. */
    @Test
    void outputWithoutTheEndOfALineComesAtOnceAfterTheLog() throws Exception {
        create("shell", program("sh"));
        FakeProcess shell = start("shell");
        Recording early = new Recording();
        attach("shell", early);
        shell.print("line\nprompt> ");
        early.awaitOutput(13);
        Recording client = new Recording();

        done(containers.attach("shell", AFTER_LOG, client));
        String kept = client.awaitOutput(13).output();
        shell.print("typed");

        assertThat(kept).isEqualTo("line\nprompt> ");
        assertThat(client.awaitOutput(18).output()).isEqualTo("line\nprompt> typed");
    }

    @Test
    void whoIsAttachedAfterTheLogOfAContainerThatPrintsMissesNothingAndGetsNothingTwice() throws Exception {
        create("flood", program("seq"));
        FakeProcess seq = start("flood");
        String part = IntStream.range(0, 10_000).mapToObj(line -> line + "\n").collect(Collectors.joining());
        List<Recording> clients = new ArrayList<>();

        for (int time = 0; time < 20; time++) {
            seq.print(Source.OUTPUT, part.getBytes(StandardCharsets.UTF_8));
            Recording client = new Recording();
            clients.add(client);
            done(containers.attach("flood", AFTER_LOG, client));
        }
        seq.end(0);

        for (Recording client : clients) {
            assertThat(client.awaitEnd().output().equals(part.repeat(20))).isTrue();
        }
    }

    @Test
    void whoIsAttachedAfterTheLogOfAnEndedRunSeesTheNext() throws Exception {
        create("greeter", program("echo"));
        FakeProcess first = start("greeter");
        first.print("first\n");
        first.end(0);
        done(done(containers.waitFor("greeter", WaitCondition.NOT_RUNNING)).code());
        Recording client = new Recording();
        done(containers.attach("greeter", AFTER_LOG, client));
        client.awaitOutput(6);

        FakeProcess second = start("greeter");
        second.print("second");
        second.end(0);

        assertThat(client.awaitEnd().output()).isEqualTo("first\nsecond");
    }

    @Test
    void whatIsTypedWhileTheLogIsReadReachesTheProcess() {
        create("cat", config("debian").command("cat").input().build());
        FakeProcess cat = start("cat");
        Session session = done(containers.attach("cat", AFTER_LOG, new Paused()));

        done(session.input(bytes("typed")));

        assertThat(cat.input()).isEqualTo("typed");
        session.close();
    }

    /** Clients that came and went had the engine read logs into memory that nobody took. */
    @Test
    void aLogIsReadWhenItsClientIsThereAndNoFurtherThanItWants() throws Exception {
        create("wordy", program("yes"));
        FakeProcess yes = start("wordy");
        yes.print("one\ntwo\nthree\n");
        yes.end(0);
        done(done(containers.waitFor("wordy", WaitCondition.NOT_RUNNING)).code());
        Paused client = new Paused();
        Session session = done(containers.logs("wordy", LOG, client));
        logs("wordy");
        int before = client.lines();

        session.resume();
        client.awaitLine();
        logs("wordy");
        int afterTheFirst = client.lines();
        while (client.lines() < 3) {
            session.resume();
        }

        assertThat(before).isZero();
        assertThat(afterTheFirst).isOne();
        assertThat(client.text()).isEqualTo("one\ntwo\nthree\n");
        session.close();
    }

    @Test
    void aContainerHasSoManyClientsAtATimeAndNoMore() throws Exception {
        create("popular", program("yes"));
        start("popular");
        List<Session> sessions = new ArrayList<>();
        for (int number = 0; number < 16; number++) {
            sessions.add(attach("popular", new Recording()));
            sessions.add(done(containers.logs("popular", FOLLOWED, new Recording())));
        }

        String refusal = "32 clients are attached to a container or read its log, as many as can: try again when some have ended";
        assertThatThrownBy(() -> attach("popular", new Recording())).hasMessage(refusal);
        assertThatThrownBy(() -> done(containers.logs("popular", LOG, new Recording()))).hasMessage(refusal);

        sessions.forEach(Session::close);
        for (int number = 0; number < 32; number++) {
            Waiting.until("those who have gone are let go", () -> attaches("popular"));
        }
    }

    private boolean attaches(String name) {
        try {
            attach(name, new Recording());
            return true;
        } catch (EngineException full) {
            return false;
        }
    }

    @Test
    void theContainersOfAMachineHaveSoManyClientsTogether() throws Exception {
        List<Session> sessions = new ArrayList<>();
        for (String name : List.of("one", "two", "three")) {
            create(name, program("yes"));
            start(name);
        }
        for (int number = 0; number < 32; number++) {
            sessions.add(attach("one", new Recording()));
            sessions.add(attach("two", new Recording()));
        }

        assertThatThrownBy(() -> attach("three", new Recording())).hasMessageStartingWith("64 clients are attached to all containers of a machine");

        sessions.get(0).close();
        Waiting.until("the one that has gone is let go", () -> attaches("three"));
    }

    /** Wants a line each time that it is asked to go on. */
    private static final class Paused implements SessionListener {
        private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
        private volatile Session session;

        @Override
        public void opened(Session of) {
            session = of;
            of.pause();
        }

        @Override
        public void output(boolean error, ByteBuffer bytes) {
            lines.add(StandardCharsets.UTF_8.decode(bytes).toString());
            session.pause();
        }

        @Override
        public void ended() {}

        int lines() {
            return lines.size();
        }

        void awaitLine() throws InterruptedException {
            String line = lines.poll(10, TimeUnit.SECONDS);
            assertThat(line).isNotNull();
            lines.add(line);
        }

        String text() {
            return String.join("", lines);
        }
    }

    @Test
    void aFollowerSeesLinesAsTheyComeAndEndsWithTheContainer() throws Exception {
        create("greeter", program("echo"));
        FakeProcess echo = start("greeter");
        Recording follower = new Recording();
        done(containers.logs("greeter", new LogsRequest(true, false, true, Optional.empty(), Optional.empty(), OptionalLong.empty(), false, false), follower));

        echo.print("one\n");
        String first = follower.awaitOutput(4).output();
        echo.printError("hidden\n");
        echo.print("two\n");
        echo.end(0);

        assertThat(first).isEqualTo("one\n");
        assertThat(follower.awaitEnd().output()).isEqualTo("one\ntwo\n");
        assertThat(follower.error()).isEmpty();
    }

    @Test
    void resizingReachesTheTerminal() {
        create("shell", config("debian").command("bash").terminal().input().build());
        FakeProcess bash = start("shell");

        done(containers.resize("shell", 40, 100));

        assertThat(bash.sizes()).containsExactly(new int[] {40, 100});
    }

    /** Whoever asked for the log waited until the container paused for breath, and so did other machines: the thread was one of two. */
    @Test
    void theLogOfAContainerThatPrintsOnAndOnIsRead() throws Exception {
        create("flood", program("yes"));
        FakeProcess yes = start("flood");
        byte[] part = ("y".repeat(16_000) + "\n").repeat(4).getBytes(StandardCharsets.UTF_8);
        Recording reader = new Recording();
        AtomicInteger printed = new AtomicInteger();
        SessionListener printsMore = new SessionListener() {
            @Override
            public void output(boolean error, ByteBuffer bytes) {
                if (printed.getAndIncrement() == 0) {
                    containers.logs("flood", LOG, reader);
                }
                if (!reader.hasEnded() && printed.get() < MANY) {
                    yes.print(Source.OUTPUT, part);
                }
            }

            @Override
            public void ended() {}
        };
        done(containers.attach("flood", ALL, printsMore));

        yes.print(Source.OUTPUT, part);

        reader.awaitEnd();
        assertThat(printed.get()).isLessThan(MANY);
    }
}
