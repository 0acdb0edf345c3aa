package dev.berth.engine.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.engine.EngineException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class VolumeNameTest {

    @Test
    void oneLetterIsTooShort() {
        assertThatThrownBy(() -> VolumeName.parse("a"))
                .hasMessage("create a: volume name is too short, names should be at least two alphanumeric characters");
    }

    @Test
    void aPathIsNoName() {
        assertThatThrownBy(() -> VolumeName.parse("./data"))
                .hasMessage("create ./data: \"./data\" includes invalid characters for a local volume name, only \"[a-zA-Z0-9][a-zA-Z0-9_.-]\" are allowed."
                        + " If you intended to pass a host directory, use absolute path");
    }

    @Test
    void aNameThatTheDiskCannotHoldIsRefused() {
        assertThatThrownBy(() -> VolumeName.parse("a".repeat(241))).hasMessageEndingWith("volume name is too long, names have at most 240 characters");
        assertThat(VolumeName.parse("a".repeat(240)).value()).hasSize(240);
    }

    @Test
    void aNameThatNobodyChoseIsOneOfItsOwn() {
        assertThat(VolumeName.random().value()).matches("[0-9a-f]{64}").isNotEqualTo(VolumeName.random().value());
    }

    @Property
    void whatIsTakenIsAFileNameThatLeadsNowhere(@ForAll @StringLength(max = 6) @Chars({'/', '.', '_', '-', ' ', '\0', 'é'}) @CharRange(from = 'a', to = 'c') String text) {
        boolean plain = text.length() > 1 && Character.isLetterOrDigit(text.charAt(0)) && text.chars().allMatch(letter -> letter < 128 && (Character.isLetterOrDigit(letter) || "._-".indexOf(letter) >= 0));
        boolean taken;
        try {
            taken = VolumeName.parse(text).value().equals(text);
        } catch (EngineException refused) {
            taken = false;
        }

        assertThat(taken).isEqualTo(plain);
    }
}
