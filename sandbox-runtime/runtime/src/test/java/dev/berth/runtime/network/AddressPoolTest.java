package dev.berth.runtime.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.Inet4Address;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class AddressPoolTest {
    private static final Subnet SMALL = Subnet.parse("10.213.0.0/28");
    private static final int BLOCKS = 4;
    private static final int BLOCK_PREFIX = 30;

    @Test
    void handsOutTheLowestFreeBlock() {
        AddressPool pool = AddressPool.ofBlocks(SMALL, BLOCK_PREFIX);
        Inet4Address first = pool.take();
        Inet4Address second = pool.take();

        pool.release(first);

        assertThat(first.getHostAddress()).isEqualTo("10.213.0.0");
        assertThat(second.getHostAddress()).isEqualTo("10.213.0.4");
        assertThat(pool.take()).isEqualTo(first);
    }

    @Test
    void saysWhenAllAreInUse() {
        AddressPool pool = AddressPool.ofBlocks(SMALL, BLOCK_PREFIX);
        for (int taken = 0; taken < BLOCKS; taken++) {
            pool.take();
        }

        assertThatThrownBy(pool::take).isInstanceOf(IllegalStateException.class).hasMessageContaining("no available addresses");
    }

    @Test
    void refusesAddressesThatItDoesNotHandOut() {
        AddressPool pool = AddressPool.ofBlocks(SMALL, BLOCK_PREFIX);

        for (Inet4Address foreign : List.of(SMALL.get(1), SMALL.broadcast(), Subnet.parse("10.213.0.16/32").first(), Subnet.parse("10.212.255.252/32").first())) {
            assertThatThrownBy(() -> pool.claim(foreign)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> pool.release(foreign)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Property
    void neverHandsOutAnAddressTwice(@ForAll @Size(max = 60) List<@IntRange(min = 0, max = BLOCKS) Integer> actions) {
        AddressPool pool = AddressPool.ofBlocks(SMALL, BLOCK_PREFIX);
        Set<Inet4Address> model = new HashSet<>();

        for (int action : actions) {
            if (action == BLOCKS) {
                takeIfOneIsLeft(pool, model);
            } else if (action % 2 == 0) {
                Inet4Address address = SMALL.get(4L * action);
                assertThat(pool.claim(address)).isEqualTo(model.add(address));
            } else {
                Inet4Address address = SMALL.get(4L * action);
                pool.release(address);
                model.remove(address);
            }
        }
    }

    @Property
    void handsOutBlocksThatDoNotOverlap(@ForAll @IntRange(min = 16, max = 30) int prefixLength, @ForAll @IntRange(min = 0, max = 4) int bits) {
        Subnet range = Subnet.around(Subnet.parse("10.213.0.0/16").first(), prefixLength);
        int blockPrefixLength = Math.min(Integer.SIZE, prefixLength + bits);
        AddressPool pool = AddressPool.ofBlocks(range, blockPrefixLength);
        List<Subnet> blocks = new ArrayList<>();

        for (int block = 0; block < 1 << (blockPrefixLength - prefixLength); block++) {
            Subnet taken = new Subnet(pool.take(), blockPrefixLength);
            assertThat(blocks).noneMatch(taken::overlaps);
            assertThat(range.overlaps(taken)).isTrue();
            blocks.add(taken);
        }

        assertThatThrownBy(pool::take).isInstanceOf(IllegalStateException.class);
    }

    private static void takeIfOneIsLeft(AddressPool pool, Set<Inet4Address> model) {
        if (model.size() < BLOCKS) {
            assertThat(model.add(pool.take())).isTrue();
        } else {
            assertThatThrownBy(pool::take).isInstanceOf(IllegalStateException.class);
        }
    }
}
