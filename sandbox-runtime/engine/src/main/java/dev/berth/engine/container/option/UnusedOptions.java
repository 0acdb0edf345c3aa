package dev.berth.engine.container.option;

import java.util.List;

/**
 * What a client may say of a container, and nothing looks at: kept, so that an inspection shows it as Docker does.
 *
 * @param argumentsEscaped and {@code shell}: for builds, and for Windows
 * @param containerIdFile where the client has written the container's id
 * @param consoleSize rows and columns: for Windows
 */
public record UnusedOptions(boolean argumentsEscaped, List<String> shell, String containerIdFile, List<Long> consoleSize, String isolation) {
    public static final UnusedOptions NONE = new UnusedOptions(false, List.of(), "", List.of(0L, 0L), "");
}
