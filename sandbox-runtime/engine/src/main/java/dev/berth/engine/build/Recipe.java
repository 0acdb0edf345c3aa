package dev.berth.engine.build;

import static dev.berth.engine.EngineException.Kind.INVALID_PARAMETER;

import dev.berth.engine.EngineException;
import dev.berth.engine.dockerfile.BuildArguments;
import dev.berth.engine.dockerfile.Dockerfile;
import dev.berth.engine.dockerfile.Instruction;
import dev.berth.engine.dockerfile.InstructionParser;
import dev.berth.engine.dockerfile.RunMount;
import dev.berth.engine.dockerfile.ShellWords;
import dev.berth.engine.image.ImageReference;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** What a build is to do, by its Dockerfile and what its client asks for: all up to the wanted stage, or, as BuildKit does, what that stage needs. */
public final class Recipe {
    private static final String CONTEXT = "";
    /** Neither a variable nor a name that does not begin a path. */
    private static final Pattern PLAIN_PATH = Pattern.compile("(?:\\./|/)*(?![./])[\\x21-\\x7e&&[^$\\\\]]+");

    private final Dockerfile dockerfile;
    private final List<Step> steps;
    private final List<String> bases;

    private Recipe(Dockerfile dockerfile, List<Step> steps, List<String> bases) {
        this.dockerfile = dockerfile;
        this.bases = bases;
        this.steps = steps;
    }

    /**
     * An instruction to be carried out.
     *
     * @param text as it stands there
     * @param stage position of its stage in the Dockerfile; -1 before the first
     * @param label by which BuildKit shows it; absent: it shows none
     */
    record Step(Instruction instruction, String text, int stage, Optional<String> label) {}

    /** A stage with its lines; the first has what stands before all stages. */
    private static final class Stage {
        private final String name;
        private final String base;
        private final List<Step> steps = new ArrayList<>();
        private final Set<Integer> needs = new TreeSet<>();

        Stage(String name, String base) {
            this.name = name;
            this.base = base;
        }
    }

    /** @throws EngineException INVALID_PARAMETER, with Docker's text, for a Dockerfile that cannot be carried out */
    static Recipe of(byte[] text, String name, BuildRequest request) {
        if (text.length == 0) {
            throw new EngineException(INVALID_PARAMETER, "the Dockerfile (" + name + ") cannot be empty");
        }
        Dockerfile dockerfile;
        try {
            dockerfile = Dockerfile.parse(new String(text, StandardCharsets.UTF_8), request.buildKit());
        } catch (EngineException wrong) {
            throw request.buildKit() ? wrong : new EngineException(wrong.kind(), "failed to parse " + name + ": " + wrong.getMessage(), wrong);
        }
        return new Planner(dockerfile, request).plan();
    }

    Dockerfile dockerfile() {
        return dockerfile;
    }

    List<Step> steps() {
        return steps;
    }

    /** Paths in the context that its instructions name, with wildcards; empty: maybe all of it. Of a context that is not used there are none. */
    public Optional<List<String>> contextPaths() {
        List<String> paths = new ArrayList<>();
        for (Step step : steps) {
            if (step.instruction() instanceof Instruction.Copy copy && copy.from().equals(CONTEXT)) {
                copy.sources().stream().filter(source -> copy.documents().stream().noneMatch(document -> document.word().equals(source))).forEach(paths::add);
            } else if (step.instruction() instanceof Instruction.Run run) {
                run.mounts().stream().filter(mount -> mount.type() == RunMount.Type.BIND && mount.from().equals(CONTEXT)).forEach(mount -> paths.add(mount.source()));
            }
        }
        boolean plain = paths.stream().allMatch(path -> PLAIN_PATH.matcher(path).matches() && !path.contains(".."));
        return plain ? Optional.of(paths.stream().map(path -> path.replaceFirst("^[./]*/", "").replaceFirst("/+$", "")).toList()) : Optional.empty();
    }

    /** Images that stages begin with, by the names that they are asked for by. */
    List<String> bases() {
        return bases;
    }

    private static final class Planner {
        private final Dockerfile dockerfile;
        private final BuildRequest request;
        private final BuildArguments arguments;
        private final List<Step> before = new ArrayList<>();
        private final List<Stage> stages = new ArrayList<>();
        private final Map<String, Integer> byName = new HashMap<>();
        private boolean severalStates;

        Planner(Dockerfile dockerfile, BuildRequest request) {
            this.dockerfile = dockerfile;
            this.request = request;
            this.arguments = new BuildArguments(request.arguments());
        }

