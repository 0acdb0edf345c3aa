package dev.berth.lab.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassSecretsTest {

    @TempDir
    private Path folder;

    @Test
    void staysTheSameOverAStart() {
        ClassSecrets first = ClassSecrets.in(folder);
        ClassSecrets second = ClassSecrets.in(folder);

        assertThat(second.classLink("http://here")).isEqualTo(first.classLink("http://here"));
        assertThat(second.valueKey()).isEqualTo(first.valueKey());
    }

    @Test
    void canBeReadByNobodyElse() throws Exception {
        ClassSecrets.in(folder).publish(folder, "http://here");

        for (String file : new String[] {"secrets", "links"}) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(file)))).isEqualTo("rw-------");
        }
    }

    @Test
    void publishesALinkForEachKindOfPeople() throws Exception {
        ClassSecrets secrets = ClassSecrets.in(folder);

        secrets.publish(folder, "http://here");

        assertThat(Files.readAllLines(folder.resolve("links"))).satisfiesExactly(
                line -> assertThat(line).matches("student: http://here/join/[A-Za-z0-9_-]{22}"),
                line -> assertThat(line).matches("instructor: http://here/instructor/[A-Za-z0-9_-]{22}"));
    }

    @Test
    void opensNothingButItsOwnDoor() {
        ClassSecrets secrets = ClassSecrets.in(folder);
        String token = secrets.classLink("").substring("/join/".length());

        assertThat(secrets.opensClass(token)).isTrue();
        assertThat(secrets.opensClassroom(token)).isFalse();
        assertThat(secrets.opensClass(token + "x")).isFalse();
        assertThat(secrets.opensClass("")).isFalse();
    }

    @Test
    void knowsItsStudentsByTheirPersonalTokens() {
        ClassSecrets secrets = ClassSecrets.in(folder);

        assertThat(secrets.studentOf(secrets.personalToken("k3x9"))).contains("k3x9");
        assertThat(secrets.studentOf(secrets.personalToken("k3x9").replace("k3x9", "other"))).isEmpty();
        assertThat(secrets.studentOf("k3x9")).isEmpty();
        assertThat(secrets.studentOf("")).isEmpty();
    }

    @Test
    void saysWhichFileIsDamaged() throws Exception {
        Files.writeString(folder.resolve("secrets"), "half\n");

        assertThatIllegalStateException().isThrownBy(() -> ClassSecrets.in(folder)).withMessageContaining("secrets");
    }
}
