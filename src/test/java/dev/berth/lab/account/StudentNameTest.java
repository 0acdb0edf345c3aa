package dev.berth.lab.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class StudentNameTest {

    @Test
    void takesNamesOfAnyScript() {
        for (String name : List.of("Ada", "Jürgen Müller-Lüdenscheidt", "李小龍", "Ольга", "O'Neil", "José 2")) {
            assertThat(StudentName.parse(name).text()).isEqualTo(name);
        }
    }

    @Test
    void leavesOutBlanksAroundAndBetween() {
        assertThat(StudentName.parse("  Ada \u00a0 Lovelace ").text()).isEqualTo("Ada Lovelace");
    }

    @Test
    void countsCharactersAsPeopleDo() {
        assertThat(StudentName.parse("𝒜".repeat(StudentName.LIMIT)).text()).hasSize(2 * StudentName.LIMIT);
        assertThatIllegalArgumentException().isThrownBy(() -> StudentName.parse("a".repeat(StudentName.LIMIT + 1)))
                .withMessageContaining("40");
    }

    @Test
    void refusesWhatCannotBeShown() {
        for (String name : List.of("Ada\u0000", "Ada\nBob", "Ada\u001b[31m", "\u202egnp.exe", "Ada\u200b")) {
            assertThatIllegalArgumentException().isThrownBy(() -> StudentName.parse(name));
        }
    }

    @Test
    void asksForANameWhereThereIsNone() {
        assertThatIllegalArgumentException().isThrownBy(() -> StudentName.parse(" \t".replace('\t', ' '))).withMessage("Please type your name.");
    }

    @Test
    void takesNamesForTheSameThatLookTheSame() {
        assertThat(StudentName.parse("ＡＤＡ").key()).isEqualTo(StudentName.parse("ada").key());
    }

    @Property
    void isBoundedWhateverIsTyped(@ForAll String typed) {
        try {
            String name = StudentName.parse(typed).text();
            assertThat(name.codePointCount(0, name.length())).isBetween(1, StudentName.LIMIT);
        } catch (IllegalArgumentException refused) {
            assertThat(refused.getMessage()).isNotBlank();
        }
    }
}
