package dev.berth.engine.stream;

/**
 * Which of a container's streams a client is connected to.
 *
 * @param logs the kept log first
 * @param stream what comes from now on
 */
public record AttachRequest(boolean logs, boolean stream, boolean input, boolean output, boolean error) {}
