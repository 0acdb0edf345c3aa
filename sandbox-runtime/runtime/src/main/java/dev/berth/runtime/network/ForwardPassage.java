package dev.berth.runtime.network;

import dev.berth.runtime.network.FirewallBatch.Policy;
import java.util.List;
import java.util.Optional;

/**
 * Lets machines' packets pass the host's iptables where Docker or ufw made them drop what is forwarded: a drop there is final whatever our own table
 * says, and our own table decides what passes anyway. Two rules at the head of {@code DOCKER-USER}, which Docker leaves alone, else of {@code FORWARD}.
 */
final class ForwardPassage {
    private static final String TABLE = "filter";
    private static final String FORWARD = "FORWARD";
    private static final String DOCKER_USER = "DOCKER-USER";

    private final String comment;
    private final String interfaces;

    /** @param comment by which the rules are found again; @param interfaces prefix of the names of machines' links */
    ForwardPassage(String comment, String interfaces) {
        this.comment = comment;
        this.interfaces = interfaces;
    }

    /** Makes the rules anew; none where nothing is dropped. */
    void open(NetlinkConnection netfilter) {
        close(netfilter);
        List<FirewallChain> chains = FirewallChain.list(netfilter, FirewallBatch.FAMILY_IPV4);
        boolean dropping = find(chains, FORWARD).flatMap(FirewallChain::policy).filter(Policy.DROP::equals).isPresent();
        if (dropping) {
            String chain = find(chains, DOCKER_USER).map(FirewallChain::name).orElse(FORWARD);
            new FirewallBatch(FirewallBatch.FAMILY_IPV4)
                    .insert(TABLE, chain, new Rule().inputInterfacesWith(interfaces).counter().accept(), comment)
                    .insert(TABLE, chain, new Rule().outputInterfacesWith(interfaces).counter().accept(), comment)
                    .execute(netfilter);
        }
    }

    /** Removes the rules, if there are any. */
    void close(NetlinkConnection netfilter) {
        for (FirewallChain chain : FirewallChain.list(netfilter, FirewallBatch.FAMILY_IPV4)) {
            if (isPlace(chain)) {
                for (byte[] handle : chain.rulesWithComment(netfilter, FirewallBatch.FAMILY_IPV4, comment)) {
                    new FirewallBatch(FirewallBatch.FAMILY_IPV4).deleteRule(TABLE, chain.name(), handle).execute(netfilter);
                }
            }
        }
    }

    private static boolean isPlace(FirewallChain chain) {
        return chain.table().equals(TABLE) && (chain.name().equals(FORWARD) || chain.name().equals(DOCKER_USER));
    }

    private static Optional<FirewallChain> find(List<FirewallChain> chains, String name) {
        return chains.stream().filter(ForwardPassage::isPlace).filter(chain -> chain.name().equals(name)).findFirst();
    }
}
