package dev.berth.runtime;

/**
 * A limit of each process, see setrlimit(2).
 *
 * @param name as Docker has it, e.g. {@code nofile}
 * @param soft -1: none
 * @param hard -1: none
 */
public record ProcessLimit(String name, long soft, long hard) {}
