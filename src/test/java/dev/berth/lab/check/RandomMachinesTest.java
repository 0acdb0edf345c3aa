package dev.berth.lab.check;

import static dev.berth.lab.check.ContainerBuilder.container;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.lab.check.ContainerFacts.Mount;
import dev.berth.lab.value.StudentValues;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Whatever a machine says, in whatever order: every task gets a verdict, none is our fault, and none is passed without its fact. */
class RandomMachinesTest {

    private static final StudentValues STUDENT = new StudentValues("Ada", Map.of("word", "heron"));

    /** All of these ask for the student's word, which no machine below has. */
    private static final List<String> CONDITIONS = List.of(
            "{ container: { name: \"${student.word}\", image: debian, exitCode: 0, logs: hello, line: {contains: hello} } }",
            "{ container: { label: \"of=${student.word}\", attached: true, starts: 1, attaches: 1, returns: 1, signal: 9 } }",
            "{ container: { name: \"${student.word}\", mounts: {volume: store, at: /data}, diff: {added: /a}, process: {program: sleep}, file: {path: /a, content: b} } }",
            "{ containers: { command: {contains: \"${student.word}\"}, state: {oneOf: [running, exited]}, atLeast: 1 } }",
            "{ event: { action: die, name: \"${student.word}\", exitCode: {atLeast: 1}, autoRemove: true } }",
            "{ order: [ {event: {action: start, name: \"${student.word}\"}}, {event: {action: die, name: \"${student.word}\"}} ], within: 5s }",
            "{ image: { name: \"${student.word}\", layers: {atLeast: 1}, history: {contains: a}, sharesLayersWith: debian, standsOn: busybox, sameAs: busybox } }",
            "{ layer: { image: \"${student.word}\", position: {atLeast: 0}, size: {atLeast: 0}, sharedBy: {atLeast: 0}, sharedWith: {not: a} } }",
            "{ image: { name: {not: nothing}, layer: {createdBy: \"${student.word}\"} } }",
            "{ image: { name: {not: nothing}, file: {path: /a, content: \"${student.word}\"} } }",
            "{ file: { path: \"/${student.word}\", in: {image: debian} } }",
            "{ container: { name: \"${student.word}\", ranFor: {atLeast: 0, atMost: 10} } }",
            "{ event: { action: die, name: \"${student.word}\", atLeast: 2 }, within: 10s }",
            "{ all: [ {event: {action: start, name: \"${student.word}\"}}, {event: {action: die, atLeast: 2}} ], within: 5m }",
            "{ network: { name: \"${student.word}\", internal: false, connects: {networks: {alias: a}} } }",
            "{ volume: { name: \"${student.word}\", usedBy: {state: running}, file: {path: /a} } }",
            "{ file: { path: \"/root/${student.word}\", content: {matches: '.*'}, mode: 644, sha256: abc } }",
            "{ process: { program: \"${student.word}\", namespaces: {uts: own}, sharesNamespace: {kind: net, with: {container: a}} } }",
            "{ processes: { in: anywhere, command: {startsWith: \"${student.word}\"}, atLeast: 1 } }",
            "{ answer: { block: asked, is: {about: 7, within: 10%}, correct: true } }",
            "{ all: [ { not: { container: { name: a } } }, { any: [ { container: { name: \"${student.word}\" } }, { image: \"${student.word}\" } ] } ] }");

    private static final List<String> TEXTS = List.of(
            "a", "b", "", "debian", "busybox:latest", "sleep", "hello", "hello\nhello", "\u0000\u202e`", "/data", "/", "0", "-1", "99999999999999999999", "store", "x".repeat(300), "${student.word}", "f".repeat(64));
    private static final List<String> ACTIONS = List.of("create", "start", "attach", "detach", "die", "kill", "destroy", "exec_start: sleep", "rename", "", ": ");

    private final List<Task> tasks = TasksFile.read("tasks.yaml", file(), Set.of("word"), Map.of("asked", true), List.of("vm1"));

