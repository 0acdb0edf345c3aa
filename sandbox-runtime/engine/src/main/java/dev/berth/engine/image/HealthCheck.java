package dev.berth.engine.image;

import java.time.Duration;
import java.util.List;

/**
 * How to find out whether a container does its work: {@code HEALTHCHECK} of an image, {@code --health-*} of a client. Zero means: what the image says, else Docker's
 * default.
 *
 * @param test empty: the image's; {@code NONE}: none; {@code CMD} and a program with its arguments; {@code CMD-SHELL} and a line for the container's shell
 * @param startPeriod how long after the start a failure does not count
 * @param retries how many failures in a row make a container unhealthy
 */
public record HealthCheck(List<String> test, Duration interval, Duration timeout, Duration startPeriod, int retries) {

    /** Where this says nothing, the image's word holds. */
    public HealthCheck completedBy(HealthCheck image) {
        return new HealthCheck(
                test.isEmpty() ? image.test : test,
                interval.isZero() ? image.interval : interval,
                timeout.isZero() ? image.timeout : timeout,
                startPeriod.isZero() ? image.startPeriod : startPeriod,
                retries == 0 ? image.retries : retries);
    }
}
