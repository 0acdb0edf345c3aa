package dev.berth.daemon.http;

import java.time.Duration;

/**
 * What the clients of one socket may take.
 *
 * @param most connections that are served at a time: one more is told that there are too many; one more than twice as many is not heard at all
 * @param firstRequest how long a new connection may be open without one
 * @param body how long one that is read whole may take to come
 * @param idle how long a connection is kept for a next request
 * @param look how often all this is looked at
 */
public record ConnectionLimits(int most, Duration firstRequest, Duration body, Duration idle, Duration look) {

    public static ConnectionLimits of(int most) {
        return new ConnectionLimits(most, Duration.ofSeconds(30), Duration.ofSeconds(Patience.SECONDS), Duration.ofMinutes(5), Duration.ofSeconds(10));
    }
}
