package dev.berth.lab.progress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.lab.account.SqliteFile;
import dev.berth.lab.account.Student;
import dev.berth.lab.account.StudentName;
import dev.berth.lab.account.Students;
import dev.berth.lab.lesson.Lesson;
import dev.berth.lab.lesson.LessonSources;
import dev.berth.lab.machine.DockerClient;
import dev.berth.lab.machine.DockerFacts;
import dev.berth.lab.machine.DockerSocket;
import dev.berth.lab.machine.FakeEngine;
import dev.berth.lab.machine.MachineName;
import dev.berth.lab.machine.Machines;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LessonWatchesTest {

    @TempDir
    private Path folder;
    private final Vertx vertx = FakeEngine.newVertx();
    private final Context loop = vertx.getOrCreateContext();
    private final Listener page = new Listener();
    private final Listener everybody = new Listener();
    private final List<MachineName> restarted = new CopyOnWriteArrayList<>();
    private FakeEngine docker;
    private SleepyMachine machine;
    private Progress progress;
    private Student ada;
    private Lesson lesson;
    private LessonWatches watches;

    @BeforeEach
    void open() throws Exception {
        docker = new FakeEngine(folder.resolve("docker.sock")).start();
        docker.answer("/containers/json", new JsonArray().toBuffer());
        docker.answer("/images/json", new JsonArray().toBuffer());
        Jdbi database = SqliteFile.open(folder);
        progress = new Progress(database);
        ada = new Students(database, 10).join(StudentName.parse("Ada"), "192.0.2.1", 1);
        lesson = lesson();
        HttpClient http = DockerSocket.newHttpClient(vertx);
        machine = new SleepyMachine(http, new DockerClient(new DockerSocket(http, folder.resolve("docker.sock"))));
        watches = newWatches();
    }

    private LessonWatches newWatches() {
        return new LessonWatches(machine, restarted::add, progress,
                (student, at) -> at.values(new byte[32], student.id(), student.name()), loop, (student, at) -> everybody);
    }

    @AfterEach
    void close() throws Exception {
        watches.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
        docker.close();
    }

    @Test
    void tellsWhatIsMissing() throws Exception {
        watches.follow(ada, lesson, page);

        page.hear("machine ready");
        page.hear("greet not-yet nothing has said hello");
    }

    @Test
    void tellsOfAnImageThatTheLessonNeedsUntilItIsThere() throws Exception {
        Lesson needy = LessonSources.lesson(folder.resolve("needy"), LessonSources.TEXT.replace("needs: []", "needs: []\nimages: [debian, gcc:12]"), LessonSources.TASKS);
        docker.answer("/images/json", new JsonArray().add(image("debian:latest")).toBuffer());
        watches.follow(ada, needy, page);
        page.hear("machine ready, without [gcc:12]");

        docker.answer("/images/json", new JsonArray().add(image("debian:latest")).add(image("gcc:12")).toBuffer());
        docker.tell(new JsonObject().put("Type", "image").put("Action", "pull").put("timeNano", nanos(Instant.now()))
                .put("Actor", new JsonObject().put("ID", "gcc:12").put("Attributes", new JsonObject())));

        page.hear("machine ready");
    }

    @Test
    void tellsOfPortsThatContainersPublishWhileTheMachineRuns() throws Exception {
        watches.follow(ada, lesson, page);
        page.hear("greet not-yet nothing has said hello");

        JsonObject udp = new JsonObject().put("PrivatePort", 53).put("PublicPort", 53).put("Type", "udp");
        docker.answer("/containers/json", new JsonArray()
                .add(container("web", port(8080).put("IP", "0.0.0.0"), port(8080).put("IP", "::"), udp, new JsonObject().put("PrivatePort", 443).put("Type", "tcp")))
                .add(container("api", port(80))).add(new JsonObject().put("Names", new JsonArray().add("/none")).putNull("Ports")).toBuffer());
        docker.tell(event("start", "web"));

        page.hear("vm1 publishes [PublishedPort[port=80, container=api], PublishedPort[port=8080, container=web]]");
        Listener later = new Listener();
        watches.follow(ada, lesson, later);
        later.hear("vm1 publishes [PublishedPort[port=80, container=api], PublishedPort[port=8080, container=web]]");

        docker.answer("/containers/json", new JsonArray().toBuffer());
        docker.tell(event("die", "web"));
        page.hear("vm1 publishes []");
    }

    private static JsonObject container(String name, JsonObject... ports) {
        return new JsonObject().put("Id", name).put("Names", new JsonArray().add("/" + name)).put("Ports", new JsonArray(List.of(ports)));
    }

    private static JsonObject port(int number) {
        return new JsonObject().put("PrivatePort", 80).put("PublicPort", number).put("Type", "tcp");
    }

    private static JsonObject event(String action, String name) {
        return new JsonObject().put("Type", "container").put("Action", action).put("timeNano", nanos(Instant.now()))
                .put("Actor", new JsonObject().put("ID", name).put("Attributes", new JsonObject().put("name", name)));
    }

    private static JsonObject image(String tag) {
        return new JsonObject().put("Id", "sha256:" + tag.hashCode()).put("RepoTags", new JsonArray().add(tag));
    }

    @Test
    void looksAtTheTasksOfALessonAsItsAuthorHasWrittenThemLast() throws Exception {
        watches.follow(ada, lesson, page);
        page.hear("greet not-yet nothing has said hello");

        watches.lessonsChanged();
        page.hear("lesson changed");
        Listener reloaded = new Listener();
        watches.follow(ada, lesson("say hello in a container"), reloaded);

        reloaded.hear("greet not-yet say hello in a container");
    }

    @Test
    void tellsAPassedTaskAsSoonAsDockerTellsOfTheContainer() throws Exception {
        watches.follow(ada, lesson, page);
        page.hear("greet not-yet nothing has said hello");

        sayHello();

        page.hear("greet passed it said hello");
        everybody.hear("greet passed it said hello");
    }

    @Test
    void hasWrittenItDownBeforeItTells() throws Exception {
        watches.follow(ada, lesson, page);
        page.hear("greet not-yet nothing has said hello");

        sayHello();
        page.hear("greet passed it said hello");

        assertThat(new Progress(SqliteFile.open(folder)).passed(ada.id(), lesson.id())).containsKey("greet");
    }

    @Test
    void tellsASecondPageAtOnce() throws Exception {
        watches.follow(ada, lesson, page);
        page.hear("greet not-yet nothing has said hello");
        Listener second = new Listener();

        watches.follow(ada, lesson, second);

        second.hear("greet not-yet nothing has said hello");
    }

    @Test
    void takesTheBlameWhenDockerDoesNotAnswerAndLooksAgain() throws Exception {
        docker.kill();
        watches.follow(ada, lesson, page);
        page.hear("greet our-fault your machine's Docker does not answer at the moment; it is asked again by itself");

        docker.start();

        page.hear("greet not-yet nothing has said hello");
    }

    /** Once it was woken in a second, for a page that might have been left open over night: whoever had put it to sleep got no memory back. */
    @Test
    void letsAMachineSleepThatWasPutToSleepUnderAnOpenPageUntilSomebodyComes() throws Exception {
        watches.follow(ada, lesson, page);
        page.hear("greet not-yet nothing has said hello");

        machine.asleep = true;
        docker.kill();
        page.hear("machine asleep");
        docker.start();

        Listener second = new Listener();
        watches.follow(ada, lesson, second);
        second.hear("machine ready");
        page.hear("machine ready");
        assertThat(machine.asleep).isFalse();
        assertThat(restarted).containsExactly(new MachineName(ada.id(), "vm1"));
        assertThat(page.heard).noneMatch(line -> line.contains("our-fault"));
    }

    /** The lab looks every half second: who opened the lesson within it was asked to press a key. */
    @Test
    void wakesAMachineForWhoComesBeforeItIsKnownToSleep() throws Exception {
        watches.follow(ada, lesson, page);
        page.hear("greet not-yet nothing has said hello");

        machine.asleep = true;
        docker.kill();
        docker.start();
        awaitUntil("the machine was woken", () -> {
            watches.follow(ada, lesson, new Listener());
            return !restarted.isEmpty();
        });

        assertThat(page.heard).noneMatch(line -> line.contains("asleep"));
    }

    @Test
    void findsAMachineAgainThatWasWokenByAKey() throws Exception {
        watches.follow(ada, lesson, page);
        page.hear("greet not-yet nothing has said hello");
        machine.asleep = true;
        docker.kill();
        page.hear("machine asleep");

        docker.start();
        machine.asleep = false;

        page.hear("machine ready");
        assertThat(restarted).isEmpty();
        sayHello();
        page.hear("greet passed it said hello");
    }

    /** Whoever is removed from the class is forgotten before their machine goes: it must not be made again. */
    @Test
    void makesNoMachineForSomebodyWhoIsForgottenMeanwhile() throws Exception {
        Promise<Void> answer = Promise.promise();
        machine.answers = answer.future();
        watches.follow(ada, lesson, page);
        page.hear("machine starting");

        watches.forget(ada);
        loop.runOnContext(now -> answer.complete());
        CompletableFuture<Void> done = new CompletableFuture<>();
        loop.runOnContext(now -> done.complete(null));
        done.get(60, TimeUnit.SECONDS);

        assertThat(machine.timesMadeReady).isZero();
    }

    /** All tasks were our fault while a machine fell asleep, and stayed so until it was woken. */
    @Test
    void takesNoBlameForAMachineThatFallsAsleep() throws Exception {
        watches.follow(ada, lesson, page);
        page.hear("greet not-yet nothing has said hello");

        machine.asleep = true;
        docker.answer("/containers/json", Buffer.buffer("it ends"));
        lookOnce("/containers/json");
        docker.kill();

        page.hear("machine asleep");
        docker.answer("/containers/json", new JsonArray().toBuffer()).start();
        watches.follow(ada, lesson, new Listener());
        page.hear("machine ready");
        assertThat(everybody.heard).noneMatch(line -> line.contains("our-fault"));
    }

    /** Containers end when their machine falls asleep, with 137 some of them: nobody has done that. */
    @Test
    void countsNothingThatIsSeenWhileAMachineFallsAsleep() throws Exception {
        watches.follow(ada, lesson, page);
        page.hear("greet not-yet nothing has said hello");

        machine.asleep = true;
        sayHello();
        awaitCall("/containers/c1/logs");
        docker.kill();

        page.hear("machine asleep");
        assertThat(everybody.heard).noneMatch(line -> line.contains("passed"));
        assertThat(progress.passed(ada.id(), lesson.id())).isEmpty();
    }

    /** An administrator had removed the machine: the page went on with a new one and said nothing. */
    @Test
    void tellsThatTheMachineIsAnotherOne() throws Exception {
        watches.follow(ada, lesson, page);
        page.hear("greet not-yet nothing has said hello");
        sayHello();
        page.hear("greet passed it said hello");

        machine.id = "the second one";
        docker.kill();
        docker.start();

        page.hear("machine ready, since 14");
        assertThat(restarted).containsExactly(new MachineName(ada.id(), "vm1"));
        Listener second = new Listener();
        watches.follow(ada, lesson, second);
        second.hear("machine ready, since 14");
    }

    /** Two lessons were open, one of them a moment ago: that one took the news, and the page that was looked at heard nothing. */
    @Test
    void tellsEveryLessonOnItThatTheMachineIsAnotherOne() throws Exception {
        Lesson other = LessonSources.lesson(folder.resolve("other"), LessonSources.TEXT.replace("id: sample", "id: other"), LessonSources.TASKS);
        Listener there = new Listener();
        watches.follow(ada, lesson, page);
        page.hear("greet not-yet nothing has said hello");
        watches.follow(ada, other, there);
        there.hear("greet not-yet nothing was said");
        sayHello();
        page.hear("greet passed it said hello");

        machine.id = "the second one";
        docker.kill();
        docker.start();

        page.hear("machine ready, since 14");
        there.hear("machine ready, since 14");
        assertThat(restarted).containsExactly(new MachineName(ada.id(), "vm1"));
    }

    @Test
    void tellsNothingOfTheKindAfterAReset() throws Exception {
        watches.follow(ada, lesson, page);
        page.hear("machine ready");
        page.hear("greet not-yet nothing has said hello");

        watches.reset(ada, lesson);
        page.hear("machine starting");
        page.hear("machine ready");
        sayHello();
        page.hear("greet passed it said hello");

        assertThat(everybody.heard).noneMatch(line -> line.contains("since"));
    }

    /** No event of Docker tells of a file. */
    @Test
    void looksAgainWhenATerminalPrintsSomething() throws Exception {
        lesson = LessonSources.lesson(folder.resolve("files"), LessonSources.TEXT, """
                tasks:
                  greet: { points: 1, open: "a", done: "b", ever: [ { container: { name: c1, file: { path: /note } } } ] }
                """);
        watches.follow(ada, lesson, page);
        page.hear("greet not-yet there is no container called `c1` yet");
        sayHello();
        page.hear("greet not-yet there is nothing at `/note` in `c1` yet");
        docker.calls.clear();

        loop.runOnContext(now -> watches.printed(new MachineName(ada.id(), "vm1")));

        awaitCall("/containers/c1/archive");
    }

    @Test
    void laysTheFilesOfALessonOnceIntoEachMachine() throws Exception {
        Path sources = folder.resolve("lessons/sample/files/tools");
        Files.createDirectories(sources);
        Files.writeString(sources.resolve("greet"), "#!/bin/sh\necho hello\n");
        lesson = lesson();

        watches.follow(ada, lesson, page);
        page.hear("machine ready");
        assertThat(machine.filesLaid).hasSize(1);
        assertThat(machine.filesLaid.get(0).toString()).contains("tools/", "tools/greet", "echo hello");

        watches.close();
        watches = newWatches();
        Listener later = new Listener();
        watches.follow(ada, lesson, later);
        later.hear("machine ready");
        assertThat(machine.filesLaid).as("what the student has changed stays").hasSize(1);

        later.hear("greet not-yet nothing has said hello");
        watches.reset(ada, lesson);
        later.hear("machine starting");
        later.hear("machine ready");
        assertThat(machine.filesLaid).as("another machine has none").hasSize(2);
    }

    @Test
    void preparesEachMachineOnceByTheScriptOfALessonWhichBeginsAfterIt() throws Exception {
        lesson = lessonWithSetup();
        Promise<DockerClient.Exec> running = Promise.promise();
        machine.scriptEnds = running.future();

        watches.follow(ada, lesson, page);
        page.hear("machine starting: Your machine is being prepared for this lesson.");
        watches.look(ada, lesson);
        assertThat(progress.start(ada.id(), lesson.id())).as("it has not begun").isEmpty();
        running.complete(new DockerClient.Exec("", Optional.of(0), false));
        page.hear("machine ready");
        page.hear("greet not-yet nothing has said hello");
        assertThat(machine.scriptsRun).singleElement().asString().contains("BERTH_STUDENT_WORD=", "docker pull");

        watches.close();
        watches = newWatches();
        Listener later = new Listener();
        watches.follow(ada, lesson, later);
        later.hear("greet not-yet nothing has said hello");
        assertThat(machine.scriptsRun).as("once on each machine").hasSize(1);

        watches.reset(ada, lesson);
        later.hear("machine starting: Your machine is being prepared for this lesson.");
        later.hear("machine ready");
        assertThat(machine.scriptsRun).as("another machine").hasSize(2);

        progress.forget(ada.id(), lesson.id());
        watches.close();
        watches = newWatches();
        Listener again = new Listener();
        watches.follow(ada, lesson, again);
        again.hear("machine starting: Your machine is being prepared for this lesson.");
    }

    @Test
    void aMachineThatCannotBePreparedIsOfUseAndThoseWhoCanMendItHearWhy() throws Exception {
        lesson = lessonWithSetup();
        machine.scriptEnds = Future.succeededFuture(new DockerClient.Exec("pulling\nno such image\n\nsetup.sh:2: docker pull \"$image\" (exit code 1)", Optional.of(1), false));

        watches.follow(ada, lesson, page);

        page.hear("machine ready, but setup.sh:2: docker pull \"$image\" ended with exit code 1: no such image");
        page.hear("greet not-yet nothing has said hello");
        assertThat(machine.scriptsRun).hasSize(1);
        assertThat(progress.hasSetup(ada.id(), lesson.id(), machine.id)).isFalse();
    }

    private Lesson lessonWithSetup() throws Exception {
        Files.createDirectories(folder.resolve("lessons/sample"));
        Files.writeString(folder.resolve("lessons/sample/setup.sh"), "# the image\ndocker pull debian\n");
        return lesson();
    }

    @Test
    void listensToEachMachineOfTheLessonAndLooksAtTasksWhereTheySay() throws Exception {
        try (FakeEngine second = new FakeEngine(folder.resolve("second.sock")).start()) {
            second.answer("/containers/json", new JsonArray().toBuffer());
            second.answer("/images/json", new JsonArray().toBuffer());
            machine.second = Optional.of(new DockerClient(new DockerSocket(DockerSocket.newHttpClient(vertx), folder.resolve("second.sock"))));
            Lesson two = LessonSources.lesson(folder.resolve("two"), LessonSources.TEXT.replace("machines: [vm1]", "machines: [vm1, vm2]"), """
                    tasks:
                      greet: { points: 1, open: a, done: it said hello, ever: [ { container: { image: debian, logs: hello }, on: vm2 } ] }
                    """);
            watches.follow(ada, two, page);
            page.hear("vm2 ready");
            page.hear("greet not-yet on `vm2`: there is no container from `debian` yet");

            sayHello();
            second.answer("/containers/json", new JsonArray().add(container("api", port(80))).toBuffer());
            second.tell(event("start", "api"));
            page.hear("vm2 publishes [PublishedPort[port=80, container=api]]");
            assertThat(progress.passed(ada.id(), two.id())).isEmpty();

            sayHello(second, Instant.now());
            page.hear("greet passed it said hello");
            assertThat(machine.namesMadeReady).contains("vm1", "vm2");
        }
    }

    @Test
    void makesAllMachinesOfTheLessonAnew() throws Exception {
        Lesson three = LessonSources.lesson(folder.resolve("three"), LessonSources.TEXT.replace("machines: [vm1]", "machines: [vm1, vm2, vm3]"),
                LessonSources.TASKS.replace("ever: [", "ever: [ { image: debian, on: vm2 }, { image: debian, on: vm3 },"));
        watches.follow(ada, three, page);
        page.hear("vm3 ready");

        watches.reset(ada, three).toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);

        assertThat(machine.namesReset).containsExactlyInAnyOrder("vm1", "vm2", "vm3");
    }

    private void lookOnce(String path) throws Exception {
        docker.calls.clear();
        docker.tell(new JsonObject().put("Type", "container").put("Action", "die").put("timeNano", nanos(Instant.now()))
                .put("Actor", new JsonObject().put("ID", "c1").put("Attributes", new JsonObject())));
        awaitCall(path);
    }

    private void awaitCall(String path) throws Exception {
        awaitUntil("somebody asked for " + path, () -> docker.calls.stream().anyMatch(call -> call.contains(path)));
    }

    private static void awaitUntil(String so, BooleanSupplier is) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!is.getAsBoolean()) {
            assertThat(System.nanoTime() - end).as("ten seconds have passed, and not yet: %s", so).isNegative();
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    /** A machine is for all lessons of a student: what was made in one passed tasks of the next. */
    @Test
    void countsNothingThatWasThereBeforeTheLessonBegan() throws Exception {
        sayHello(Instant.now().minusSeconds(1));

        watches.follow(ada, lesson, page);

        page.hear("greet not-yet one from before has said hello");
    }

    @Test
    void countsWhatWasMadeAtTheOpeningAlsoWhenDockerAnswersLater() throws Exception {
        docker.kill();
        watches.follow(ada, lesson, page);
        page.hear("greet our-fault your machine's Docker does not answer at the moment; it is asked again by itself");
        sayHello(Instant.now());

        docker.start();

        page.hear("greet passed it said hello");
    }

    /** A Docker in a virtual machine has a clock of its own. */
    @Test
    void reckonsByTheClockOfTheMachinesDocker() throws Exception {
        docker.answer("/info", new JsonObject().put("SystemTime", Instant.now().plusSeconds(3600).toString()).toBuffer());
        sayHello(Instant.now().plusSeconds(3599));
        watches.follow(ada, lesson, page);
        page.hear("greet not-yet one from before has said hello");

        sayHello(Instant.now().plusSeconds(3601));

        page.hear("greet passed it said hello");
    }

    @Test
    void knowsWhenTheLessonBeganAfterARestart() throws Exception {
        watches.follow(ada, lesson, page);
        page.hear("greet not-yet nothing has said hello");
        watches.close();
        sayHello();

        watches = newWatches();
        watches.follow(ada, lesson, page);

        page.hear("greet passed it said hello");
    }

    @Test
    void countsNothingThatWasThereBeforeTheLessonBeginsAnew() throws Exception {
        watches.follow(ada, lesson, page);
        page.hear("greet not-yet nothing has said hello");
        progress.visit(ada.id(), "another", 1);
        Instant meanwhile = Instant.now();
        awaitUntil("a later millisecond, as starts are kept", () -> Instant.now().toEpochMilli() > meanwhile.toEpochMilli() + 1);

        watches.prepare(ada, lesson, progress.visit(ada.id(), lesson.id(), 2));
        sayHello(meanwhile);

        page.hear("greet not-yet one from before has said hello");
    }

    @Test
    void tellsNothingAfterTheEnd() throws Exception {
        Runnable leave = watches.follow(ada, lesson, page);
        page.hear("greet not-yet nothing has said hello");
        leave.run();

        sayHello();
        everybody.hear("greet passed it said hello");

        assertThat(page.heard).isEmpty();
    }

    private void sayHello() {
        sayHello(Instant.now());
    }

    /** @param when by Docker's clock; the lesson may have begun later */
    private void sayHello(Instant when) {
        sayHello(docker, when);
    }

    private static void sayHello(FakeEngine docker, Instant when) {
        docker.answer("/containers/json", new JsonArray().add(new JsonObject().put("Id", "c1")).toBuffer());
        docker.answer("/containers/c1/json", new JsonObject()
                .put("Id", "c1").put("Created", when.toString()).put("Name", "/c1").put("Path", "echo").put("Args", new JsonArray().add("hello"))
                .put("State", new JsonObject().put("Status", "exited").put("ExitCode", 0))
                .put("Config", new JsonObject().put("Image", "debian").put("Tty", true)).toBuffer());
        docker.answer("/containers/c1/logs", Buffer.buffer("hello\r\n"));
        docker.tell(new JsonObject().put("Type", "container").put("Action", "die").put("timeNano", nanos(when))
                .put("Actor", new JsonObject().put("ID", "c1").put("Attributes", new JsonObject())));
    }

    private static long nanos(Instant when) {
        return TimeUnit.SECONDS.toNanos(when.getEpochSecond()) + when.getNano();
    }

    private Lesson lesson() throws Exception {
        return lesson("nothing has said hello");
    }

    private Lesson lesson(String miss) throws Exception {
        return LessonSources.lesson(folder.resolve("lessons"), LessonSources.TEXT, """
                tasks:
                  greet:
                    points: 1
                    open: "Something has said hello"
                    done: "it said hello"
                    ever:
                      - container: { image: debian, exitCode: 0, logs: "hello" }
                    misses:
                      - when: { container: { image: debian, includeOlder: true } }
                        say: "one from before has said hello"
                      - say: "%s"
                """.formatted(miss));
    }

    /** Sleeps when it is told to, and wakes when it is to be ready. */
    private static final class SleepyMachine implements Machines {

        private final HttpClient http;
        private final DockerClient docker;
        private volatile boolean asleep;
        private volatile int timesMadeReady;
        /** Completes when it answers how it is. */
        private volatile Future<Void> answers = Future.succeededFuture();
        private volatile String id = "the first one";
        private final List<String> namesMadeReady = new CopyOnWriteArrayList<>();
        private final List<String> namesReset = new CopyOnWriteArrayList<>();
        /** Of the machines but the first. */
        private volatile Optional<DockerClient> second = Optional.empty();
        private final List<Buffer> filesLaid = new CopyOnWriteArrayList<>();
        private final List<String> scriptsRun = new CopyOnWriteArrayList<>();
        private volatile Future<DockerClient.Exec> scriptEnds = Future.succeededFuture(new DockerClient.Exec("", Optional.of(0), false));

        SleepyMachine(HttpClient http, DockerClient docker) {
            this.http = http;
            this.docker = docker;
        }

        @Override
        public Future<Void> ready(MachineName name) {
            timesMadeReady++;
            namesMadeReady.add(name.machine());
            asleep = false;
            return Future.succeededFuture();
        }

        @Override
        public Future<Boolean> sleeps(MachineName name) {
            return answers.map(answered -> asleep);
        }

        @Override
        public Future<Void> reset(MachineName name) {
            id = "another one";
            namesReset.add(name.machine());
            return ready(name);
        }

        @Override
        public Future<Void> remove(MachineName name) {
            return Future.succeededFuture();
        }

        @Override
        public Future<Optional<Incarnation>> incarnation(MachineName name) {
            return Future.succeededFuture(Optional.of(new Incarnation(id, id.length())));
        }

        @Override
        public Future<Void> layFiles(MachineName name, Buffer tar) {
            filesLaid.add(tar);
            return Future.succeededFuture();
        }

        @Override
        public Future<Optional<DockerClient.Exec>> runScript(MachineName name, String script, Map<String, String> environment, int seconds) {
            scriptsRun.add(environment + " " + script);
            return scriptEnds.map(Optional::of);
        }

        @Override
        public Future<Optional<String>> address(MachineName name) {
            return Future.succeededFuture(Optional.empty());
        }

        @Override
        public DockerClient docker(MachineName name) {
            return name.machine().equals("vm1") ? docker : second.orElse(docker);
        }

        @Override
        public DockerFacts facts(MachineName name) {
            return new DockerFacts(docker, http);
        }
    }

    /** Remembers what it heard, a line each. */
    private static final class Listener implements LessonFollower {

        private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

        @Override
        public void tasks(List<TaskReport> reports) {
            reports.forEach(report -> heard.add(
                    report.task() + " " + report.evaluation().verdict().word() + " " + report.evaluation().verdict().text()));
        }

        @Override
        public void machine(MachineReport report) {
            heard.add((report.machine().equals("vm1") ? "machine " : report.machine() + " ") + report.state().word() + (report.replacedAt() > 0 ? ", since " + report.replacedAt() : "")
                    + (report.missingImages().isEmpty() ? "" : ", without " + report.missingImages())
                    + (report.message().isEmpty() ? "" : ": " + report.message()) + (report.trouble().isEmpty() ? "" : ", but " + report.trouble()));
        }

        @Override
        public void ports(String machine, List<PublishedPort> ports) {
            heard.add(machine + " publishes " + ports);
        }

        @Override
        public void lessonChanged() {
            heard.add("lesson changed");
        }

        /** Waits for that line; what comes before it is passed over. */
        void hear(String line) throws InterruptedException {
            String got = "";
            while (got != null && !got.equals(line)) {
                got = heard.poll(10, TimeUnit.SECONDS);
            }
            assertThat(got).isEqualTo(line);
        }
    }
}
