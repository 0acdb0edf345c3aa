package dev.berth.engine.volume;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A volume of a machine, as it is kept on disk beside its content.
 *
 * @param labels absent: nobody said anything about labels, which clients are told as null
 * @param options of the driver, likewise; none of them asks for anything
 * @param anonymous its name was made up
 */
public record Volume(String name, Optional<Map<String, String>> labels, Optional<Map<String, String>> options, Instant created, boolean anonymous) {
    /** The only driver there is. */
    public static final String DRIVER = "local";

    /** Where the machine finds its content. */
    public String mountPoint() {
        return mountPoint(name);
    }

    static String mountPoint(String name) {
        return "/var/lib/docker/volumes/" + name + "/_data";
    }
}
