package dev.berth.engine.container;

import static dev.berth.engine.fake.EngineOnFake.config;
import static dev.berth.engine.fake.EngineOnFake.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.engine.fake.Recording;
import dev.berth.engine.stream.LogsRequest;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogDetailsTest extends ContainersOfAMachine {
    private static final LogsRequest DETAILED =
            new LogsRequest(true, true, false, Optional.empty(), Optional.empty(), OptionalLong.empty(), false, true);

    /** What a line of output begins with. */
    private String details(Map<String, String> labels, Map<String, String> options, String... environment) throws Exception {
        String id = create("web", config("debian").command("serve", "all").environment(environment).labels(labels).log("json-file", options).build());
        done(containers.start("web"));
        host.runtime().process(id).print("hi\n");
        host.runtime().process(id).end(0);
        waitFor("web");
        Recording client = new Recording();
        done(containers.logs("web", DETAILED, client));
        return client.awaitEnd().output().replace(" hi\n", "").replace(id, "FULL").replace(id.substring(0, 12), "SHORT");
    }

    @Test
    void areTheChosenLabelsAndVariables() throws Exception {
        assertThat(details(Map.of("a", "1", "b", "x y", "c", "no"), Map.of("labels", "a,b", "env", "E"), "E=z,1", "F=2")).isEqualTo("E=z%2C1,a=1,b=x+y");
    }

    @Test
    void areThoseThatAnExpressionIsFoundIn() throws Exception {
        assertThat(details(Map.of("one", "1", "two", "*~", "three", "3"), Map.of("labels", "one", "labels-regex", "^t.o", "env-regex", "^E"), "E=1", "F=2"))
                .isEqualTo("E=1,one=1,two=%2A~");
    }

    @Test
    void areTheTag() throws Exception {
        assertThat(details(Map.of(), Map.of("tag", "x{{.Name}}-{{ .ID }}-{{.FullID}}-{{.ImageName}}-{{.DaemonName}}-{{.Command}}")))
                .isEqualTo("tag=xweb-SHORT-FULL-debian-docker-serve+all");
    }

    @Test
    void areNothingUnlessAskedFor() throws Exception {
        assertThat(details(Map.of("a", "1"), Map.of(), "E=1")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            tag          | a{{.Nope}}      | template: log-tag:1:3: executing "log-tag" at <.Nope>: can't evaluate field Nope in type *logger.Info
            tag          | {{.Name}}{{     | template: log-tag:1: unclosed action
            tag          | {{json .Name}}  | template: log-tag:1: unsupported action "{{json .Name}}": use fields alone, as {{.Name}}
            labels-regex | (               | error parsing regexp: Unclosed group: `(`
            """)
    void refuseWhatIsNoPattern(String option, String value, String expected) {
        create("web", config("debian").command("serve").labels(Map.of("a", "1")).log("json-file", Map.of(option, value)).build());

        assertThatThrownBy(() -> done(containers.start("web"))).hasMessage("failed to initialize logging driver: " + expected);
    }

    /** It would take longer than anybody lives. */
    @Test
    void anExpressionThatNeverEndsFindsNothing() throws Exception {
        assertThat(details(Map.of("a".repeat(100) + "!", "1"), Map.of("labels-regex", "^(a+)+$"))).isEmpty();
    }
}
