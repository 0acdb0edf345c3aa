package dev.berth.runtime.network;

import java.net.Inet4Address;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/** A link's hardware address of 48 bits, as Docker makes them: {@code 02:42} (locally administered), then four bytes. */
record MacAddress(int lastFourBytes) {
    private static final int LENGTH = 6;
    private static final short DOCKER = 0x0242;

    /** A container's: the four bytes are its address, so no two on a bridge are alike. */
    static MacAddress ofContainer(Inet4Address address) {
        return new MacAddress(Subnet.bits(address));
    }

    /** A bridge's. */
    static MacAddress random() {
        return new MacAddress(ThreadLocalRandom.current().nextInt());
    }

    byte[] bytes() {
        return ByteBuffer.allocate(LENGTH).putShort(DOCKER).putInt(lastFourBytes).array();
    }

    @Override
    public String toString() {
        return HexFormat.ofDelimiter(":").formatHex(bytes());
    }
}
