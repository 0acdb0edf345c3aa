package dev.berth.engine.image.store;

import dev.berth.engine.image.content.Lease;
import java.util.HashMap;
import java.util.Map;

/** What a level's containers are made of: held for as long as they are there, in whatever view it is. Thread safe. */
final class ImageUses {
    private final Map<String, Lease> leases = new HashMap<>();

    synchronized void begin(String user, Lease lease) {
        end(user);
        leases.put(user, lease);
    }

    /** Nothing happens when it uses none. */
    synchronized void end(String user) {
        Lease lease = leases.remove(user);
        if (lease != null) {
            lease.close();
        }
    }

    synchronized void endAll() {
        leases.values().forEach(Lease::close);
        leases.clear();
    }
}
