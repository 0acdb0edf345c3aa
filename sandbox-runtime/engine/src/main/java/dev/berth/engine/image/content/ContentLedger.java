package dev.berth.engine.image.content;

import static dev.berth.engine.EngineException.Kind.SYSTEM;

import dev.berth.engine.EngineException;
import dev.berth.engine.work.HostSpace;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Who holds which content of the store, and how many bytes of the host's disk that is. What nobody holds any more is freed at once. So who needs content holds it first
 * and looks for it then: what is there while it is held, stays.
 *
 * <p>Content counts for a machine for as long as the machine holds it and the catalogue does not. Two machines that have the same both count it, though it lies there once.
 * Thread safe; takes no other lock.
 */
public final class ContentLedger {
    /** So often the host's file system is asked. */
    private static final long STEP_BYTES = 1 << 20;

    private static final int MEBIBYTE_BITS = 20;

    /** A content that is known. */
    static final class Item {
        private final Content content;
        private final Map<String, Integer> holds = new HashMap<>();
        private long bytes;

        private Item(Content content) {
            this.content = content;
        }

        private boolean countsFor(String account) {
            return holds.containsKey(account) && !holds.containsKey(Account.CATALOGUE.name());
        }
    }

    private final Consumer<Content> freeing;
    private final HostSpace space;
    private final Map<Content, Item> items = new HashMap<>();
    /** By account. */
    private final Map<String, Long> onTheWay = new HashMap<>();
    /** By account, as long as nothing changes. */
    private final Map<String, Long> counted = new HashMap<>();
    private long sinceAsked = STEP_BYTES;
    private boolean everybodyHolds;

    /** @param freeing takes content away at once; called with the ledger locked */
    public ContentLedger(Consumer<Content> freeing, HostSpace space) {
        this.freeing = freeing;
        this.space = space;
    }

    /** That it is there, before anybody holds anything. */
    public synchronized void found(Content content, long bytes) {
        item(content).bytes = bytes;
    }

    /** All who need something from before hold it by now: what is not held is freed, now and later. Until then nothing is. */
    public synchronized void freeUnheld() {
        everybodyHolds = true;
        List.copyOf(items.values()).stream().filter(item -> item.holds.isEmpty()).forEach(this::free);
    }

    public Lease hold(Account account) {
        return new Lease(this, account);
    }

    public synchronized Item hold(Account account, Content content) {
        Item item = item(content);
        item.holds.merge(account.name(), 1, Integer::sum);
        counted.clear();
        return item;
    }

    private Item item(Content content) {
        return items.computeIfAbsent(content, Item::new);
    }

    synchronized void release(Account account, List<Item> released) {
        for (Item item : released) {
            item.holds.computeIfPresent(account.name(), (name, count) -> count == 1 ? null : count - 1);
        }
        counted.clear();
        if (!everybodyHolds) {
            return;
        }
        // One that was held twice is freed once.
        released.stream().filter(item -> item.holds.isEmpty() && items.get(item.content) == item).forEach(this::free);
    }

    private void free(Item item) {
        items.remove(item.content);
        freeing.accept(item.content);
    }

    /** @throws EngineException SYSTEM, like Docker's on a full disk, when there is no room for so many bytes more */
    synchronized void spend(Account account, long bytes) {
        account.mostBytes().ifPresent(most -> requireWithin(most, used(account.name()) + bytes));
        sinceAsked += bytes;
        if (sinceAsked >= STEP_BYTES && !account.equals(Account.READERS)) {
            space.require();
            sinceAsked = 0;
        }
        onTheWay.merge(account.name(), bytes, Long::sum);
    }

    /** As {@link #spend} for what is held by now. */
    synchronized void requireRoom(Account account) {
        account.mostBytes().ifPresent(most -> requireWithin(most, used(account.name())));
    }

    private static void requireWithin(long most, long wanted) {
        if (wanted > most) {
            throw new EngineException(SYSTEM, "no space left on device: the images of this machine may take " + (most >> MEBIBYTE_BITS)
                    + " MiB, unpacked and packed and while they come in: remove some with docker image rm");
        }
    }

    synchronized void giveBack(Account account, long bytes) {
        onTheWay.computeIfPresent(account.name(), (name, before) -> before == bytes ? null : Long.valueOf(before - bytes));
    }

    /** What was spent on the way to it is what it takes from now on, unless it was there already. */
    synchronized void settle(Account account, Content content, long bytes) {
        Item item = item(content);
        item.bytes = item.bytes == 0 ? bytes : item.bytes;
        giveBack(account, bytes);
        counted.clear();
    }

    /** Bytes that an account has beside the catalogue, with those on the way. */
    synchronized long used(String account) {
        long settled = counted.computeIfAbsent(account, name -> items.values().stream().filter(item -> item.countsFor(name)).mapToLong(item -> item.bytes).sum());
        return settled + onTheWay.getOrDefault(account, 0L);
    }
}
