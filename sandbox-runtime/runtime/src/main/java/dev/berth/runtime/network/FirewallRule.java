package dev.berth.runtime.network;

import dev.berth.runtime.kernel.ErrorNumber;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/**
 * A rule that the kernel has.
 *
 * @param handle its number in its table
 * @param userData what whoever made it wrote beside it; the kernel does not look at it
 */
record FirewallRule(String table, String chain, byte[] handle, byte[] userData) {
    private static final int GET_RULE = FirewallBatch.SUBSYSTEM | 7;
    private static final int HEADER = 4;
    private static final int TABLE = 1;
    private static final int CHAIN = 2;
    private static final int HANDLE = 3;
    private static final int USER_DATA = 7;

    /** Rules in one request. */
    private static final int AT_A_TIME = 100;

    /** Those of all IPv4 tables in the connection's namespace, in their order. */
    static List<FirewallRule> list(NetlinkConnection connection, Predicate<FirewallRule> wanted) {
        NetlinkRequest question = new NetlinkRequest();
        FirewallBatch.header(question.message(GET_RULE, NetlinkRequest.FLAG_DUMP, "list firewall rules"), FirewallBatch.FAMILY_IPV4, 0);
        List<FirewallRule> rules = new ArrayList<>();
        connection.query(question, message -> {
            NetlinkAttributes attributes = new NetlinkAttributes(message.position(HEADER));
            FirewallRule rule = new FirewallRule(
                    attributes.text(TABLE).orElseThrow(), attributes.text(CHAIN).orElseThrow(), attributes.bytes(HANDLE).orElseThrow(), attributes.bytes(USER_DATA).orElse(new byte[0]));
            if (wanted.test(rule)) {
                rules.add(rule);
            }
        });
        return rules;
    }

    /** Somebody in the namespace may take some of them away meanwhile. */
    static void deleteAll(NetlinkConnection connection, Predicate<FirewallRule> unwanted) {
        List<FirewallRule> found = list(connection, unwanted);
        for (int from = 0; from < found.size(); from += AT_A_TIME) {
            List<FirewallRule> some = found.subList(from, Math.min(from + AT_A_TIME, found.size()));
            if (!deleted(connection, some)) {
                some.forEach(rule -> deleted(connection, List.of(rule)));
            }
        }
    }

    /** @return false when one of them, or its chain, is gone: then none is deleted */
    private static boolean deleted(NetlinkConnection connection, List<FirewallRule> rules) {
        FirewallBatch batch = new FirewallBatch(FirewallBatch.FAMILY_IPV4);
        rules.forEach(rule -> batch.deleteRule(rule.table(), rule.chain(), rule.handle()));
        try {
            batch.execute(connection);
            return true;
        } catch (NetlinkException refusal) {
            if (refusal.errno() != ErrorNumber.ENOENT) {
                throw refusal;
            }
            return false;
        }
    }

    /** Whether we made it for something of the kind whose marks begin so. */
    boolean isMarked(byte[] prefix) {
        return userData.length >= 2 + prefix.length && userData[0] == FirewallBatch.MARK
                && Arrays.equals(prefix, Arrays.copyOfRange(userData, 2, 2 + prefix.length));
    }
}
