package dev.berth.runtime.network;

import dev.berth.runtime.network.FirewallBatch.Policy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A chain that the kernel has.
 *
 * @param policy empty unless packets come to it by themselves
 */
record FirewallChain(String table, String name, Optional<Policy> policy) {
    private static final int GET_CHAIN = FirewallBatch.SUBSYSTEM | 4;
    private static final int GET_RULE = FirewallBatch.SUBSYSTEM | 7;
    private static final int HEADER = 4;
    private static final int CHAIN_TABLE = 1;
    private static final int CHAIN_NAME = 3;
    private static final int CHAIN_POLICY = 5;
    private static final int RULE_TABLE = 1;
    private static final int RULE_CHAIN = 2;
    private static final int RULE_HANDLE = 3;
    private static final int RULE_USER_DATA = 7;

    /** All chains of a family, in the connection's namespace. */
    static List<FirewallChain> list(NetlinkConnection connection, int family) {
        NetlinkRequest question = new NetlinkRequest();
        FirewallBatch.header(question.message(GET_CHAIN, NetlinkRequest.FLAG_DUMP, "list firewall chains"), family, 0);
        List<FirewallChain> chains = new ArrayList<>();
        connection.query(question, message -> {
            NetlinkAttributes attributes = new NetlinkAttributes(message.position(HEADER));
            Optional<Policy> policy = attributes.networkWord(CHAIN_POLICY).map(number -> Policy.values()[number]);
            chains.add(new FirewallChain(attributes.text(CHAIN_TABLE).orElseThrow(), attributes.text(CHAIN_NAME).orElseThrow(), policy));
        });
        return chains;
    }

    /** Handles of the rules in this chain that carry a comment. */
    List<byte[]> rulesWithComment(NetlinkConnection connection, int family, String comment) {
        NetlinkRequest question = new NetlinkRequest();
        FirewallBatch.header(question.message(GET_RULE, NetlinkRequest.FLAG_DUMP, "list rules of firewall chain \"" + name + "\""), family, 0)
                .textAttribute(RULE_TABLE, table)
                .textAttribute(RULE_CHAIN, name);
        byte[] wanted = FirewallBatch.commentData(comment);
        List<byte[]> handles = new ArrayList<>();
        connection.query(question, message -> {
            NetlinkAttributes attributes = new NetlinkAttributes(message.position(HEADER));
            if (Arrays.equals(wanted, attributes.bytes(RULE_USER_DATA).orElse(new byte[0]))) {
                handles.add(attributes.bytes(RULE_HANDLE).orElseThrow());
            }
        });
        return handles;
    }
}
