package dev.berth.runtime.network;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A link to be made, or one end of a pair.
 *
 * @param name at most 15 bytes
 * @param index number in its namespace; 0: the kernel takes the next
 * @param mtu largest packet, in bytes
 * @param mac empty: the kernel makes one up
 */
record LinkEnd(String name, int index, int mtu, Optional<MacAddress> mac) {
    /** IFNAMSIZ without the final zero. */
    static final int LONGEST_NAME = 15;

    LinkEnd {
        int length = name.getBytes(StandardCharsets.UTF_8).length;
        if (length == 0 || length > LONGEST_NAME) {
            throw new IllegalArgumentException("\"" + name + "\" cannot be the name of a network interface: use 1 to " + LONGEST_NAME + " bytes");
        }
    }
}