    private static String file() {
        final StringBuilder file = new StringBuilder("tasks:\n");
        for (int i = 0; i < CONDITIONS.size(); i++) {
            file.append("  t").append(i).append(": { points: 1, open: a, done: b, ever: [ ").append(CONDITIONS.get(i)).append(" ] }\n");
        }
        return file.toString();
    }

    @Property(tries = 300)
    void noMachineBreaksAVerdictOrPassesWithoutTheFact(@ForAll final long seed) {
        final Map<String, Evaluation> evaluations = machine(new Random(seed)).evaluate(tasks, STUDENT, Set.of());

        assertThat(evaluations).hasSize(CONDITIONS.size());
        assertThat(evaluations.values()).allSatisfy(evaluation -> {
            assertThat(evaluation.verdict().word()).isEqualTo("not-yet");
            assertThat(evaluation.verdict().text()).isNotBlank().doesNotContain("\n", "\u202e", "\u0000");
            assertThat(evaluation.verdict().text().chars().filter(each -> each == '`').count() % 2).as("code that is opened is closed").isZero();
        });
    }

    @Property(tries = 100)
    void theFactIsSeenAmongAnythingElse(@ForAll final long seed) {
        final FakeMachine machine = machine(new Random(seed)).withImage("heron");

        assertThat(machine.evaluate(tasks, STUDENT, Set.of()).get("t" + (CONDITIONS.size() - 1)).ever()).isEqualTo(!machine.has("a"));
    }

    private static FakeMachine machine(final Random random) {
        final FakeMachine machine = new FakeMachine();
        for (int i = random.nextInt(4); i > 0; i--) {
            machine.with(new ImageFacts("sha256:" + i, List.of(text(random) + ":latest", text(random)), random.nextInt()),
                    new ImageContentFacts(List.of(text(random)), List.of(text(random)), List.of(), text(random), text(random), Map.of(text(random), text(random)), List.of("80/tcp"),
                            List.of(text(random)), List.of("l" + random.nextInt(3)), List.of(new ImageContentFacts.Step(text(random), random.nextInt(3)))));
            machine.with(new VolumeFacts(text(random), "local", Map.of(), text(random), Instant.ofEpochSecond(random.nextInt())));
            machine.with(new NetworkFacts(text(random), text(random), "bridge", List.of(text(random)), List.of(), random.nextBoolean(), Map.of(), Instant.ofEpochSecond(random.nextInt())));
            machine.with(new FileFacts("sha256:" + i, "/a", "file", random.nextInt(), "0644", "0:0", "", text(random), text(random)));
            machine.with(new FileFacts("", "/root/" + text(random), "file", random.nextInt(), "0644", "0:0", "", text(random), ""));
            machine.with(new ProcessFacts(random.nextInt(5), random.nextInt(5), 1, "c" + random.nextInt(3), random.nextInt(), List.of(text(random)), text(random),
                    Map.of("uts", text(random), "net", text(random)), text(random), text(random), random.nextBoolean()));
        }
        for (int i = random.nextInt(5); i > 0; i--) {
            final ContainerBuilder builder = container("c" + i).name(text(random)).image(text(random), "sha256:" + random.nextInt(4)).command(text(random)).label("of", text(random))
                    .connected(new ContainerFacts.Endpoint(text(random), text(random), List.of(text(random))))
                    .mounts(new Mount("volume", text(random), "", text(random), random.nextBoolean()));
            machine.with((random.nextBoolean() ? builder.running(random.nextInt(5)) : builder.state(random.nextBoolean() ? "exited" : "odd", random.nextInt(256))).build(), text(random));
        }
        for (int i = random.nextInt(30); i > 0; i--) {
            machine.happened(ACTIONS.get(random.nextInt(ACTIONS.size())), "c" + random.nextInt(5), Map.of("name", text(random), "exitCode", text(random), "signal", text(random)));
        }
        if (random.nextBoolean()) {
            machine.tellingOfLeaving();
        }
        return machine.answered("asked", text(random), random.nextBoolean());
    }

    private static String text(final Random random) {
        return TEXTS.get(random.nextInt(TEXTS.size()));
    }
}
