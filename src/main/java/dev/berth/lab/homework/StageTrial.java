package dev.berth.lab.homework;

import dev.berth.lab.homework.LoopCalls.CallFailedException;
import dev.berth.lab.machine.CleanMachines;
import dev.berth.lab.machine.CleanMachines.CleanMachine;
import dev.berth.lab.machine.DockerClient.Exec;
import dev.berth.lab.value.PlainText;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Builds the stage of one submission again, in clean machines that are joined as a student's are, and has the author's probes look at it from one more machine, in which nothing of the
 * student's runs. All of that is done when the first outcome is asked for.
 */
final class StageTrial implements AutoCloseable {

    private static final Duration ASKING = Duration.ofSeconds(40);
    /** A script of the student's may take so long: it builds images, and may wait for a database. */
    private static final int START_SECONDS = 60;
    private static final int PROBE_SECONDS = 50;
    private static final int ASK_SECONDS = 20;
    private static final int START_OUTPUT_LIMIT = 1 << 20;
    private static final int OUTPUT_LIMIT = 16 << 10;
    private static final int LONGEST_SAYING = 300;
    private static final int TIMED_OUT = 124;

    /** Beside at most three of a student's. */
    private static final String PROBER = "vm9";
    private static final String HOME = "/root";

    private final CleanMachines clean;
    private final LoopCalls calls;
    private final SubmissionFiles files;
    private final Path submitted;
    private final GradingFacts facts;
    private final Stage stage;
    private final Map<String, CleanMachine> machines = new HashMap<>();
    private final Map<String, Outcome> started = new HashMap<>();
    private final Map<String, Outcome> probed = new HashMap<>();
    private final Map<String, String> learned = new HashMap<>();
    private boolean isDone;

    /** @param submitted the tar of the submission */
    StageTrial(CleanMachines clean, LoopCalls calls, SubmissionFiles files, Path submitted, GradingFacts facts, Stage stage) {
        this.clean = clean;
        this.calls = calls;
        this.files = files;
        this.submitted = submitted;
        this.facts = facts;
        this.stage = stage;
    }

    /**
     * How it went.
     *
     * @param fact what was seen, plain text with code between backticks; may be empty where all is well
     * @param hint or empty
     */
    record Outcome(boolean isWell, String fact, String hint) {
    }

    /** How the student's script of a machine ended. */
    Outcome started(String machine) {
        run();
        return started.get(machine);
    }

    /** What a probe said. */
    Outcome probed(String probe) {
        run();
        return probed.get(probe);
    }

    private void run() {
        if (isDone) {
            return;
        }
        isDone = true;
        List<String> names = new ArrayList<>(stage.machines());
        names.add(PROBER);
        List<CleanMachine> made = calls.makeJoined(clean, names);
        for (int i = 0; i < names.size(); i++) {
            machines.put(names.get(i), made.get(i));
        }
        for (String machine : stage.machines()) {
            lay(machine);
        }
        stage.steps().forEach(this::run);
    }

    private void run(Stage.Step step) {
        if (step instanceof Stage.Step.Start start) {
            started.put(start.machine(), start(start.machine()));
        } else if (step instanceof Stage.Step.Probe probe) {
            probed.put(probe.name(), probe(probe));
        } else if (step instanceof Stage.Step.Ask ask) {
            learned.put("BERTH_" + ask.into().toUpperCase(Locale.ROOT), ask(ask));
        } else {
            stop((Stage.Step.Stop) step);
        }
    }

