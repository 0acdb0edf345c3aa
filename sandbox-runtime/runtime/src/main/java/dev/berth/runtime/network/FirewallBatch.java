package dev.berth.runtime.network;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A transaction on the firewall's tables of one family: the kernel carries out all of it, or nothing.
 *
 * @see <a href="https://wiki.nftables.org/wiki-nftables/index.php/Portal:DeveloperDocs/nftables_internals">nf_tables internals</a>
 */
final class FirewallBatch {
    static final int FAMILY_INET = 1;
    static final int FAMILY_IPV4 = 2;

    /** Type of what is written beside our own rules. */
    static final byte MARK = 0x42;

    static final int SUBSYSTEM = 10 << Byte.SIZE;

    private static final int BATCH_BEGIN = 0x10;
    private static final int BATCH_END = 0x11;
    private static final int NEW_TABLE = SUBSYSTEM;
    private static final int DELETE_TABLE = SUBSYSTEM | 2;
    private static final int NEW_CHAIN = SUBSYSTEM | 3;
    private static final int NEW_RULE = SUBSYSTEM | 6;
    private static final int DELETE_RULE = SUBSYSTEM | 8;
    private static final int NEW_SET = SUBSYSTEM | 9;

    private static final int CHAIN_TABLE = 1;
    private static final int CHAIN_NAME = 3;
    private static final int CHAIN_HOOK = 4;
    private static final int CHAIN_POLICY = 5;
    private static final int CHAIN_TYPE = 7;
    private static final int HOOK_NUMBER = 1;
    private static final int HOOK_PRIORITY = 2;

    private static final int SET_TABLE = 1;
    private static final int SET_NAME = 2;
    private static final int SET_FLAGS = 3;
    private static final int SET_KEY_TYPE = 4;
    private static final int SET_KEY_LENGTH = 5;
    private static final int SET_DESCRIPTION = 9;
    private static final int SET_ID = 10;
    private static final int FLAG_RULES_ADD = 0x20;
    private static final int IPV4_ADDRESS = 7;

    private static final int RULE_TABLE = 1;
    private static final int RULE_CHAIN = 2;
    private static final int RULE_HANDLE = 3;
    private static final int RULE_EXPRESSIONS = 4;
    private static final int RULE_POSITION = 6;
    private static final int RULE_USER_DATA = 7;

    /** Where in a packet's way a chain is asked. */
    enum Hook {
        PREROUTING,
        INPUT,
        FORWARD,
        OUTPUT,
        POSTROUTING
    }

    /** What becomes of a packet that no rule of a chain decided on; in the kernel's order. */
    enum Policy {
        DROP,
        ACCEPT
    }

    private final NetlinkRequest request = new NetlinkRequest();
    private final int family;

    /** @param family {@link #FAMILY_INET} or {@link #FAMILY_IPV4} */
    FirewallBatch(int family) {
        this.family = family;
        request.message(BATCH_BEGIN, 0, "change the firewall");
        header(request, 0, SUBSYSTEM >> Byte.SIZE);
    }

    /** Adds a table that may exist already. */
    FirewallBatch table(String name) {
        message(NEW_TABLE, NetlinkRequest.FLAG_CREATE, "add firewall table \"" + name + "\"").textAttribute(1, name);
        return this;
    }

    FirewallBatch deleteTable(String name) {
        message(DELETE_TABLE, 0, "delete firewall table \"" + name + "\"").textAttribute(1, name);
        return this;
    }

    FirewallBatch chain(String table, String name) {
        message(NEW_CHAIN, NetlinkRequest.FLAG_CREATE, "add firewall chain \"" + name + "\"")
                .textAttribute(CHAIN_TABLE, table)
                .textAttribute(CHAIN_NAME, name);
        return this;
    }

    /** A chain that packets come to by themselves. @param type {@code filter} or {@code nat}; @param priority lower ones are asked first */
    FirewallBatch baseChain(String table, String name, String type, Hook hook, int priority, Policy policy) {
        chain(table, name);
        request.nested(CHAIN_HOOK, () -> request.networkWordAttribute(HOOK_NUMBER, hook.ordinal()).networkWordAttribute(HOOK_PRIORITY, priority))
                .networkWordAttribute(CHAIN_POLICY, policy.ordinal())
                .textAttribute(CHAIN_TYPE, type);
        return this;
    }

