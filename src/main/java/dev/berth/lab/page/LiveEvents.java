package dev.berth.lab.page;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.BackPressureStrategy;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.time.Duration;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** Server-sent events to one page. A page that does not read is let go when {@value #WAITING} events wait; it comes back by itself. */
final class LiveEvents {

    private static final int WAITING = 512;

    /** So that a connection that is gone is noticed, and proxies keep one that is not. */
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);

    private final Sse sse;
    private final OpenPages pages;

    LiveEvents(Sse sse, OpenPages pages) {
        this.sse = sse;
        this.pages = pages;
    }

    /**
     * @param source is given where events go, name and content, and returns what ends it
     */
    Multi<OutboundSseEvent> stream(Function<BiConsumer<String, Object>, Runnable> source) {
        OutboundSseEvent last = sse.newEventBuilder().comment("").build();
        Multi<OutboundSseEvent> events = Multi.createFrom().emitter(emitter -> {
            Runnable leave = source.apply((name, content) -> emitter.emit(event(name, content)));
            Runnable end = () -> emitter.emit(last);
            emitter.onTermination(() -> {
                pages.closed(end);
                leave.run();
            });
            pages.opened(end);
        }, BackPressureStrategy.IGNORE);
        Multi<OutboundSseEvent> beats = Multi.createFrom().ticks().every(HEARTBEAT)
                .onOverflow().drop()
                .map(tick -> sse.newEventBuilder().comment("").build());
        return Multi.createBy().merging().streams(events.onOverflow().buffer(WAITING), beats).select().first(event -> event != last);
    }

    private OutboundSseEvent event(String name, Object content) {
        return sse.newEventBuilder().name(name).data(content).build();
    }
}
