package dev.berth.engine.image;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * What an image says of the container that it was made of.
 *
 * @param id all of it
 * @param config how it was run
 * @param image as it was asked for when the container was made
 */
public record CommittedContainer(
        String id,
        ImageConfig config,
        String hostname,
        String domainname,
        boolean attachInput,
        boolean attachOutput,
        boolean attachError,
        boolean terminal,
        boolean openInput,
        boolean inputOnce,
        String image,
        Besides besides) {

    /** What it says only where it was asked for. */
    public record Besides(boolean networkDisabled, Optional<String> macAddress, OptionalInt stopTimeout, boolean argumentsEscaped) {
        public static final Besides NOTHING = new Besides(false, Optional.empty(), OptionalInt.empty(), false);
    }
}
