package dev.berth.lab.check;

import dev.berth.lab.check.MachineSnapshot.Facts;
import dev.berth.lab.value.StudentValues;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** A machine in memory: what is put into it is what the checks see. Remembers whose output was read. */
public final class FakeMachine {

    private static final String NAME = "vm1";

    private final Map<String, ContainerFacts> containers = new LinkedHashMap<>();
    private final Map<String, String> logs = new HashMap<>();
    private final List<ImageFacts> images = new ArrayList<>();
    private final List<MachineEvent> events = new ArrayList<>();
    private final Map<String, GivenAnswer> answers = new HashMap<>();
    private final Map<String, Boolean> selfRemoving = new HashMap<>();
    private final Map<String, ImageContentFacts> contents = new HashMap<>();
    private final List<VolumeFacts> volumes = new ArrayList<>();
    private final List<NetworkFacts> networks = new ArrayList<>();
    private final List<PageFacts> pages = new ArrayList<>();
    private final Map<String, List<ChangedPath>> changes = new HashMap<>();
    private final List<FileFacts> files = new ArrayList<>();
    private final List<ProcessFacts> processes = new ArrayList<>();
    private Function<FactRequest.Script, CheckScript.Outcome> scripts = script -> new CheckScript.Outcome(false, "");
    private final Map<String, Boolean> terminals = new HashMap<>();
    private final List<String> read = new ArrayList<>();
    private Instant start = Instant.EPOCH;
    private Instant running = Instant.EPOCH;
    private boolean tellsOfLeaving;
    private boolean unreachable;

    public FakeMachine withImage(final String name) {
        images.add(new ImageFacts("sha256:" + name, List.of(name + ":latest"), 1 << 20));
        return this;
    }

    public FakeMachine with(final ImageFacts image, final ImageContentFacts content) {
        images.add(image);
        contents.put(image.id(), content);
        return this;
    }

    public FakeMachine with(final PageFacts page) {
        pages.add(page);
        return this;
    }

    public FakeMachine with(final NetworkFacts network) {
        networks.add(network);
        return this;
    }

    public FakeMachine with(final VolumeFacts volume) {
        volumes.add(volume);
        return this;
    }

    public FakeMachine with(final FileFacts file) {
        files.add(file);
        return this;
    }

    public FakeMachine with(final ProcessFacts process) {
        processes.add(process);
        return this;
    }

    public FakeMachine changed(final String container, final ChangedPath... paths) {
        changes.put(container, List.of(paths));
        return this;
    }

    public FakeMachine withoutImages() {
        images.clear();
        return this;
    }

    public FakeMachine with(final ContainerFacts container, final String printed) {
        containers.put(container.id(), container);
        logs.put(container.id(), printed);
        return this;
    }

    public FakeMachine without(final String id) {
        containers.remove(id);
        return this;
    }

    public FakeMachine happened(final String action, final String id, final Map<String, String> attributes) {
        events.add(new MachineEvent(Instant.ofEpochSecond(events.size()), "container", action, id, attributes));
        return this;
    }

    public FakeMachine answered(final String block, final String value, final boolean correct) {
        answers.put(block, new GivenAnswer(value, correct, Instant.EPOCH));
        return this;
    }

    /** Docker knows of an exec whether it has a terminal. */
    public FakeMachine withExec(final String id, final boolean terminal) {
        terminals.put(id, terminal);
        return this;
    }

    /** How scripts end. */
    public FakeMachine withScripts(final Function<FactRequest.Script, CheckScript.Outcome> outcome) {
        scripts = outcome;
        return this;
    }

    /** The machine was started anew after all that was answered so far. */
    public FakeMachine startedAnew() {
        running = Instant.EPOCH.plusSeconds(1);
        return this;
    }

    /** What is older than this does not count. The events happen a second after another, the first at the epoch. */
    public FakeMachine started(final Instant value) {
        start = value;
        return this;
    }

    /** Somebody saw the container, and whether it removes itself. */
    public FakeMachine selfRemoving(final String id, final boolean autoRemove) {
        selfRemoving.put(id, autoRemove);
        return this;
    }

    public FakeMachine tellingOfLeaving() {
        tellsOfLeaving = true;
        return this;
    }

    /** From now on nothing answers. */
    public FakeMachine unreachable() {
        unreachable = true;
        return this;
    }

    /** Whether a container has the name. */
    public boolean has(final String name) {
        return containers.values().stream().anyMatch(container -> container.name().equals(name));
    }

    /** The ids of the containers whose output was read. */
    public List<String> read() {
        return read;
    }

    /** How tasks stand, with all that they ask for. */
    public Map<String, Evaluation> evaluate(final List<Task> tasks, final StudentValues student, final Set<String> passed) {
        CheckInput input = input(student, passed);
        CheckResult result = new CheckEngine().evaluate(tasks, input);
        while (!result.isFinal()) {
            input = input.with(NAME, answer(result.lacking().get(NAME)));
            result = new CheckEngine().evaluate(tasks, input);
        }
        return result.evaluations();
    }

