package dev.berth.runtime.hash;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class Sha256Test {
    /** The host that tests has the library: {@code begin} gives the one by OpenSSL. */
    @Property(tries = 200)
    void isTheSameByEitherWay(@ForAll byte[] first, @ForAll byte[] second) {
        Sha256 quick = Sha256.begin();
        Sha256 portable = new Sha256.Portable();

        for (Sha256 hash : new Sha256[] {quick, portable}) {
            hash.update(first, 0, first.length);
            hash.update(second, second.length / 2, second.length - second.length / 2);
        }

        assertThat(quick).isInstanceOf(Sha256.Native.class);
        assertThat(quick.digest()).isEqualTo(portable.digest());
    }
}
