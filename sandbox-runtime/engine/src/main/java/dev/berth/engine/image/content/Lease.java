package dev.berth.engine.image.content;

import java.util.ArrayList;
import java.util.List;

/** Keeps content from being freed, until it is closed. Closing it twice is harmless. Used by one thread at a time. */
public final class Lease implements AutoCloseable {
    private final ContentLedger ledger;
    private final Account account;
    private final List<ContentLedger.Item> items = new ArrayList<>();

    Lease(ContentLedger ledger, Account account) {
        this.ledger = ledger;
        this.account = account;
    }

    /** Whether it is there can be found out now. */
    public void add(Content content) {
        items.add(ledger.hold(account, content));
    }

    /** For something that comes in. */
    public Reservation reservation() {
        return new Reservation(ledger, account);
    }

    /** @throws dev.berth.engine.EngineException SYSTEM when the account holds more than it may */
    public void requireRoom() {
        ledger.requireRoom(account);
    }

    @Override
    public void close() {
        ledger.release(account, items);
        items.clear();
    }
}
