package dev.berth.lab.walk;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tests that use a running Berth as people do: with a browser. {@code ./test} starts the Berth, and says in the environment where it is. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("end-to-end")
@Timeout(value = 2, unit = TimeUnit.MINUTES)
@ExtendWith(SharedChromium.class)
@interface Walk {}
