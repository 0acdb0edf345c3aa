package dev.berth.engine.container.option;

import static dev.berth.engine.fake.EngineOnFake.config;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.engine.container.option.HostOptions.NamespaceModes;
import dev.berth.engine.image.HealthCheck;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The words are those that a Docker 20.10.24 gave. */
class OptionRulesTest {

    @Test
    void letsThroughWhatSaysNothing() {
        assertThatCode(() -> OptionRules.check(config("debian").build())).doesNotThrowAnyException();
    }

    @Test
    void whoJoinsAnothersNetworkHasNoNamesOfItsOwn() {
        assertThatThrownBy(() -> OptionRules.check(config("debian").network("container:").build()))
                .hasMessage("Invalid network mode: invalid container format container:<name|id>");
        assertThatThrownBy(() -> OptionRules.check(config("debian").network("container:web").hostname("db").build()))
                .hasMessage("conflicting options: hostname and the network mode");
        assertThatThrownBy(() -> OptionRules.check(config("debian").network("container:web").hosts("a:1.2.3.4").build()))
                .hasMessage("conflicting options: custom host-to-IP mapping and the network mode");
    }

    @Test
    void whoHasTheMachinesNamesHasNoHostNameOfItsOwn() {
        NamespaceModes modes = new NamespaceModes("", "private", "host", "");

        assertThatThrownBy(() -> OptionRules.check(config("debian").namespaces(modes).hostname("db").build())).hasMessage("conflicting options: hostname and the UTS mode");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            a       | bad format for add-host: "a"
            :1.2.3.4| bad format for add-host: ":1.2.3.4"
            a:x     | invalid IP address in add-host: "x"
            a:1.2.3 | invalid IP address in add-host: "1.2.3"
            a:256.0.0.1 | invalid IP address in add-host: "256.0.0.1"
            a:::g   | invalid IP address in add-host: "::g"
            """)
    void refusesHostsThatHaveNoAddress(String entry, String message) {
        assertThatThrownBy(() -> OptionRules.check(config("debian").hosts(entry).build())).hasMessage(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a:1.2.3.4", "a:::1", "a:fe80::1", "a:::ffff:1.2.3.4", "a:host-gateway"})
    void takesHostsOfBothKindsOfAddresses(String entry) {
        assertThatCode(() -> OptionRules.check(config("debian").hosts(entry).build())).doesNotThrowAnyException();
    }

    @Test
    void restartsAreCountedOnlyAfterFailures() {
        assertThatThrownBy(() -> OptionRules.check(config("debian").restart(RestartPolicy.Kind.ALWAYS, 3).build()))
                .hasMessage("maximum retry count cannot be used with restart policy 'always'");
        assertThatThrownBy(() -> OptionRules.check(config("debian").restart(RestartPolicy.Kind.ON_FAILURE, -3).build()))
                .hasMessage("maximum retry count cannot be negative");
        assertThatThrownBy(() -> OptionRules.check(config("debian").restart(RestartPolicy.Kind.ALWAYS, 0).removeWhenEnded().build()))
                .hasMessage("can't create 'AutoRemove' container with restart policy");
    }

    @Test
    void healthIsNotAskedForMoreThanAThousandTimesASecond() {
        HealthCheck hasty = new HealthCheck(List.of("CMD", "true"), Duration.ofNanos(1), Duration.ZERO, Duration.ZERO, 0);

        assertThatThrownBy(() -> OptionRules.check(config("debian").health(hasty).build())).hasMessage("Interval in Healthcheck cannot be less than 1ms");
    }

    @Test
    void aStopSignalIsAnyNumberButNotAnyName() {
        assertThatCode(() -> OptionRules.check(config("debian").stopSignal("65").build())).doesNotThrowAnyException();
        assertThatThrownBy(() -> OptionRules.check(config("debian").stopSignal("NOPE").build())).hasMessage("Invalid signal: NOPE");
        assertThatThrownBy(() -> OptionRules.check(config("debian").stopSignal("0").build())).hasMessage("Invalid signal: 0");
    }
}
