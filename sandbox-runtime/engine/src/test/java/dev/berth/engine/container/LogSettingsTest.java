package dev.berth.engine.container;

import static dev.berth.engine.fake.EngineOnFake.config;
import static dev.berth.engine.fake.EngineOnFake.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.engine.fake.Recording;
import dev.berth.engine.stream.LogLimits;
import dev.berth.engine.stream.LogsRequest;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogSettingsTest extends ContainersOfAMachine {
    private static final LogsRequest DETAILED =
            new LogsRequest(true, true, false, Optional.empty(), Optional.empty(), OptionalLong.empty(), false, true);

    private static LogLimits limits(Map<String, String> options) {
        return LogSettings.of(config("debian").log("json-file", options).build()).limits();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            json-file | foo             | 1   | unknown log opt 'foo' for json-file log driver
            local     | foo             | 1   | unknown log opt 'foo' for log driver local
            json-file | mode            | foo | logger: logging mode not supported: foo
            json-file | max-buffer-size | 1m  | logger: max-buffer-size option is only supported with 'mode=non-blocking'
            nosuch    | max-size        | 1m  | error looking up logging plugin nosuch: plugin "nosuch" not found
            """)
    void refusesOptionsWhenTheContainerIsMade(String driver, String option, String value, String expected) {
        assertThatThrownBy(() -> create("web", config("debian").command("serve").log(driver, Map.of(option, value)).build())).hasMessage(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            max-size | abc | failed to initialize logging driver: invalid size: 'abc'
            max-size | -1  | failed to initialize logging driver: invalid size: '-1'
            max-size | 0   | failed to initialize logging driver: max-size must be a positive number
            max-file | 0   | failed to initialize logging driver: max-file cannot be less than 1
            max-file | x   | failed to initialize logging driver: strconv.Atoi: parsing "x": invalid syntax
            compress | x   | failed to initialize logging driver: strconv.ParseBool: parsing "x": invalid syntax
            """)
    void refusesValuesWhenTheContainerIsStarted(String option, String value, String expected) {
        create("web", config("debian").command("serve").log("json-file", Map.of(option, value)).build());

        assertThatThrownBy(() -> done(containers.start("web"))).hasMessage(expected);
    }

    /** Of this driver Docker says more. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            max-size | x | failed to initialize logging driver: invalid value for max-size: x: invalid size: 'x'
            max-file | x | failed to initialize logging driver: invalid value for max-file: x: strconv.Atoi: parsing "x": invalid syntax
            max-file | 0 | failed to initialize logging driver: compression cannot be enabled when max file count is 1
            compress | x | failed to initialize logging driver: error reading compress log option: strconv.ParseBool: parsing "x": invalid syntax
            """)
    void refusesValuesOfTheLocalDriverWhenTheContainerIsStarted(String option, String value, String expected) {
        create("web", config("debian").command("serve").log("local", Map.of(option, value)).build());

        assertThatThrownBy(() -> done(containers.start("web"))).hasMessage(expected);
    }

    @Test
    void oneFileAloneIsNotCompressed() {
        assertThatThrownBy(() -> limits(Map.of("compress", "true", "max-size", "1m")))
                .hasMessage("failed to initialize logging driver: compress cannot be true when max-file is less than 2 or max-size is not set");
        assertThat(limits(Map.of("compress", "true", "max-size", "1m", "max-file", "2"))).isEqualTo(new LogLimits(1_000_000, 2));
    }

    @Test
    void whatIsAskedForIsKeptUpToWhatTheHostCanBear() {
        assertThat(limits(Map.of())).isEqualTo(LogLimits.DEFAULT);
        assertThat(limits(Map.of("max-size", "1m"))).isEqualTo(new LogLimits(1_000_000, 1));
        assertThat(limits(Map.of("max-size", "10k", "max-file", "3"))).isEqualTo(new LogLimits(10_000, 3));
        assertThat(limits(Map.of("max-size", "100g", "max-file", "1000"))).isEqualTo(LogLimits.DEFAULT);
    }

    @Test
    void noneKeepsNothingAndSaysSo() {
        create("web", config("debian").command("serve").log("none", Map.of()).build());
        done(containers.start("web"));

        assertThatThrownBy(() -> done(containers.logs("web", DETAILED, new Recording()))).hasMessage("configured logging driver does not support reading");
        assertThat(inspect("web").logPath()).isEmpty();
    }
}
