package dev.berth.lab.machine;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.lab.check.ContainerFacts;
import dev.berth.lab.check.MachineEvent;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which containers remove themselves ({@code --rm}). Berth's engine says it in the event of their creation. Another one has to be asked for each container when
 * it is made, and cannot tell once it is gone. Used on the lab's loop alone.
 */
public final class SelfRemoval {

    /** A script on a student's machine makes containers as fast as it likes. */
    private static final int ASKED_AT_ONCE = 8;
    private static final int KEPT = 1_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final DockerClient docker;
    private final Runnable learnt;
    private final Map<String, Boolean> known = new LinkedHashMap<>();
    private final Deque<String> due = new ArrayDeque<>();
    private int asked;

    /** @param learnt called each time when more is known */
    public SelfRemoval(DockerClient docker, Runnable learnt) {
        this.docker = docker;
        this.learnt = learnt;
    }

    /** Takes note of an event. */
    public void happened(MachineEvent event) {
        if (!event.type().equals("container") || !event.verb().equals("create")) {
            return;
        }
        String id = event.actor();
        if ("true".equals(event.attributes().get("autoRemove"))) {
            keep(id, true);
        } else if (due.size() < KEPT && !known.containsKey(id)) {
            due.add(id);
            askNext();
        }
    }

    /** Whether each container that is known removes itself, by its id; of many the newest. */
    public Map<String, Boolean> known() {
        return Map.copyOf(known);
    }

    private void askNext() {
        if (asked == ASKED_AT_ONCE || due.isEmpty()) {
            return;
        }
        String id = due.remove();
        asked++;
        docker.inspect(id)
                .onSuccess(container -> keep(id, ContainerFacts.ofInspect(JSON.valueToTree(container.getMap())).autoRemove()))
                .onComplete(answered -> {
                    asked--;
                    askNext();
                });
    }

    private void keep(String id, boolean autoRemove) {
        known.put(id, autoRemove);
        if (known.size() > KEPT) {
            known.remove(known.keySet().iterator().next());
        }
        learnt.run();
    }
}
