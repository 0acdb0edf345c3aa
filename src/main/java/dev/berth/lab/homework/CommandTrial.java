package dev.berth.lab.homework;

import dev.berth.lab.homework.GradePart.CommandRun;
import dev.berth.lab.homework.Report.PartResult;
import dev.berth.lab.machine.CleanMachines;
import dev.berth.lab.machine.CleanMachines.CleanMachine;
import dev.berth.lab.machine.DockerClient.Exec;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tries the lines of one submission, each in a machine of its own in which an image is not what it is elsewhere. */
final class CommandTrial {

    private static final Duration ASKING = Duration.ofSeconds(25);
    /** A line may take so long. */
    private static final int SECONDS = 20;
    private static final Duration RUNNING = Duration.ofSeconds(SECONDS + 15);
    private static final int OUTPUT_LIMIT = 16 << 10;
    private static final int LONGEST_LINE = 1000;

    /** Blocks of a file system differ a little from machine to machine. */
    private static final double TOLERANCE = 0.03;
    private static final Pattern SIZE = Pattern.compile("(\\d{1,12}(?:\\.\\d{1,6})?)([KMG]?)(?:i?B)?");

    private final CleanMachines machines;
    private final LoopCalls calls;
    private final StudentImages images;
    private final GradingFacts facts;
    private final long seed;

    CommandTrial(CleanMachines machines, LoopCalls calls, StudentImages images, GradingFacts facts, long seed) {
        this.machines = machines;
        this.calls = calls;
        this.images = images;
        this.facts = facts;
        this.seed = seed;
    }

    /** A line that was run, and the containers that were made meanwhile. */
    private record Run(Exec exec, List<Made> containers) {
    }

    private record Made(String image, String name) {
    }

    PartResult grade(CommandRun part) {
        Optional<String> answer = facts.answer(part.block());
        if (answer.isEmpty()) {
            return PartResult.wrong(part, "the question \"" + part.block() + "\" is not answered", "");
        }
        String line = answer.get();
        if (line.length() > LONGEST_LINE || line.lines().count() != 1 || !line.matches("docker +(container +)?run .*")) {
            return PartResult.wrong(part, "your line is " + Quoted.code(line), "it has to be one line that begins with `docker run`");
        }
        String right = inMachine(part, machine -> run(machine, part.like().fill(facts.values())).output());
        Optional<Run> run = tried(part, line);
        if (run.isEmpty()) {
            return PartResult.wrong(part, "your line brought the machine that it ran in to a stand", "one container that does one thing and ends is enough");
        }
        return judge(part, line, run.get(), right);
    }

    private PartResult judge(CommandRun part, String line, Run run, String right) {
        Exec exec = run.exec();
        String image = part.image().fill(facts.values());
        String name = part.name().fill(facts.values());
        if (exec.cut()) {
            return PartResult.wrong(part, "your line printed more than " + (OUTPUT_LIMIT >> 10) + " KiB, beginning with " + Quoted.code(exec.output()), "print the number, and little else");
        }
        if (exec.exitCode().isEmpty() || exec.exitCode().get() == 124 || exec.exitCode().get() == 137) {
            return PartResult.wrong(part, "your line had not ended after " + SECONDS + " seconds", "the container's program has to end by itself");
        }
        for (CommandRun.Miss miss : part.misses()) {
            if (!isRight(part, run, right, image, name) && line.contains(miss.line()) && exec.output().contains(miss.output())) {
                return PartResult.wrong(part, "your line printed " + Quoted.code(exec.output()) + ": " + miss.saying().say().fill(facts.values()),
                        miss.saying().hint().fill(facts.values()));
            }
        }
        if (run.containers().stream().noneMatch(made -> isOf(made, image))) {
            return PartResult.wrong(part, "your line made no container from `" + image + "`, ended with code " + exec.exitCode().get() + ", and printed " + Quoted.code(exec.output()), "");
        }
        if (run.containers().stream().noneMatch(made -> isOf(made, image) && made.name().equals(name))) {
            return PartResult.wrong(part, "your container was called " + Quoted.code(run.containers().get(0).name()), "`--name " + name + "` calls it as the task says");
        }
        if (value(part, exec.output()).isEmpty()) {
            return PartResult.wrong(part, "your line printed " + Quoted.code(exec.output()) + ", and its last line does not begin with a number", "");
        }
        if (!isRight(part, run, right, image, name)) {
            return PartResult.wrong(part, "your line printed " + Quoted.code(exec.output()) + " in a machine where the number is another one",
                    "the line has to find the number out: `" + image + "` is not the same in every machine");
        }
        return PartResult.right(part, part.done().fill(facts.values()));
    }

