package dev.berth.runtime.network;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A range of IPv4 addresses with a common prefix, such as {@code 172.17.0.0/16}.
 *
 * @param first lowest address; its bits beyond the prefix are zero
 * @param prefixLength 0 to 32 bits
 */
public record Subnet(Inet4Address first, int prefixLength) {
    private static final Pattern FORM = Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})/(\\d{1,2})");

    public Subnet {
        if (prefixLength < 0 || prefixLength > Integer.SIZE) {
            throw new IllegalArgumentException("prefix length \"" + prefixLength + "\" is not within 0 and 32");
        }
        if ((bits(first) & ~mask(prefixLength)) != 0) {
            throw new IllegalArgumentException("\"" + first.getHostAddress() + "/" + prefixLength + "\" has bits beyond its prefix; use \""
                    + address(bits(first) & mask(prefixLength)).getHostAddress() + "/" + prefixLength + "\"");
        }
    }

    /** @throws IllegalArgumentException if {@code text} is not of the form {@code a.b.c.d/n} */
    public static Subnet parse(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("\"" + text + "\" is not a subnet; write it like \"10.213.0.0/16\"");
        }
        int bits = 0;
        for (int group = 1; group <= 4; group++) {
            int octet = Integer.parseInt(parts.group(group));
            if (octet > 0xff) {
                throw new IllegalArgumentException("\"" + text + "\" is not a subnet; \"" + octet + "\" is more than 255");
            }
            bits = bits << Byte.SIZE | octet;
        }
        return new Subnet(address(bits), Integer.parseInt(parts.group(5)));
    }

    /** The subnet of this prefix length that {@code member} is in. */
    public static Subnet around(Inet4Address member, int prefixLength) {
        return new Subnet(address(bits(member) & mask(prefixLength)), prefixLength);
    }

    /** How many addresses it has, network and broadcast among them. */
    public long size() {
        return 1L << (Integer.SIZE - prefixLength);
    }

    /** @param index 0 for {@link #first()}; @throws IndexOutOfBoundsException if it is not below {@link #size()} */
    public Inet4Address get(long index) {
        if (index < 0 || index >= size()) {
            throw new IndexOutOfBoundsException("address " + index + " of \"" + this + "\"");
        }
        return address((int) (bits(first) + index));
    }

    /** The highest address. */
    public Inet4Address broadcast() {
        return get(size() - 1);
    }

    public boolean contains(Inet4Address address) {
        return (bits(address) & mask(prefixLength)) == bits(first);
    }

    public boolean overlaps(Subnet other) {
        return contains(other.first) || other.contains(first);
    }

    @Override
    public String toString() {
        return first.getHostAddress() + "/" + prefixLength;
    }

    /** The address as a number, so that the next address is one more. */
    static int bits(Inet4Address address) {
        return ByteBuffer.wrap(address.getAddress()).getInt();
    }

    static Inet4Address address(int bits) {
        try {
            return (Inet4Address) InetAddress.getByAddress(ByteBuffer.allocate(Integer.BYTES).putInt(bits).array());
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("four bytes are always an address", impossible);
        }
    }

    private static int mask(int prefixLength) {
        return prefixLength == 0 ? 0 : -1 << (Integer.SIZE - prefixLength);
    }
}
