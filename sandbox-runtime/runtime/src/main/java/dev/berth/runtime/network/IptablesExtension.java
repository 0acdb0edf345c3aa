package dev.berth.runtime.network;

import java.net.Inet4Address;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Consumer;

/**
 * Conditions and targets that {@code iptables} knows only as its own: a rule with their native counterparts would make it refuse the whole table. Each
 * writes the structure that iptables-nft 1.8.9 sends for it.
 */
final class IptablesExtension {
    private static final int NAME = 1;
    private static final int REVISION = 2;
    private static final int CONTENT = 3;

    private IptablesExtension() {}

    /** {@code -m addrtype --dst-type LOCAL}: struct xt_addrtype_info_v1. */
    static Rule destinationIsLocal(Rule rule) {
        short local = 1 << 2;
        ByteBuffer content = structure(8).putShort(2, local);
        return rule.expression("match", extension("addrtype", 1, content));
    }

    /** {@code -m conntrack --ctstate RELATED,ESTABLISHED}: struct xt_conntrack_mtinfo3, of which only masks and flags are set. */
    static Rule belongsToConnection(Rule rule) {
        int established = 1 << 1;
        int related = 1 << 2;
        return connectionState(rule, established | related);
    }

    /** {@code -m conntrack --ctstate DNAT}. */
    static Rule destinationWasChanged(Rule rule) {
        return connectionState(rule, 1 << 7);
    }

    private static Rule connectionState(Rule rule, int states) {
        int matchFlagsAt = 146;
        int stateMaskAt = 150;
        short matchState = 1;
        ByteBuffer content = structure(168).putShort(matchFlagsAt, matchState).putShort(stateMaskAt, (short) states);
        return rule.expression("match", extension("conntrack", 3, content));
    }

    /** {@code -j MASQUERADE}: struct nf_nat_ipv4_multi_range_compat with one range that leaves all open. */
    static Rule masquerade(Rule rule) {
        return rule.expression("target", extension("MASQUERADE", 0, structure(24).putInt(0, 1)));
    }

    /** {@code -j DNAT --to-destination ADDRESS:PORT}: struct nf_nat_range2. */
    static Rule destinationBecomes(Rule rule, Inet4Address address, int port) {
        int mapAddresses = 1;
        int mapPorts = 2;
        ByteBuffer content = structure(48).putInt(0, mapAddresses | mapPorts).put(4, address.getAddress()).put(20, address.getAddress());
        content.order(ByteOrder.BIG_ENDIAN).putShort(36, (short) port).putShort(38, (short) port);
        return rule.expression("target", extension("DNAT", 2, content));
    }

    private static ByteBuffer structure(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.nativeOrder());
    }

    private static Consumer<NetlinkRequest> extension(String name, int revision, ByteBuffer content) {
        return request -> request.textAttribute(NAME, name).networkWordAttribute(REVISION, revision).attribute(CONTENT, content.array());
    }
}