        Recipe plan() {
            InstructionParser parser = new InstructionParser(dockerfile, request.buildKit());
            int target = -1;
            for (Dockerfile.Line line : dockerfile.lines()) {
                Instruction instruction = parsed(parser, line);
                if (instruction instanceof Instruction.From from) {
                    if (target >= 0) {
                        break;
                    }
                    target = isWanted(from) ? stages.size() : -1;
                    begin(from);
                } else if (stages.isEmpty() && !(instruction instanceof Instruction.Arg)) {
                    throw new EngineException(INVALID_PARAMETER, "no build stage in current context");
                }
                add(instruction, line.text().lines().findFirst().orElse(""));
            }
            if (target < 0 && !request.target().isEmpty()) {
                throw new EngineException(INVALID_PARAMETER, request.buildKit()
                        ? "target stage " + request.target() + " could not be found" : "failed to reach build target " + request.target() + " in Dockerfile");
            }
            if (!stages.isEmpty()) {
                new TreeMap<>(request.labels()).forEach((name, value) -> add(
                        new Instruction.Label(List.of(new Instruction.Variable(name, Optional.of(value))), true), "LABEL " + name + "=" + value));
            }
            List<String> bases = stages.stream().map(stage -> stage.base).filter(this::isImage).toList();
            return new Recipe(dockerfile, request.buildKit() ? labelled(needed()) : all(), bases);
        }

        private static Instruction parsed(InstructionParser parser, Dockerfile.Line line) {
            try {
                return parser.parse(line);
            } catch (EngineException wrong) {
                throw new EngineException(wrong.kind(), "dockerfile parse error line " + line.number() + ": " + wrong.getMessage(), wrong);
            }
        }

        private boolean isWanted(Instruction.From from) {
            return !request.target().isEmpty() && (request.target().equalsIgnoreCase(from.stage()) || request.target().equals(String.valueOf(stages.size())));
        }

        private void begin(Instruction.From from) {
            String base = request.buildKit() ? new ShellWords(arguments.global(), dockerfile.escape()).expand(from.image()) : from.image();
            Stage stage = new Stage(from.stage(), base);
            need(stage, base.toLowerCase(Locale.ROOT));
            stages.add(stage);
        }

        private void add(Instruction instruction, String text) {
            Step step = new Step(instruction, text, stages.size() - 1, Optional.empty());
            if (stages.isEmpty()) {
                before.add(step);
                if (request.buildKit() && instruction instanceof Instruction.Arg arg) {
                    arguments.declareGlobal(arg, dockerfile.escape());
                }
                return;
            }
            Stage stage = stages.get(stages.size() - 1);
            stage.steps.add(step);
            if (instruction instanceof Instruction.From from && !from.stage().isEmpty()) {
                byName.putIfAbsent(from.stage(), stages.size() - 1);
            } else if (instruction instanceof Instruction.Copy copy) {
                needOrImage(stage, copy.from());
            } else if (instruction instanceof Instruction.Run run) {
                run.mounts().forEach(mount -> needOrImage(stage, mount.from()));
            }
        }

        private void needOrImage(Stage stage, String from) {
            severalStates |= !from.isEmpty();
            need(stage, from.toLowerCase(Locale.ROOT));
            if (BuildImages.isPosition(from) && Integer.parseInt(from) < stages.size() - 1) {
                stage.needs.add(Integer.parseInt(from));
            }
        }

        private void need(Stage stage, String name) {
            Optional.ofNullable(byName.get(name)).ifPresent(stage.needs::add);
        }

        private List<Step> all() {
            List<Step> all = new ArrayList<>(before);
            stages.forEach(stage -> all.addAll(stage.steps));
            return List.copyOf(all);
        }

        private Set<Integer> needed() {
            Set<Integer> needed = new TreeSet<>();
            Deque<Integer> left = new ArrayDeque<>();
            if (!stages.isEmpty()) {
                left.add(stages.size() - 1);
            }
            while (!left.isEmpty()) {
                int next = left.poll();
                if (needed.add(next)) {
                    left.addAll(stages.get(next).needs);
                }
            }
            return needed;
        }

        private List<Step> labelled(Set<Integer> needed) {
            List<Step> all = new ArrayList<>(before);
            for (int position : needed) {
                Stage stage = stages.get(position);
                long count = stage.steps.stream().filter(step -> isShown(stage, step)).count();
                int shown = 0;
                for (Step step : stage.steps) {
                    shown += isShown(stage, step) ? 1 : 0;
                    all.add(isShown(stage, step) ? new Step(step.instruction(), step.text(), position, Optional.of(label(stage, position, shown, count) + shownText(stage, step))) : step);
                }
            }
            return List.copyOf(all);
        }

        private boolean isImage(String base) {
            return !base.equals(BuildImages.SCRATCH) && !byName.containsKey(base.toLowerCase(Locale.ROOT));
        }

        private boolean isShown(Stage stage, Step step) {
            return step.instruction() instanceof Instruction.Run || step.instruction() instanceof Instruction.Copy || step.instruction() instanceof Instruction.Workdir
                    || step.instruction() instanceof Instruction.From && isImage(stage.base);
        }

        private String label(Stage stage, int position, int number, long count) {
            String name = !stage.name.isEmpty() ? stage.name : stages.size() == 1 && !severalStates ? "" : "stage-" + position;
            return "[" + (name.isEmpty() ? "" : name + " ") + String.format("%" + String.valueOf(count).length() + "d/%d] ", number, count);
        }

        private static String shownText(Stage stage, Step step) {
            if (!(step.instruction() instanceof Instruction.From)) {
                return step.text();
            }
            String name = ImageReference.parse(stage.base).toString();
            return "FROM " + (stage.base.endsWith(":latest") ? name : name.replaceFirst(":latest$", ""));
        }
    }
}