    /** How tasks of a lesson with several machines stand, with all that they ask for. @param machines by their names, the first one first */
    public static Map<String, Evaluation> evaluate(final Map<String, FakeMachine> machines, final List<Task> tasks, final StudentValues student) {
        final Map<String, MachineSnapshot> snapshots = new LinkedHashMap<>();
        machines.forEach((name, machine) -> snapshots.put(name, new MachineSnapshot(Optional.of(machine.start), machine.events, machine.selfRemoving, Facts.NONE)));
        CheckInput input = new CheckInput(snapshots, Map.of(), student, Set.of());
        CheckResult result = new CheckEngine().evaluate(tasks, input);
        while (!result.isFinal()) {
            for (final Map.Entry<String, Set<FactRequest<?>>> each : result.lacking().entrySet()) {
                input = input.with(each.getKey(), machines.get(each.getKey()).answer(each.getValue()));
            }
            result = new CheckEngine().evaluate(tasks, input);
        }
        return result.evaluations();
    }

    /** What looking at one condition shows, with all that it asks for. */
    Match look(final Condition condition, final StudentValues student) {
        CheckInput input = input(student, Set.of());
        while (true) {
            final FactsView facts = new FactsView(input);
            final Match finding = new ConditionEvaluator(facts).look(condition);
            condition.found().forEach(finding.found()::value);
            if (!facts.lacks()) {
                return finding;
            }
            input = input.with(NAME, answer(facts.lacking().get(NAME)));
        }
    }

    /** What is said of a condition that is not met. */
    String explain(final Condition condition, final StudentValues student) {
        CheckInput input = input(student, Set.of());
        while (true) {
            final FactsView facts = new FactsView(input);
            final String said = new Explanation(facts, new ConditionEvaluator(facts)).of(List.of(condition));
            if (!facts.lacks()) {
                return said;
            }
            input = input.with(NAME, answer(facts.lacking().get(NAME)));
        }
    }

    private CheckInput input(final StudentValues student, final Set<String> passed) {
        final MachineSnapshot snapshot = new MachineSnapshot(Optional.of(start), events, selfRemoving, Facts.NONE);
        return new CheckInput(Map.of(NAME, snapshot), answers, student, passed);
    }

    private Facts answer(final Set<FactRequest<?>> requests) {
        return requests.stream().map(this::answer).reduce(Facts.NONE, Facts::and);
    }

    private Facts answer(final FactRequest<?> request) {
        if (unreachable) {
            return Facts.unavailable(request, "your machine does not answer");
        }
        if (request instanceof FactRequest.Containers all) {
            final List<ContainerFacts> newestFirst = new ArrayList<>(containers.values());
            Collections.reverse(newestFirst);
            return Facts.of(all, newestFirst);
        }
        if (request instanceof FactRequest.Images all) {
            return Facts.of(all, images);
        }
        if (request instanceof FactRequest.Script script) {
            return Facts.of(script, scripts.apply(script));
        }
        if (request instanceof FactRequest.ExecTerminal exec) {
            return Facts.of(exec, Optional.ofNullable(terminals.get(exec.exec())));
        }
        if (request instanceof FactRequest.MachineStart since) {
            return Facts.of(since, running);
        }
        if (request instanceof FactRequest.Platform platform) {
            return Facts.of(platform, tellsOfLeaving ? FactRequest.Platform.BERTH : "Docker Engine - Community");
        }
        if (request instanceof FactRequest.ImageContent content) {
            return Facts.of(content, Optional.ofNullable(contents.get(content.image())));
        }
        if (request instanceof FactRequest.Page page) {
            return Facts.of(page, pages.stream().filter(each -> each.url().equals(":" + page.port() + page.path())).findFirst());
        }
        if (request instanceof FactRequest.Networks all) {
            return Facts.of(all, networks);
        }
        if (request instanceof FactRequest.Volumes all) {
            return Facts.of(all, volumes);
        }
        if (request instanceof FactRequest.Changes of) {
            return Facts.of(of, changes.getOrDefault(of.container(), List.of()));
        }
        if (request instanceof FactRequest.FileAt at) {
            return Facts.of(at, files.stream().filter(file -> file.place().equals(at.container()) && file.path().equals(at.path())).findFirst());
        }
        if (request instanceof FactRequest.ImageFileAt at) {
            return Facts.of(at, files.stream().filter(file -> file.place().equals(at.image()) && file.path().equals(at.path())).findFirst());
        }
        if (request instanceof FactRequest.Processes all) {
            return Facts.of(all, processes);
        }
        final FactRequest.Logs printed = (FactRequest.Logs) request;
        read.add(printed.container());
        return Facts.of(printed, logs.getOrDefault(printed.container(), ""));
    }
}
