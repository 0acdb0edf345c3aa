package dev.berth.lab.check;

import dev.berth.lab.value.StudentValues;
import dev.berth.lab.value.Template;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The facts as they are during one evaluation: each is asked for at most once, and no more is looked at than the time allows. */
final class FactsView {

    /** The scope of the student's answers in conditions: {@code ${answer.code}}. */
    static final String ANSWER_SCOPE = "answer";

    /** What is read of one container's output. */
    static final int MOST_LOG_BYTES = 16 * 1024;

    /** Of so many containers, the newest, the output is read; the others count as silent. */
    static final int MOST_LOGS = 32;

    private static final int MOST_CONTAINERS = 4096;
    private static final int MOST_EVENTS = 16 * 1024;

    private final MachineFacts facts;
    private final StudentValues student;
    private final Map<String, String> logs = new HashMap<>();
    private List<ContainerFacts> containers;
    private List<ImageFacts> images;
    private List<MachineEvent> events;
    private Map<String, ContainerRuns> runs;

    FactsView(final MachineFacts facts, final StudentValues student) {
        this.facts = facts;
        this.student = student;
    }

    /** What a condition expects, with the student's values and answers; empty when it speaks of an answer that has not been given. */
    Optional<String> expected(final Template template) {
        final boolean known = template.places().stream()
                .allMatch(place -> place.scope().equals(StudentValues.SCOPE) || !answer(place.name()).isEmpty());
        return known
                ? Optional.of(template.fill(place -> place.scope().equals(StudentValues.SCOPE) ? student.value(place.name()) : answer(place.name())))
                : Optional.empty();
    }

    private String answer(final String block) {
        return Optional.ofNullable(facts.answers().get(block)).map(given -> given.value().strip()).orElse("");
    }

    /** @param includeOlder also those that were made before the lesson began */
    List<ContainerFacts> containers(final boolean includeOlder) {
        if (containers == null) {
            final List<ContainerFacts> all = facts.containers();
            containers = all.subList(0, Math.min(all.size(), MOST_CONTAINERS));
        }
        return includeOlder ? containers : containers.stream().filter(container -> counts(container.created())).toList();
    }

    /** The newest events, the newest last. @param includeOlder also what happened before the lesson began */
    List<MachineEvent> events(final boolean includeOlder) {
        return includeOlder ? events() : events().stream().filter(event -> counts(event.at())).toList();
    }

    private List<MachineEvent> events() {
        if (events == null) {
            final List<MachineEvent> all = facts.events();
            events = all.subList(Math.max(0, all.size() - MOST_EVENTS), all.size());
        }
        return events;
    }

    private boolean counts(final Instant time) {
        return !time.isBefore(facts.start());
    }

    boolean hasImage(final String image) {
        return images().stream().anyMatch(candidate -> isNamed(candidate, image));
    }

    /** Whether a container was made from the image; also if that was called by its id. */
    boolean isImage(final ContainerFacts container, final String image) {
        if (ImageName.same(container.image(), image)) {
            return true;
        }
        final String asked = container.image().startsWith("sha256:") ? container.image() : "sha256:" + container.image();
        return container.imageId().startsWith(asked)
                && images().stream().anyMatch(candidate -> candidate.id().equals(container.imageId()) && isNamed(candidate, image));
    }

    /** The runs of a container, as far as events tell of them. */
    ContainerRuns runs(final String containerId) {
        if (runs == null) {
            runs = new HashMap<>();
            events().stream()
                    .filter(event -> event.type().equals("container"))
                    .forEach(event -> runs.computeIfAbsent(event.actor(), id -> new ContainerRuns()).happened(event));
        }
        return runs.getOrDefault(containerId, new ContainerRuns());
    }

    /** How often somebody came back to a container in one run. Of a Docker that tells nothing of leaving, all who attached after the first one count. */
    int returns(final String containerId) {
        final ContainerRuns of = runs(containerId);
        final boolean certain = of.mostReturns() > 0 || of.mostAttaches() <= 1 || facts.tellsOfLeaving();
        return certain ? of.mostReturns() : of.mostAttaches() - 1;
    }

    Optional<Boolean> autoRemove(final String containerId) {
        return facts.autoRemove(containerId);
    }

    String logs(final String containerId) {
        final String known = logs.get(containerId);
        if (known != null) {
            return known;
        }
        if (logs.size() >= MOST_LOGS) {
            return "";
        }
        final String read = facts.logs(containerId, MOST_LOG_BYTES);
        final String text = read.length() <= MOST_LOG_BYTES ? read : read.substring(0, MOST_LOG_BYTES);
        logs.put(containerId, text);
        return text;
    }

    Map<String, GivenAnswer> answers() {
        return facts.answers();
    }

    private List<ImageFacts> images() {
        if (images == null) {
            images = facts.images();
        }
        return images;
    }

    private static boolean isNamed(final ImageFacts candidate, final String image) {
        return candidate.names().stream().anyMatch(name -> ImageName.same(name, image));
    }
}
