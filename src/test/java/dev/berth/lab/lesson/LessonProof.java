package dev.berth.lab.lesson;

import dev.berth.lab.check.CheckInput;
import dev.berth.lab.check.CheckResult;
import dev.berth.lab.check.Evaluation;
import dev.berth.lab.check.FakeMachine;
import dev.berth.lab.check.GivenAnswer;
import dev.berth.lab.check.MachineEvent;
import dev.berth.lab.check.MachineSnapshot;
import dev.berth.lab.check.MachineSnapshot.Facts;
import dev.berth.lab.check.Task;
import dev.berth.lab.homework.Report;
import dev.berth.lab.homework.Report.PartResult;
import dev.berth.lab.machine.DockerClient;
import dev.berth.lab.machine.DockerFacts;
import dev.berth.lab.machine.MachineChecks;
import dev.berth.lab.machine.SelfRemoval;
import dev.berth.lab.value.StudentValues;
import dev.berth.lab.value.Template;
import io.vertx.core.Context;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Runs a script of a lesson on a machine, and judges the tasks while it runs, as the lab does: at every event, and when the script asks. A line of the
 * script's output that begins with {@link #MARK} is a question to us; the script waits for its answer.
 */
final class LessonProof {

    private static final String MARK = "\u0001berth\u0001";

    /** How long a verdict may take before the script is wrong. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** How long a script may take before it hangs. */
    private static final long LIMIT_SECONDS = 150;

    private static final String PRELUDE = """
            set -eu
            exec 3<&0 4>&1 </dev/null
            # Of the lines that functions were called from, the one of the script: it comes after all of these.
            berth_ask() {
              local each line=0
              for each in "${BASH_LINENO[@]}"; do [ "$each" -le "$line" ] || line=$each; done
              local IFS=$'\\001'
              printf '\\n\\001berth\\001%s\\001%s\\n' "$line" "$*" >&4; read -r reply <&3; [ "${reply%% *}" = yes ]
            }
            trap 'printf "\\n\\001berth\\001%s\\001failed\\001%s\\n" "$LINENO" "$BASH_COMMAND" >&4' ERR
            # What it prints comes from there, and so does whether it failed. One word is a line of the shell, several are a command.
            on() {
              local on=$1 command=$2 code=0 reply=
              shift; [ $# = 1 ] || command=$(printf '%q ' "$@")
              berth_ask on "$on" "$(printf %s "$command" | base64 -w 0)" || code=1
              printf %s "${reply#* }" | base64 -d; return $code
            }
            answer() { berth_ask answer "$1" "$2"; }
            expect() { berth_ask expect "$1" "$2" "$3"; }
            passed() { expect "$1" passed ''; }
            submit() { berth_ask submit; }
            graded() { berth_ask graded "$1" "$2" "$3"; }
            """;

    /** Stands for a value in a sentence; no sentence has it. */
    private static final String UNKNOWN = "\u0000";

    private final Lesson lesson;
    private final StudentValues student;
    private final Instant start;
    private final Context loop;
    private final MachineChecks checks;
    private final Map<String, Seen> machines = new LinkedHashMap<>();
    private final List<LessonProof> others = new ArrayList<>();
    private final LinkedBlockingQueue<String> news = new LinkedBlockingQueue<>();
    private final Map<String, GivenAnswer> answers = new HashMap<>();
    private final Set<String> passed = new LinkedHashSet<>();
    private final StringBuilder transcript = new StringBuilder();
    private final List<Said> said = new ArrayList<>();
    private final List<Said> reported = new ArrayList<>();
    private Optional<Grading> grading = Optional.empty();
    private Optional<Report> report = Optional.empty();
    private String script = "";
    private int line;
    private volatile String failed = "";

    /** What was said of a task when the script expected it. */
    record Said(String task, String verdict, String text) {}

    /** Grades these answers of a student's, and the files in their folder. */
    @FunctionalInterface
    interface Grading {
        Report grade(StudentValues student, Map<String, String> answers) throws IOException, InterruptedException;
    }

    /** What happens on a machine. */
    private record Seen(SelfRemoval selfRemoval, List<MachineEvent> events) {}

    /**
     * @param dockers of the lesson's machines, by their names
     * @param facts likewise
     * @param start of the lesson, by Docker's clock
     */
    LessonProof(
            final Lesson lesson, final StudentValues student, final Map<String, DockerClient> dockers, final Map<String, DockerFacts> facts, final Instant start, final Context loop) {
        this.lesson = lesson;
        this.student = student;
        this.checks = new MachineChecks(loop, facts);
        this.start = start;
        this.loop = loop;
        lesson.machines().forEach(name ->
                machines.put(name, new Seen(new SelfRemoval(dockers.get(name), () -> news.add("a container that is made")), new CopyOnWriteArrayList<>())));
    }

    /** Has another student judged each time that this one is, with the same answers. */
    void besides(final LessonProof other) {
        others.add(other);
    }

