package dev.berth.lab.check;

import dev.berth.lab.value.StudentValues;
import dev.berth.lab.value.Template;
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
    private final Map<String, Map<String, Integer>> counts = new HashMap<>();
    private List<ContainerFacts> containers;
    private List<ImageFacts> images;
    private List<MachineEvent> events;

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

    List<ContainerFacts> containers() {
        if (containers == null) {
            final List<ContainerFacts> all = facts.containers();
            containers = all.subList(0, Math.min(all.size(), MOST_CONTAINERS));
        }
        return containers;
    }

    /** The newest events, the newest last. */
    List<MachineEvent> events() {
        if (events == null) {
            final List<MachineEvent> all = facts.events();
            events = all.subList(Math.max(0, all.size() - MOST_EVENTS), all.size());
        }
        return events;
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

    /** How often something happened to a container. */
    int times(final String action, final String containerId) {
        return counts.computeIfAbsent(action, this::count).getOrDefault(containerId, 0);
    }

    private Map<String, Integer> count(final String action) {
        final Map<String, Integer> times = new HashMap<>();
        for (final MachineEvent event : events()) {
            if (event.type().equals("container") && event.action().equals(action)) {
                times.merge(event.actor(), 1, Integer::sum);
            }
        }
        return times;
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
