package dev.berth.engine.volume;

import static dev.berth.engine.EngineException.Kind.SYSTEM;

import dev.berth.engine.EngineException;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * One {@code -v source:target[:mode]}: of a folder or file when the source begins with a slash, else of a volume.
 *
 * @param mode as it was typed
 */
record BindText(MountRequest request, String mode) {
    private static final int MOST_PARTS = 3;

    /**
     * @param driver of a volume that is made for it
     * @throws EngineException SYSTEM, as Docker answers here, with Docker's text
     */
    static BindText parse(String text, String driver) {
        String[] parts = text.split(":", -1);
        if (parts[0].isEmpty() || parts.length > MOST_PARTS || (parts.length == 2 && MountMode.parse(parts[1]).isPresent())) {
            throw invalid(text, "");
        }
        String modeText = parts.length == MOST_PARTS ? parts[2] : "";
        MountMode mode = MountMode.parse(modeText).orElseThrow(() -> new EngineException(SYSTEM, "invalid mode: " + modeText));
        String source = parts.length == 1 ? "" : parts[0];
        boolean bind = source.startsWith("/");
        MountRequest request = new MountRequest(
                bind ? "bind" : "volume",
                source,
                parts.length == 1 ? parts[0] : parts[1],
                mode.readOnly(),
                mode.propagation(),
                mode.withoutCopy(),
                Map.of(),
                bind ? "" : driver,
                Map.of(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                Set.of());
        try {
            MountCheck.check(request);
        } catch (EngineException reason) {
            throw invalid(text, ": " + reason.getMessage());
        }
        return new BindText(request, modeText);
    }

    private static EngineException invalid(String text, String reason) {
        return new EngineException(SYSTEM, "invalid volume specification: '" + text + "'" + reason);
    }
}
