package dev.berth.lab.check;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A machine in memory: what is put into it is what the checks see. Remembers whose output was read. */
public final class FakeMachine implements MachineFacts {

    private final Map<String, ContainerFacts> containers = new LinkedHashMap<>();
    private final Map<String, String> logs = new HashMap<>();
    private final List<ImageFacts> images = new ArrayList<>();
    private final List<MachineEvent> events = new ArrayList<>();
    private final Map<String, GivenAnswer> answers = new HashMap<>();
    private final Map<String, Boolean> selfRemoving = new HashMap<>();
    private final List<String> read = new ArrayList<>();
    private Instant start = Instant.EPOCH;
    private boolean tellsOfLeaving;
    private boolean unreachable;

    public FakeMachine withImage(final String name) {
        images.add(new ImageFacts("sha256:" + name, List.of(name + ":latest")));
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
        answers.put(block, new GivenAnswer(value, correct));
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

    /** The ids of the containers whose output was read. */
    public List<String> read() {
        return read;
    }

    @Override
    public Instant start() {
        return start;
    }

    @Override
    public Optional<Boolean> autoRemove(final String containerId) {
        return Optional.ofNullable(selfRemoving.get(containerId));
    }

    @Override
    public List<ContainerFacts> containers() {
        if (unreachable) {
            throw new FactsUnavailableException("your machine does not answer", new IOException("connection refused"));
        }
        final List<ContainerFacts> newestFirst = new ArrayList<>(containers.values());
        Collections.reverse(newestFirst);
        return newestFirst;
    }

    @Override
    public List<ImageFacts> images() {
        return images;
    }

    @Override
    public List<MachineEvent> events() {
        return events;
    }

    @Override
    public String logs(final String containerId, final int mostBytes) {
        read.add(containerId);
        return logs.getOrDefault(containerId, "");
    }

    @Override
    public Map<String, GivenAnswer> answers() {
        return answers;
    }

    @Override
    public boolean tellsOfLeaving() {
        return tellsOfLeaving;
    }
}