    /** It is a homework: scripts may hand in. */
    void gradedBy(final Grading homework) {
        grading = Optional.of(homework);
    }

    /** Hands in the answers that were given so far, and the files that are there. */
    Report submit() throws IOException, InterruptedException {
        final Map<String, String> values = new HashMap<>();
        answers.forEach((block, answer) -> values.put(block, answer.value()));
        report = Optional.of(grading.orElseThrow(() -> failure("only a homework is submitted")).grade(student, values));
        return report.get();
    }

    /** Takes note of an event on a machine; called on the loop. */
    void happened(final String machine, final MachineEvent event) {
        machines.get(machine).events().add(event);
        machines.get(machine).selfRemoval().happened(event);
        news.add(event.action());
    }

    /** The tasks passed so far. */
    Set<String> passed() {
        return passed;
    }

    /** The tasks that the answers given so far pass without any machine. */
    Set<String> passedByAnswersAlone() {
        final FakeMachine empty = new FakeMachine();
        answers.forEach((block, answer) -> empty.answered(block, answer.value(), answer.correct()));
        return empty.evaluate(lesson.tasks(), student, Set.of()).entrySet().stream()
                .filter(task -> task.getValue().ever()).map(Map.Entry::getKey).collect(Collectors.toSet());
    }

    /** How each task stands now. */
    Map<String, Evaluation> judge() {
        others.forEach(LessonProof::judge);
        final CompletableFuture<CheckResult> judged = new CompletableFuture<>();
        loop.runOnContext(now -> {
            final Map<String, MachineSnapshot> snapshots = new LinkedHashMap<>();
            machines.forEach((name, seen) -> snapshots.put(name, new MachineSnapshot(Optional.of(start), seen.events(), seen.selfRemoval().known(), Facts.NONE)));
            checks.evaluate(lesson.tasks(), new CheckInput(snapshots, answers, student, passed))
                    .onComplete(result -> judged.complete(result.result()));
        });
        final Map<String, Evaluation> states = judged.orTimeout(PATIENCE_NANOS, TimeUnit.NANOSECONDS).join().evaluations();
        states.forEach((task, state) -> {
            if (state.ever()) {
                passed.add(task);
            }
        });
        return states;
    }

    /** All that was said as the script expected. */
    List<Said> said() {
        return said;
    }

    /** All that reports said as the script expected. */
    List<Said> reported() {
        return reported;
    }

