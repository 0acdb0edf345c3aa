package dev.berth.engine.network;

/**
 * A port of a machine that leads to a container's.
 *
 * @param protocol {@code tcp}, {@code udp}
 * @param hostAddress {@code 0.0.0.0}: all addresses of the machine
 */
public record PublishedPort(int containerPort, String protocol, String hostAddress, int hostPort) {}
