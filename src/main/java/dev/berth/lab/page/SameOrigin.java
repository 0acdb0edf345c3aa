package dev.berth.lab.page;

import java.net.URI;

/** Whether a request that changes something comes from a page of our own: what browsers say of it cannot be forged by other sites. */
final class SameOrigin {

    private SameOrigin() {
    }

    /**
     * @param origin    the header {@code Origin}, or null
     * @param fetchSite the header {@code Sec-Fetch-Site}, or null
     * @param host      where the request went: the header {@code Host}
     */
    static boolean holds(String origin, String fetchSite, String host) {
        if (fetchSite != null && !fetchSite.equals("same-origin")) {
            return false;
        }
        if (origin == null) {
            return fetchSite != null;
        }
        try {
            return host != null && host.equalsIgnoreCase(URI.create(origin).getRawAuthority());
        } catch (IllegalArgumentException notAnOrigin) {
            return false;
        }
    }
}