    /** A set of IPv4 addresses, filled by rules: {@link Rule#hasMoreConnectionsThan}. One in each batch. @param size addresses in it at most */
    FirewallBatch addressSet(String table, String name, int size) {
        message(NEW_SET, NetlinkRequest.FLAG_CREATE, "add firewall set \"" + name + "\"")
                .textAttribute(SET_TABLE, table)
                .textAttribute(SET_NAME, name)
                .networkWordAttribute(SET_FLAGS, FLAG_RULES_ADD)
                .networkWordAttribute(SET_KEY_TYPE, IPV4_ADDRESS)
                .networkWordAttribute(SET_KEY_LENGTH, Integer.BYTES)
                .networkWordAttribute(SET_ID, 1)
                .nested(SET_DESCRIPTION, () -> request.networkWordAttribute(1, size));
        return this;
    }

    /** Adds a rule at the end of a chain. */
    FirewallBatch append(String table, String chain, Rule rule) {
        rule(NetlinkRequest.FLAG_APPEND, table, chain, rule);
        return this;
    }

    /** As {@link #append(String, String, Rule)}. @param mark by which the rule is found again; {@code iptables} and {@code nft} do not show it */
    FirewallBatch append(String table, String chain, Rule rule, String mark) {
        rule(NetlinkRequest.FLAG_APPEND, table, chain, rule);
        request.attribute(RULE_USER_DATA, markData(mark));
        return this;
    }

    /** Adds a rule at the head of a chain. @param mark as of {@link #append(String, String, Rule, String)} */
    FirewallBatch prepend(String table, String chain, Rule rule, String mark) {
        rule(0, table, chain, rule);
        request.attribute(RULE_USER_DATA, markData(mark));
        return this;
    }

    /** Adds a rule behind another one. @param handle of that one; empty: at the head of the chain */
    FirewallBatch behind(Optional<byte[]> handle, String table, String chain, Rule rule, String mark) {
        if (handle.isEmpty()) {
            return prepend(table, chain, rule, mark);
        }
        rule(NetlinkRequest.FLAG_APPEND, table, chain, rule);
        request.attribute(RULE_POSITION, handle.get()).attribute(RULE_USER_DATA, markData(mark));
        return this;
    }

    /** Adds a rule at the head of a chain. @param comment shown by {@code nft list ruleset}; by it the rule is found again */
    FirewallBatch insert(String table, String chain, Rule rule, String comment) {
        rule(0, table, chain, rule);
        request.attribute(RULE_USER_DATA, commentData(comment));
        return this;
    }

    /** @param handle the rule's number in its table */
    FirewallBatch deleteRule(String table, String chain, byte[] handle) {
        message(DELETE_RULE, 0, "delete a rule of firewall chain \"" + chain + "\"")
                .textAttribute(RULE_TABLE, table)
                .textAttribute(RULE_CHAIN, chain)
                .attribute(RULE_HANDLE, handle);
        return this;
    }

    /** Carries out all of it in the connection's namespace. @throws NetlinkException for the first that is refused; then nothing has changed */
    void execute(NetlinkConnection connection) {
        request.acknowledge();
        request.message(BATCH_END, 0, "change the firewall");
        header(request, 0, SUBSYSTEM >> Byte.SIZE);
        connection.execute(request);
    }

    /** struct nfgenmsg. */
    static NetlinkRequest header(NetlinkRequest request, int family, int resource) {
        return request.octet(family).octet(0).octet(resource >> Byte.SIZE).octet(resource);
    }

    /** A comment as nft(8) stores it: type 0, length, text with a final zero. */
    static byte[] commentData(String comment) {
        byte[] text = (comment + '\0').getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(2 + text.length).put((byte) 0).put((byte) text.length).put(text).array();
    }

    /** Beside the types that nft(8) and iptables(8) know, which pass over others. */
    static byte[] markData(String mark) {
        byte[] text = mark.getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(2 + text.length).put(MARK).put((byte) text.length).put(text).array();
    }

    private void rule(int flags, String table, String chain, Rule rule) {
        message(NEW_RULE, NetlinkRequest.FLAG_CREATE | flags, "add a rule to firewall chain \"" + chain + "\"")
                .textAttribute(RULE_TABLE, table)
                .textAttribute(RULE_CHAIN, chain)
                .nested(RULE_EXPRESSIONS, () -> rule.write(request));
    }

    private NetlinkRequest message(int type, int flags, String description) {
        return header(request.message(type, flags, description), family, 0);
    }
}
