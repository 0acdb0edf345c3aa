package dev.berth.engine.container.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.engine.EngineException;
import dev.berth.engine.EngineException.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecurityOptionsTest {

    @ParameterizedTest
    @CsvSource({
        "no-new-privileges,true", "no-new-privileges:true,true", "no-new-privileges=true,true", "no-new-privileges:1,true", "no-new-privileges:false,false",
        "label=disable,false", "apparmor=unconfined,false"
    })
    void readsAllWaysToWriteThem(String option, boolean noNewPrivileges) {
        assertThat(SecurityOptions.parse(List.of(option)).noNewPrivileges()).isEqualTo(noNewPrivileges);
    }

    @Test
    void theLastOfTwoIsTheOne() {
        assertThat(SecurityOptions.parse(List.of("no-new-privileges", "no-new-privileges:false"))).isEqualTo(new SecurityOptions(false, "", false));
        assertThat(SecurityOptions.parse(List.of("apparmor=one", "apparmor:two")).appArmorProfile()).isEqualTo("two");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            nope                | invalid --security-opt 1: "nope"
            nope=x              | invalid --security-opt 2: "nope=x"
            no-new-privileges:x | invalid --security-opt 2: "no-new-privileges:x"
            """)
    void refusesWhatIsNoneInDockersWords(String option, String message) {
        assertThatThrownBy(() -> SecurityOptions.parse(List.of(option))).hasMessage(message).extracting(wrong -> ((EngineException) wrong).kind()).isEqualTo(Kind.SYSTEM);
    }

    @Test
    void theFilterIsDockersOrTheMachines() {
        assertThat(SecurityOptions.parse(List.of()).unconfined()).isFalse();
        assertThat(SecurityOptions.parse(List.of("seccomp=unconfined")).unconfined()).isTrue();
        assertThat(SecurityOptions.parse(List.of("seccomp:unconfined")).unconfined()).isTrue();
        assertThatThrownBy(() -> SecurityOptions.parse(List.of("seccomp:{}"))).hasMessageStartingWith("seccomp profiles of your own are not supported here");
    }
}