    /**
     * Runs a script to its end. Throws with its whole output if it fails, or if a verdict is not the expected one.
     *
     * @param there the lesson's machines by their names; the script runs on the first
     * @param name of the script, as failures call it
     * @param common comes before it, and is not counted as lines of it: functions
     */
    void run(final Map<String, ProofMachine> there, final String name, final String common, final String text) throws IOException, InterruptedException {
        script = name;
        final String before = PRELUDE + common;
        final Process process = bash(there.get(lesson.machines().get(0)), before + text);
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
                OutputStream replies = process.getOutputStream()) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                if (line.startsWith(MARK)) {
                    final List<String> asked = List.of(line.substring(MARK.length()).split("\u0001", -1));
                    this.line = Math.max(0, Integer.parseInt(asked.get(0)) - (int) before.lines().count()); // 0: in what is common
                    final Optional<String> reply = asked.get(1).equals("on") ? Optional.of(on(there, asked.get(2), asked.get(3))) : reply(asked.subList(1, asked.size()));
                    if (reply.isPresent()) {
                        replies.write((reply.get() + "\n").getBytes(StandardCharsets.UTF_8));
                        replies.flush();
                    }
                } else {
                    transcript.append(line).append('\n');
                }
            }
            if (process.waitFor() != 0) {
                throw failure("the script ended with " + process.exitValue() + (failed.isEmpty() ? "" : " at: " + failed));
            }
        } finally {
            process.destroyForcibly();
        }
    }

    private Process bash(final ProofMachine machine, final String text) throws IOException {
        final Process process = new ProcessBuilder(machine.bash(text, student.environment())).redirectErrorStream(true).start();
        CompletableFuture.delayedExecutor(LIMIT_SECONDS, TimeUnit.SECONDS).execute(() -> {
            if (process.isAlive()) {
                failed = "a command that had not ended after " + LIMIT_SECONDS + " seconds";
                process.destroyForcibly();
            }
        });
        return process;
    }

    /** Runs a line on one of the machines. @param encoded the line, in base64; @return whether it succeeded, and what it printed, in base64 */
    private String on(final Map<String, ProofMachine> there, final String name, final String encoded) throws IOException, InterruptedException {
        final ProofMachine machine = Optional.ofNullable(there.get(name)).orElseThrow(() ->
                failure("the lesson has no machine \"" + name + "\"; the front matter of lesson.md asks for " + lesson.machines()));
        final String command = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
        final Process process = bash(machine, "exec </dev/null\n" + command);
        process.getOutputStream().close();
        final byte[] output = process.getInputStream().readAllBytes();
        transcript.append("-- on ").append(name).append(": ").append(command).append('\n').append(new String(output, StandardCharsets.UTF_8));
        return (process.waitFor() == 0 ? "yes " : "no ") + Base64.getEncoder().encodeToString(output);
    }

    /** @return empty if the script does not wait for it */
    private Optional<String> reply(final List<String> question) throws IOException, InterruptedException {
        if (question.get(0).equals("failed")) {
            failed = question.get(1);
            return Optional.empty();
        }
        transcript.append("-- ").append(String.join(" ", question)).append('\n');
        if (question.get(0).equals("answer")) {
            final String block = question.get(1);
            final Question asked = lesson.question(block).orElseThrow(() -> failure("the lesson has no question \"" + block + "\""));
            answers.put(block, new GivenAnswer(question.get(2), asked.reply(question.get(2), student).correct(), Instant.now()));
            others.forEach(other -> other.answers.putAll(answers));
            judge();
        } else if (question.get(0).equals("submit")) {
            submit();
        } else if (question.get(0).equals("graded")) {
            graded(question.get(1), Integer.parseInt(question.get(2)), question.get(3));
        } else {
            expect(question.get(1), question.get(2), question.get(3));
        }
        return Optional.of("yes");
    }

    private void graded(final String task, final int points, final String part) {
        final Report.TaskResult result = report.orElseThrow(() -> failure("nothing was submitted")).tasks().stream().filter(each -> each.task().equals(task)).findFirst()
                .orElseThrow(() -> failure("the homework has no task \"" + task + "\""));
        final List<PartResult> found = result.parts().stream().filter(each -> (each.fact() + " " + each.hint()).contains(part)).toList();
        if (result.points() != points || found.isEmpty()) {
            throw failure("expected of the report on \"" + task + "\": " + points + " points, \"" + part + "\"; it is " + result.points() + ", " + result.parts());
        }
        found.forEach(each -> reported.add(new Said(task, each.points() == each.outOf() ? "passed" : "not-yet", each.fact())));
    }

    private void expect(final String task, final String verdict, final String part) throws InterruptedException {
        final long end = System.nanoTime() + PATIENCE_NANOS;
        while (true) {
            news.clear();
            final Evaluation state = judge().get(task);
            if (state == null) {
                throw failure("the lesson has no task \"" + task + "\"");
            }
            final String text = state.verdict().text() + " " + state.verdict().hint();
            if (state.verdict().word().equals(verdict) && text.contains(part)) {
                said.add(new Said(task, verdict, state.verdict().text()));
                return;
            }
            final long left = end - System.nanoTime();
            if (left < 0) {
                throw failure("expected of \"" + task + "\": " + verdict + ", \"" + part + "\"; it is " + state.verdict());
            }
            // What is printed is no event, so it is looked for again before long.
            news.poll(Math.min(left, TimeUnit.MILLISECONDS.toNanos(250)), TimeUnit.NANOSECONDS);
        }
    }

    private AssertionError failure(final String reason) {
        final List<String> lines = new ArrayList<>(transcript.toString().lines().toList());
        return new AssertionError(script + ":" + line + ": " + reason + "\nThe script's output:\n" + String.join("\n", lines));
    }

    /** The misses of a lesson that nothing of what was said is an example of, with their tasks. */
    static List<String> unproved(final Lesson lesson, final List<Said> said) {
        final List<String> unproved = new ArrayList<>();
        for (final Task task : lesson.tasks()) {
            final Set<String> texts = new HashSet<>();
            said.stream().filter(each -> each.task().equals(task.name())).forEach(each -> texts.add(each.text()));
            for (final Task.Miss miss : task.misses()) {
                final Pattern form = form(miss.say());
                if (texts.stream().noneMatch(text -> form.matcher(text).matches())) {
                    unproved.add(lesson.folder() + "/tasks.yaml: task \"" + task.name() + "\": " + miss.say().source());
                }
            }
        }
        return unproved;
    }

    /** The misses of a homework's grading that no report was an example of, with their tasks. */
    static List<String> unproved(final Lesson homework, final Map<String, List<Template>> misses, final List<Said> reported) {
        final List<String> unproved = new ArrayList<>();
        misses.forEach((task, sayings) -> {
            for (final Template saying : sayings) {
                final Pattern form = form(saying);
                if (reported.stream().noneMatch(each -> each.task().equals(task) && form.matcher(each.text()).find())) {
                    unproved.add(homework.folder() + "/grading.yaml: task \"" + task + "\": " + saying.source());
                }
            }
        });
        return unproved;
    }

    /** What is said, whatever the values in it. */
    private static Pattern form(final Template saying) {
        final String[] words = saying.fill(place -> UNKNOWN).split(UNKNOWN, -1);
        final StringBuilder form = new StringBuilder();
        for (int i = 0; i < words.length; i++) {
            form.append(i == 0 ? "" : ".*").append(Pattern.quote(words[i]));
        }
        return Pattern.compile(form.toString(), Pattern.DOTALL);
    }
}