    private Outcome start(String machine) {
        String script = machine + "/" + Stage.SCRIPT;
        if (facts.sizeOf(script).isEmpty()) {
            return new Outcome(false, "there is no file `" + script + "` among those that you submitted", "it is `~/homework/" + Stage.SCRIPT + "` on `" + machine + "`");
        }
        long begun = System.nanoTime();
        Optional<Exec> exec = ofStudents(() -> calls.await(limit(START_SECONDS),
                () -> machines.get(machine).shell("cd ~/" + Intake.FOLDER + " && exec bash ./" + Stage.SCRIPT, Map.of("HOME", HOME), START_OUTPUT_LIMIT, START_SECONDS)));
        if (exec.isEmpty()) {
            return new Outcome(false, "`" + script + "` brought the machine to a stand", "");
        }
        if (exec.get().cut()) {
            return new Outcome(false, "`" + script + "` printed more than " + (START_OUTPUT_LIMIT >> 20) + " MiB", "");
        }
        Optional<Integer> code = exec.get().exitCode();
        if (code.isEmpty() || code.get() != 0 && System.nanoTime() - begun >= Duration.ofSeconds(START_SECONDS).toNanos()) {
            return new Outcome(false, "`" + script + "` had not ended after " + START_SECONDS + " seconds", "containers that are to go on are started with `-d`");
        }
        String last = exec.get().output().lines().map(String::strip).filter(line -> !line.isEmpty()).reduce("", (before, line) -> line);
        return code.get() == 0 ? new Outcome(true, "", "")
                : new Outcome(false, "in a new machine, `" + script + "` ended with code " + code.get() + ", and its last line was " + Quoted.code(last),
                        "a new machine has the images of the course and your files, and nothing else");
    }

    private Outcome probe(Stage.Step.Probe probe) {
        Map<String, String> environment = new HashMap<>(facts.values().environment());
        environment.putAll(learned);
        Exec exec = calls.await(limit(PROBE_SECONDS), () -> machines.get(PROBER).shell(probe.script(), environment, OUTPUT_LIMIT, PROBE_SECONDS));
        int code = exec.exitCode().orElse(TIMED_OUT);
        if (code == TIMED_OUT) {
            return new Outcome(false, "your machines had not answered after " + PROBE_SECONDS + " seconds", "");
        }
        if (code > 1) {
            throw new IllegalStateException("the probe \"" + probe.name() + "\" ended with code " + code + ": " + exec.output());
        }
        List<String> lines = exec.output().lines().map(String::strip).filter(line -> !line.isEmpty()).map(StageTrial::sentence).toList();
        return new Outcome(code == 0, lines.isEmpty() ? "" : lines.get(0), lines.size() < 2 ? "" : lines.get(1));
    }

    /** What a probe says, with its code between backticks. */
    private static String sentence(String line) {
        String[] pieces = line.split("`", -1);
        boolean isWhole = pieces.length % 2 == 1 && line.length() <= LONGEST_SAYING;
        return isWhole ? Stream.of(pieces).map(piece -> PlainText.clean(piece, LONGEST_SAYING)).collect(Collectors.joining("`")) : PlainText.clean(line, LONGEST_SAYING);
    }

    /** What was printed; nothing where the container is not as it should be, which is for the probes to say. */
    private String ask(Stage.Step.Ask ask) {
        return ofStudents(() -> calls.await(limit(ASK_SECONDS), () -> machines.get(ask.machine()).docker()
                .exec(ask.container().fill(facts.values()), List.of("sh", "-c", ask.script()), facts.values().environment(), OUTPUT_LIMIT, ASK_SECONDS * 1_000L)))
                .filter(exec -> exec.exitCode().filter(code -> code == 0).isPresent()).map(exec -> exec.output().replace("\0", "")).orElse("");
    }

    private void stop(Stage.Step.Stop stop) {
        ofStudents(() -> calls.await(ASKING, () -> machines.get(stop.machine()).docker().stop(stop.container().fill(facts.values()))));
    }

    /** Asks something that depends on what the student's script has done. @return empty if its machine refuses, or does not answer, and others do */
    private <T> Optional<T> ofStudents(Supplier<T> question) {
        try {
            return Optional.ofNullable(question.get());
        } catch (CallFailedException failure) {
            calls.await(ASKING, () -> machines.get(PROBER).shell("true", OUTPUT_LIMIT, ASK_SECONDS)); // fails if it is the engine that has trouble
            return Optional.empty();
        }
    }

    private static Duration limit(int seconds) {
        return Duration.ofSeconds(seconds + 15L);
    }

    /** Lays the files that were handed in from a machine where they were. */
    private void lay(String machine) {
        Path tar = files.part(submitted, path -> path.startsWith(machine + "/") || path.equals(machine) ? Optional.of(Intake.FOLDER + path.substring(machine.length())) : Optional.empty(), mode -> mode);
        try {
            calls.await(ASKING, () -> machines.get(machine).putFiles(HOME, tar));
        } finally {
            SubmissionFiles.removePart(tar);
        }
    }

    @Override
    public void close() {
        machines.values().forEach(machine -> calls.begin(machine::remove));
    }
}
