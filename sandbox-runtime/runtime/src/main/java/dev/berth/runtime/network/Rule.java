package dev.berth.runtime.network;

import java.net.Inet4Address;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * One firewall rule as nf_tables has it: conditions from left to right, then what to do. Only what {@code iptables-nft} writes natively is here, and
 * what our own table needs; see {@link IptablesExtension} for the rest.
 *
 * @see <a href="https://git.netfilter.org/libnftnl/tree/include/linux/netfilter/nf_tables.h">nf_tables.h, nft_*_attributes</a>
 */
final class Rule {
    static final int LIST_ELEMENT = 1;
    static final int EXPRESSION_NAME = 1;
    static final int EXPRESSION_DATA = 2;

    private static final int REGISTER = 1;
    private static final int SECOND_REGISTER = 2;
    private static final int EQUAL = 0;
    private static final int NOT_EQUAL = 1;
    private static final int DATA_VALUE = 1;
    private static final int DATA_VERDICT = 2;

    private static final int META_INPUT_NAME = 6;
    private static final int META_OUTPUT_NAME = 7;
    private static final int META_FAMILY = 15;
    private static final int META_PROTOCOL = 16;

    private static final int NETWORK_HEADER = 1;
    private static final int TRANSPORT_HEADER = 2;
    private static final int SOURCE_OFFSET = 12;
    private static final int DESTINATION_OFFSET = 16;
    private static final int DESTINATION_PORT_OFFSET = 2;

    private static final int ACCEPT = 1;
    private static final int DROP = 0;
    private static final int JUMP = -3;
    private static final int RETURN = -5;

    private final List<Consumer<NetlinkRequest>> expressions = new ArrayList<>();

    Rule inputInterface(String name) {
        return meta(META_INPUT_NAME, EQUAL, exactly(name));
    }

    Rule inputInterfaceIsNot(String name) {
        return meta(META_INPUT_NAME, NOT_EQUAL, exactly(name));
    }

    Rule outputInterface(String name) {
        return meta(META_OUTPUT_NAME, EQUAL, exactly(name));
    }

    Rule outputInterfaceIsNot(String name) {
        return meta(META_OUTPUT_NAME, NOT_EQUAL, exactly(name));
    }

    Rule inputInterfacesWith(String prefix) {
        return meta(META_INPUT_NAME, EQUAL, prefix.getBytes(StandardCharsets.US_ASCII));
    }

    Rule outputInterfacesWith(String prefix) {
        return meta(META_OUTPUT_NAME, EQUAL, prefix.getBytes(StandardCharsets.US_ASCII));
    }

    Rule outputInterfacesWithout(String prefix) {
        return meta(META_OUTPUT_NAME, NOT_EQUAL, prefix.getBytes(StandardCharsets.US_ASCII));
    }

    /** @param family AF_INET or AF_INET6, in a table that has both */
    Rule family(int family) {
        return meta(META_FAMILY, EQUAL, new byte[] {(byte) family});
    }

    /** @param protocol as in /etc/protocols */
    Rule protocol(int protocol) {
        return meta(META_PROTOCOL, EQUAL, new byte[] {(byte) protocol});
    }

    Rule source(Subnet subnet) {
        return address(SOURCE_OFFSET, EQUAL, subnet);
    }

    Rule sourceIsNot(Subnet subnet) {
        return address(SOURCE_OFFSET, NOT_EQUAL, subnet);
    }

    Rule destination(Subnet subnet) {
        return address(DESTINATION_OFFSET, EQUAL, subnet);
    }

    Rule destinationIsNot(Subnet subnet) {
        return address(DESTINATION_OFFSET, NOT_EQUAL, subnet);
    }

    Rule source(Inet4Address address) {
        return source(new Subnet(address, Integer.SIZE));
    }

    Rule destination(Inet4Address address) {
        return destination(new Subnet(address, Integer.SIZE));
    }

    Rule destinationPort(int port) {
        byte[] value = ByteBuffer.allocate(Short.BYTES).putShort((short) port).array();
        return payload(TRANSPORT_HEADER, DESTINATION_PORT_OFFSET, value.length).compare(EQUAL, value);
    }

