package dev.berth.runtime.network;

import java.net.Inet4Address;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/** A link's hardware address: 48 bits. Those that nobody chose are made as Docker makes them: {@code 02:42} (locally administered), then four bytes. */
public record MacAddress(long bits) {
    private static final int LENGTH = 6;
    private static final long DOCKER = 0x0242L << Integer.SIZE;
    private static final Pattern TEXT = Pattern.compile(
            "[0-9a-f]{2}(?:(?::[0-9a-f]{2}){5}|(?::[0-9a-f]{2}){7}|(?::[0-9a-f]{2}){19}|(?:-[0-9a-f]{2}){5}|(?:-[0-9a-f]{2}){7}|(?:-[0-9a-f]{2}){19})"
                    + "|[0-9a-f]{4}(?:(?:\\.[0-9a-f]{4}){2}|(?:\\.[0-9a-f]{4}){3}|(?:\\.[0-9a-f]{4}){9})", Pattern.CASE_INSENSITIVE);

    /**
     * @param text {@code 02:42:ac:11:00:02}, {@code 02-42-ac-11-00-02} or {@code 0242.ac11.0002}; of an address of 8 or 20 bytes, for links of other kinds, an
     *     Ethernet link has the beginning
     * @throws IllegalArgumentException with Docker's text
     */
    public static MacAddress parse(String text) {
        return new MacAddress(Long.parseLong(digits(text).substring(0, 2 * LENGTH), 16));
    }

    /** All of one that may be longer than a link's, in the usual form. @throws IllegalArgumentException as {@link #parse} */
    public static String text(String text) {
        return HexFormat.ofDelimiter(":").formatHex(HexFormat.of().parseHex(digits(text)));
    }

    private static String digits(String text) {
        if (!TEXT.matcher(text).matches()) {
            throw new IllegalArgumentException("address " + text + ": invalid MAC address");
        }
        return text.replaceAll("[^0-9a-fA-F]", "");
    }

    /** A container's: the four bytes are its address, so no two on a bridge are alike. */
    public static MacAddress ofContainer(Inet4Address address) {
        return new MacAddress(DOCKER | Integer.toUnsignedLong(Subnet.bits(address)));
    }

    /** A bridge's. */
    static MacAddress random() {
        return new MacAddress(DOCKER | Integer.toUnsignedLong(ThreadLocalRandom.current().nextInt()));
    }

    /** Whether an interface can have it: no group's, and not the one that means none. */
    public boolean isOfInterface() {
        return bits != 0 && (bytes()[0] & 1) == 0;
    }

    byte[] bytes() {
        return Arrays.copyOfRange(ByteBuffer.allocate(Long.BYTES).putLong(bits).array(), Long.BYTES - LENGTH, Long.BYTES);
    }

    @Override
    public String toString() {
        return HexFormat.ofDelimiter(":").formatHex(bytes());
    }
}
