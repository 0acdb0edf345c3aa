package dev.berth.lab.port;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The domain under which each port has a host of its own, and so an origin of its own: {@code p8080-vm1-k3x9.DOMAIN}. */
public final class PortDomain {

    /** Browsers take all names under it for their own computer, by themselves. */
    private static final String LOCALHOST = "localhost";

    private static final Set<String> THIS_COMPUTER = Set.of(LOCALHOST, "127.0.0.1", "[::1]");

    private final Optional<String> setting;
    private final String domain;

    /** @param setting a domain of which all names lead here, perhaps with a port; empty: ports can be opened where the lab is reached by {@code localhost} */
    public PortDomain(Optional<String> setting) {
        this.setting = setting;
        this.domain = host(setting.orElse(LOCALHOST));
    }

    /**
     * Where a browser reaches a port.
     *
     * @param lab where it reached the lab: the header {@code Host}
     * @return a host, perhaps with a port; empty if no name under the domain leads here
     */
    public Optional<String> address(PortName name, String lab) {
        if (setting.isEmpty() && !THIS_COMPUTER.contains(host(lab))) {
            return Optional.empty();
        }
        String port = setting.map(PortDomain::port).filter(own -> !own.isEmpty()).orElse(port(lab));
        return Optional.of(name.label() + "." + domain + port);
    }

    /** Which port a request is for. @param authority the header {@code Host}: anything at all */
    public Optional<PortName> name(String authority) {
        String host = host(authority);
        return host.endsWith("." + domain) ? PortName.parse(host.substring(0, host.length() - domain.length() - 1)) : Optional.empty();
    }

    /** Where the browser that opened a port reaches the lab, if that follows from the port's address. @param authority the port's */
    public Optional<String> lab(String authority) {
        return setting.isPresent() ? Optional.empty() : Optional.of(LOCALHOST + port(authority));
    }

    /** As browsers compare it: in small letters, without the port, without the dot of the root. */
    private static String host(String authority) {
        String host = authority.substring(0, authority.length() - port(authority).length()).toLowerCase(Locale.ROOT);
        return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    }

    /** With its colon; empty if there is none. */
    private static String port(String authority) {
        int colon = authority.lastIndexOf(':');
        return colon > authority.lastIndexOf(']') ? authority.substring(colon) : "";
    }
}
