package dev.berth.engine.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EventLogTest {
    private final EventLog log = new EventLog();

    private void publish(String action, int labelLength) {
        log.publish(new Event("container", action, "id", Map.of("label", "x".repeat(labelLength)), Instant.now()));
    }

    private List<String> kept() {
        List<String> actions = new ArrayList<>();
        log.subscribe(Optional.of(Instant.EPOCH), event -> actions.add(event.action())).close();
        return actions;
    }

    @Test
    void whoAsksForThePastGetsIt() {
        publish("create", 10);
        publish("start", 10);

        assertThat(kept()).containsExactly("create", "start");
    }

    /** Of a thousand execs with a mebibyte of a command each, the events alone were more than all memory. */
    @Test
    void longOnesPushOutMore() {
        publish("first", 10);
        publish("second", 150 * 1024);
        publish("third", 150 * 1024);

        assertThat(kept()).containsExactly("third");
    }
}