    /** @param type first byte of an ICMP message: 8 is an echo request */
    Rule icmpType(int type) {
        return payload(TRANSPORT_HEADER, 0, 1).compare(EQUAL, new byte[] {(byte) type});
    }

    /** The packet answers one that was let through before, or tells of an error with it. */
    Rule belongsToConnection() {
        int established = 0x2;
        int related = 0x4;
        return connectionState(established | related);
    }

    /** Nothing has answered yet. */
    Rule beginsConnection() {
        return connectionState(0x8);
    }

    /** The connections from the packet's source, with this one, are more than that. @param set of {@link FirewallBatch#addressSet}; the kernel counts for each address in it */
    Rule hasMoreConnectionsThan(int most, String set) {
        int over = 1;
        payload(NETWORK_HEADER, SOURCE_OFFSET, Integer.BYTES);
        // Attributes: 1 set, 3 operation (0 adds), 4 register of the key, 7 what is kept for each key.
        return expression("dynset", request -> request.textAttribute(1, set)
                .networkWordAttribute(3, 0)
                .networkWordAttribute(4, REGISTER)
                .nested(7, () -> request.textAttribute(EXPRESSION_NAME, "connlimit")
                        .nested(EXPRESSION_DATA, () -> request.networkWordAttribute(1, most).networkWordAttribute(2, over))));
    }

