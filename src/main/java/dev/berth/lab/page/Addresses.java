package dev.berth.lab.page;

import dev.berth.lab.Settings;
import jakarta.ws.rs.core.UriInfo;

/** What absolute links begin with. */
final class Addresses {

    private Addresses() {
    }

    /** As set, or as the visitor reached us. Without a slash at the end. */
    static String base(Settings settings, UriInfo address) {
        String base = settings.address().orElseGet(() -> address.getBaseUri().toString());
        return base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
    }
}
