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
    private static final Subnet SMALL = Subnet.parse("172.17.0.0/28");
    private static final int SMALL_ADDRESSES = 13;

    @Test
    void handsOutTheLowestFreeAddressAsDockerDoes() {
        AddressPool pool = AddressPool.ofContainers(Bridge.DEFAULT.subnet());
        Inet4Address first = pool.take();
        Inet4Address second = pool.take();

        pool.release(first);

        assertThat(first.getHostAddress()).isEqualTo("172.17.0.2");
        assertThat(second.getHostAddress()).isEqualTo("172.17.0.3");
        assertThat(pool.take()).isEqualTo(first);
    }

    @Test
    void saysWhenAllAreInUse() {
        AddressPool pool = AddressPool.ofContainers(SMALL);
        for (int taken = 0; taken < SMALL_ADDRESSES; taken++) {
            pool.take();
        }

        assertThatThrownBy(pool::take).isInstanceOf(IllegalStateException.class).hasMessageContaining("no available IPv4 addresses");
    }

    @Test
    void refusesAddressesThatItDoesNotHandOut() {
        AddressPool pool = AddressPool.ofContainers(SMALL);

        for (Inet4Address foreign : List.of(SMALL.get(0), SMALL.get(1), SMALL.broadcast(), Subnet.parse("172.18.0.2/32").first())) {
            assertThatThrownBy(() -> pool.claim(foreign)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> pool.release(foreign)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Property
    void neverHandsOutAnAddressTwice(@ForAll @Size(max = 60) List<@IntRange(min = 0, max = SMALL_ADDRESSES) Integer> actions) {
        AddressPool pool = AddressPool.ofContainers(SMALL);
        Set<Inet4Address> model = new HashSet<>();

        for (int action : actions) {
            if (action == SMALL_ADDRESSES) {
                takeIfOneIsLeft(pool, model);
            } else if (action % 2 == 0) {
                Inet4Address address = SMALL.get(action + 2);
                assertThat(pool.claim(address)).isEqualTo(model.add(address));
            } else {
                Inet4Address address = SMALL.get(action + 2);
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
        if (model.size() < SMALL_ADDRESSES) {
            assertThat(model.add(pool.take())).isTrue();
        } else {
            assertThatThrownBy(pool::take).isInstanceOf(IllegalStateException.class);
        }
    }
}
