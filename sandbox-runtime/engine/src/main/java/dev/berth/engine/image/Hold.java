package dev.berth.engine.image;

import java.util.ArrayList;
import java.util.List;

/** Keeps content from being freed, until it is closed. Closing it twice is harmless. Used by one thread at a time. */
final class Hold implements AutoCloseable {
    private final ContentLedger ledger;
    private final Account account;
    private final List<ContentLedger.Item> items = new ArrayList<>();

    Hold(ContentLedger ledger, Account account) {
        this.ledger = ledger;
        this.account = account;
    }

    /** Whether it is there can be found out now. */
    void add(Content content) {
        items.add(ledger.hold(account, content));
    }

    /** For something that comes in. */
    Spending spending() {
        return new Spending(ledger, account);
    }

    /** @throws dev.berth.engine.EngineException SYSTEM when the account holds more than it may */
    void requireRoom() {
        ledger.requireRoom(account);
    }

    @Override
    public void close() {
        ledger.release(account, items);
        items.clear();
    }
}
