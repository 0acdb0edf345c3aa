package dev.berth.lab.terminal;

import io.vertx.core.buffer.Buffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What each browser tab has typed so far, by offset: a repeat after a reconnect is dropped. Remembers the tabs that typed last, a
 * bounded number; of one that it does not know the first offset is believed (the lab may have been started anew meanwhile).
 */
final class InputLedger {

    private static final int TABS = 64;

    private final Map<String, Entry> tabs = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Entry> eldest) {
            return size() > TABS;
        }
    };

    /**
     * @return what of the input is new, maybe nothing
     * @throws IllegalArgumentException if bytes are missing before it
     */
    Optional<Buffer> accept(String client, TerminalFrame.Input input) {
        Entry entry = tabs.computeIfAbsent(client, first -> new Entry(input.offset()));
        if (input.offset() > entry.received) {
            throw new IllegalArgumentException("input at " + input.offset() + ", but only what is before " + entry.received + " came");
        }
        long known = entry.received - input.offset();
        if (known >= input.bytes().length()) {
            return Optional.empty();
        }
        entry.received = input.offset() + input.bytes().length();
        return Optional.of(input.bytes().getBuffer((int) known, input.bytes().length()));
    }

    void taken(String client, int count) {
        Entry entry = tabs.get(client);
        if (entry != null) {
            entry.taken += count;
        }
    }

    /** Offset before which everything has reached a shell; 0 of an unknown tab. */
    long taken(String client) {
        Entry entry = tabs.get(client);
        return entry == null ? 0 : entry.taken;
    }

    /** Forgets who typed what: the bytes that never reached a shell are to be sent again. */
    void forget() {
        tabs.clear();
    }

    private static final class Entry {
        private long received;
        private long taken;

        Entry(long offset) {
            received = offset;
            taken = offset;
        }
    }
}
