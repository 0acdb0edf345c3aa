package dev.berth.engine.image.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.engine.EngineException;
import dev.berth.engine.image.Digest;
import dev.berth.engine.work.HostSpace;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ContentLedgerTest {
    private static final Content LAYER = Content.layer(Digest.of(new byte[] {1}));
    private static final Account ALICE = Account.ofMachine("alice", OptionalLong.of(1000));
    private static final Account BOB = Account.ofMachine("bob", OptionalLong.of(1000));

    private final List<Content> freed = new ArrayList<>();
    private final AtomicLong left = new AtomicLong(Long.MAX_VALUE);
    private final ContentLedger ledger = new ContentLedger(freed::add, new HostSpace(left::get));

    @BeforeEach
    void begin() {
        ledger.freeUnheld();
    }

    private Lease hold(Account account) {
        Lease lease = ledger.hold(account);
        lease.add(LAYER);
        return lease;
    }

    private Lease bring(Account account, long bytes) {
        Lease lease = hold(account);
        Reservation reservation = lease.reservation();
        reservation.add(bytes);
        reservation.becomes(LAYER);
        return lease;
    }

    @Test
    void whatNobodyHoldsAnyMoreIsFreedOnce() {
        Lease one = bring(ALICE, 10);
        one.add(LAYER);
        Lease other = hold(BOB);

        one.close();
        assertThat(freed).isEmpty();
        other.close();
        other.close();

        assertThat(freed).containsExactly(LAYER);
    }

    @Test
    void nothingIsFreedBeforeAllWhoNeedSomethingHaveSaidSo() {
        ContentLedger opening = new ContentLedger(freed::add, new HostSpace(left::get));
        opening.found(LAYER, 10);
        Lease early = opening.hold(ALICE);
        early.add(LAYER);
        early.close();
        assertThat(freed).isEmpty();

        opening.freeUnheld();

        assertThat(freed).containsExactly(LAYER);
    }

    @Test
    void whatComesInCountsUntilItIsGivenUp() {
        try (Reservation reservation = ledger.hold(ALICE).reservation()) {
            reservation.add(700);
            assertThat(ledger.used("alice")).isEqualTo(700);
        }

        assertThat(ledger.used("alice")).isZero();
    }

    @Test
    void contentCountsForAllWhoHoldIt() {
        bring(ALICE, 600);
        hold(BOB);

        assertThat(ledger.used("alice")).isEqualTo(600);
        assertThat(ledger.used("bob")).isEqualTo(600);
    }

    @Test
    void heldTwiceItCountsOnce() {
        bring(ALICE, 600);
        hold(ALICE);

        assertThat(ledger.used("alice")).isEqualTo(600);
    }

    @Test
    void whatTheCatalogueHoldsTooCostsNothing() {
        bring(ALICE, 600);
        Lease catalogue = hold(Account.CATALOGUE);
        assertThat(ledger.used("alice")).isZero();

        catalogue.close();

        assertThat(ledger.used("alice")).isEqualTo(600);
    }

    @Test
    void moreThanTheLimitIsRefusedAndChangesNothing() {
        bring(ALICE, 600);

        try (Reservation reservation = ledger.hold(ALICE).reservation()) {
            reservation.add(400);
            assertThatThrownBy(() -> reservation.add(1)).isInstanceOf(EngineException.class).hasMessageStartingWith("no space left on device: the images of this machine may take ");
        }

        assertThat(ledger.used("alice")).isEqualTo(600);
    }

    @Test
    void whatOthersHaveBroughtIsRefusedWhenItIsMoreThanTheLimit() {
        bring(Account.ofMachine("carol", OptionalLong.empty()), 1001);
        Lease lease = hold(BOB);

        assertThatThrownBy(lease::requireRoom).hasMessageStartingWith("no space left on device");
    }

    @Test
    void theHostKeepsTheLastOfItsDisk() {
        left.set((512L << 20) - 1);

        assertThatThrownBy(() -> ledger.hold(ALICE).reservation().add(1)).hasMessageStartingWith("no space left on device: the host keeps its last 512 MiB for what runs");
        assertThatThrownBy(() -> ledger.hold(Account.CATALOGUE).reservation().add(1)).hasMessageStartingWith("no space left on device");
    }
}