    private Rule connectionState(int any) {
        // Attributes: 1 register, 2 key; key 0 is the state.
        expression("ct", request -> request.networkWordAttribute(2, 0).networkWordAttribute(1, REGISTER));
        byte[] none = new byte[Integer.BYTES];
        byte[] states = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.nativeOrder()).putInt(any).array();
        return bitwiseAnd(states).compare(NOT_EQUAL, none);
    }

    /** An answer to the packet's source would not leave by the interface that it came in on: the source is not that interface's. */
    Rule sourceIsNotBehindItsInterface() {
        int sourceAndInterface = 1 | 1 << 3;
        int outputInterface = 1;
        // Attributes: 1 register, 2 result, 3 what is looked up.
        expression("fib", request -> request.networkWordAttribute(3, sourceAndInterface)
                .networkWordAttribute(2, outputInterface)
                .networkWordAttribute(1, REGISTER));
        return compare(EQUAL, new byte[Integer.BYTES]);
    }

    /** The packet is for the machine itself. */
    Rule destinationIsOwn() {
        int destination = 1 << 1;
        int typeOfAddress = 3;
        int local = 2;
        expression("fib", request -> request.networkWordAttribute(3, destination)
                .networkWordAttribute(2, typeOfAddress)
                .networkWordAttribute(1, REGISTER));
        return compare(EQUAL, ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.nativeOrder()).putInt(local).array());
    }

    /** The packet belongs to a connection whose destination was changed. */
    Rule destinationWasChanged() {
        int status = 2;
        int destinationChanged = 1 << 5;
        expression("ct", request -> request.networkWordAttribute(2, status).networkWordAttribute(1, REGISTER));
        byte[] mask = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.nativeOrder()).putInt(destinationChanged).array();
        return bitwiseAnd(mask).compare(NOT_EQUAL, new byte[Integer.BYTES]);
    }

    /** The packet goes to another address; in our own table only. */
    Rule destinationBecomes(Inet4Address address, int port) {
        immediate(REGISTER, address.getAddress());
        immediate(SECOND_REGISTER, ByteBuffer.allocate(Short.BYTES).putShort((short) port).array());
        // Attributes: 1 what is changed (1: the destination), 2 family, 3 register of the address, 5 register of the port.
        return expression("nat", request -> request.networkWordAttribute(1, 1)
                .networkWordAttribute(2, FirewallBatch.FAMILY_IPV4)
                .networkWordAttribute(3, REGISTER)
                .networkWordAttribute(5, SECOND_REGISTER));
    }

    private void immediate(int register, byte[] value) {
        expression("immediate", request -> request.networkWordAttribute(1, register).nested(2, () -> request.attribute(DATA_VALUE, value)));
    }

    /** Counts packets and bytes; {@code iptables} expects it in each rule. */
    Rule counter() {
        // Attributes: 1 bytes, 2 packets.
        return expression("counter", request -> request.attribute(1, new byte[Long.BYTES]).attribute(2, new byte[Long.BYTES]));
    }

    /** The packet gets the address of the interface that it leaves by; in our own table only. */
    Rule masquerade() {
        return expression("masq", request -> {});
    }

    Rule accept() {
        return verdict(ACCEPT, request -> {});
    }

    Rule drop() {
        return verdict(DROP, request -> {});
    }

    Rule returnToCaller() {
        return verdict(RETURN, request -> {});
    }

    Rule jump(String chain) {
        return verdict(JUMP, request -> request.textAttribute(2, chain));
    }

    /** @param data writes the expression's own attributes */
    Rule expression(String name, Consumer<NetlinkRequest> data) {
        expressions.add(request -> request.nested(LIST_ELEMENT, () -> request.textAttribute(EXPRESSION_NAME, name)
                .nested(EXPRESSION_DATA, () -> data.accept(request))));
        return this;
    }

    void write(NetlinkRequest request) {
        expressions.forEach(expression -> expression.accept(request));
    }

    /** As iptables writes it: whole bytes of the prefix are compared; other lengths take a mask. */
    private Rule address(int offset, int comparison, Subnet subnet) {
        byte[] address = subnet.first().getAddress();
        if (subnet.prefixLength() % Byte.SIZE == 0) {
            int length = subnet.prefixLength() / Byte.SIZE;
            return payload(NETWORK_HEADER, offset, length).compare(comparison, Arrays.copyOf(address, length));
        }
        byte[] mask = ByteBuffer.allocate(Integer.BYTES).putInt(-1 << (Integer.SIZE - subnet.prefixLength())).array();
        return payload(NETWORK_HEADER, offset, Integer.BYTES).bitwiseAnd(mask).compare(comparison, address);
    }

    private Rule meta(int key, int comparison, byte[] value) {
        // Attributes: 1 register, 2 key.
        expression("meta", request -> request.networkWordAttribute(2, key).networkWordAttribute(1, REGISTER));
        return compare(comparison, value);
    }

    private Rule payload(int base, int offset, int length) {
        // Attributes: 1 register, 2 header, 3 offset in it, 4 length.
        return expression("payload", request -> request.networkWordAttribute(1, REGISTER)
                .networkWordAttribute(2, base)
                .networkWordAttribute(3, offset)
                .networkWordAttribute(4, length));
    }

    private Rule bitwiseAnd(byte[] mask) {
        // Attributes: 1 from register, 2 to register, 3 length, 4 and-mask, 5 xor-mask.
        return expression("bitwise", request -> request.networkWordAttribute(1, REGISTER)
                .networkWordAttribute(2, REGISTER)
                .networkWordAttribute(3, mask.length)
                .nested(4, () -> request.attribute(DATA_VALUE, mask))
                .nested(5, () -> request.attribute(DATA_VALUE, new byte[mask.length])));
    }

    private Rule compare(int comparison, byte[] value) {
        // Attributes: 1 register, 2 comparison, 3 value.
        return expression("cmp", request -> request.networkWordAttribute(1, REGISTER)
                .networkWordAttribute(2, comparison)
                .nested(3, () -> request.attribute(DATA_VALUE, value)));
    }

    private Rule verdict(int code, Consumer<NetlinkRequest> chain) {
        // Attributes: 1 register, 0 being the verdict, 2 value; of a verdict: 1 code, 2 chain.
        return expression("immediate", request -> request.networkWordAttribute(1, 0).nested(2, () -> request.nested(DATA_VERDICT, () -> {
            request.networkWordAttribute(1, code);
            chain.accept(request);
        })));
    }

    private static byte[] exactly(String name) {
        return (name + '\0').getBytes(StandardCharsets.US_ASCII);
    }
}
