package dev.berth.engine.image;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class ContentHashTest {
    /** The host that tests has the library: {@code begin} gives the one by OpenSSL. */
    @Property(tries = 200)
    void isTheSameByEitherWay(@ForAll byte[] first, @ForAll byte[] second) {
        ContentHash quick = ContentHash.begin();
        ContentHash portable = new ContentHash.Portable();

        for (ContentHash hash : new ContentHash[] {quick, portable}) {
            hash.update(first, 0, first.length);
            hash.update(second, second.length / 2, second.length - second.length / 2);
        }

        assertThat(quick).isInstanceOf(ContentHash.Native.class);
        assertThat(quick.digest()).isEqualTo(portable.digest());
    }
}
