package dev.berth.lab.port;

import dev.berth.lab.account.Sessions;
import dev.berth.lab.account.Token;
import dev.berth.lab.account.Visitor;
import dev.berth.lab.value.Checksum;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Who may open a port: its student and the instructor. Cookies of the lab are not sent to another origin, so the lab gives a ticket, good once and for a moment, and the port's own origin takes it
 * and gives a pass, a cookie of that one host. A pass is worth as much as the session at the lab that it came from: it ends with it. Thread safe.
 */
public final class PortPasses {

    private static final long TICKET_MILLIS = 30_000;
    private static final int MOST_TICKETS = 2_000;

    private final Sessions sessions;
    private final byte[] key;
    private final LongSupplier clockMillis;
    private final Map<String, Ticket> tickets = new LinkedHashMap<>();

    private record Ticket(PortName port, String session, long until) {
    }

    /** @param key passes are signed with it */
    public PortPasses(Sessions sessions, byte[] key, LongSupplier clockMillis) {
        this.sessions = sessions;
        this.key = key;
        this.clockMillis = clockMillis;
    }

    /** @param session the token of somebody who may open the port */
    public String ticket(PortName port, String session) {
        Token ticket = Token.random();
        synchronized (tickets) {
            tickets.values().removeIf(each -> each.until() < clockMillis.getAsLong());
            if (tickets.size() == MOST_TICKETS) {
                tickets.remove(tickets.keySet().iterator().next());
            }
            tickets.put(ticket.hash(), new Ticket(port, new Token(session).hash(), clockMillis.getAsLong() + TICKET_MILLIS));
        }
        return ticket.text();
    }

    /**
     * @param ticket anything at all; of no use to anybody from now on
     * @return a pass; empty if it is no ticket to this port, or not any more
     */
    public Optional<String> redeem(String ticket, PortName port) {
        Ticket taken;
        synchronized (tickets) {
            taken = tickets.remove(new Token(ticket).hash());
        }
        return Optional.ofNullable(taken)
                .filter(valid -> valid.port().equals(port) && valid.until() >= clockMillis.getAsLong())
                .map(valid -> valid.session() + "." + signature(port, valid.session()));
    }

    /** @param pass anything at all */
    public boolean admits(String pass, PortName port) {
        int dot = pass.indexOf('.');
        if (dot < 0) {
            return false;
        }
        String session = pass.substring(0, dot);
        byte[] offered = pass.substring(dot + 1).getBytes(StandardCharsets.UTF_8);
        return MessageDigest.isEqual(signature(port, session).getBytes(StandardCharsets.UTF_8), offered)
                && sessions.visitorOf(session).filter(visitor -> mayOpen(visitor, port)).isPresent();
    }

    private static boolean mayOpen(Visitor visitor, PortName port) {
        return visitor instanceof Visitor.Instructor || visitor instanceof Visitor.Learner learner && learner.studentId().equals(port.machine().student());
    }

    private String signature(PortName port, String session) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Checksum.hmac(key, port.label() + " " + session));
    }
}