    private static boolean isRight(CommandRun part, Run run, String right, String image, String name) {
        OptionalDouble wanted = value(part, right);
        OptionalDouble printed = value(part, run.exec().output());
        if (wanted.isEmpty()) {
            throw new IllegalStateException("the line \"" + part.like().source() + "\" printed \"" + right + "\", which has no number");
        }
        return printed.isPresent() && run.containers().stream().anyMatch(made -> isOf(made, image) && made.name().equals(name))
                && Math.abs(printed.getAsDouble() - wanted.getAsDouble()) <= (part.change().lines() ? 0 : wanted.getAsDouble() * TOLERANCE);
    }

    /** The number at the beginning of the last line; of sizes, in KiB. */
    private static OptionalDouble value(CommandRun part, String output) {
        List<String> lines = output.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
        if (lines.isEmpty()) {
            return OptionalDouble.empty();
        }
        Matcher first = SIZE.matcher(lines.get(lines.size() - 1).split("\\s+")[0]);
        if (!first.matches()) {
            return OptionalDouble.empty();
        }
        double number = Double.parseDouble(first.group(1));
        if (part.change().lines()) {
            return first.group(2).isEmpty() ? OptionalDouble.of(number) : OptionalDouble.empty();
        }
        return OptionalDouble.of(number * switch (first.group(2)) {
            case "M" -> 1 << 10;
            case "G" -> 1 << 20;
            default -> 1;
        });
    }

    private static boolean isOf(Made made, String image) {
        return made.image().equals(image) || made.image().equals(image + ":latest");
    }

    /** Empty if the line was too much for its machine: not even its time limit ended it. Whatever else fails is no fault of the line. */
    private Optional<Run> tried(CommandRun part, String line) {
        Optional<Run> ended = inMachine(part, machine -> {
            Exec exec;
            try {
                exec = run(machine, line);
            } catch (LoopCalls.CallFailedException failure) {
                if (failure.isTimeLimit()) {
                    return Optional.empty();
                }
                throw failure;
            }
            return Optional.of(new Run(exec, calls.await(ASKING, machine.docker()::pastEvents).stream().flatMap(event -> made(event).stream()).toList()));
        });
        if (ended.isEmpty()) {
            inMachine(part, machine -> run(machine, "true")); // fails if the engine is what is too slow
        }
        return ended;
    }

    private static Optional<Made> made(JsonObject event) {
        JsonObject attributes = event.getJsonObject("Actor", new JsonObject()).getJsonObject("Attributes", new JsonObject());
        return event.getString("Type", "").equals("container") && event.getString("Action", "").equals("create")
                ? Optional.of(new Made(attributes.getString("image", ""), attributes.getString("name", ""))) : Optional.empty();
    }

    private Exec run(CleanMachine machine, String line) {
        return calls.await(RUNNING, () -> machine.shell(line, OUTPUT_LIMIT, SECONDS));
    }

    private <T> T inMachine(CommandRun part, Function<CleanMachine, T> work) {
        CleanMachine machine = calls.make(machines);
        try {
            images.change(part.change(), seed, machine.docker());
            return work.apply(machine);
        } finally {
            calls.begin(machine::remove);
        }
    }
}
