package dev.berth.lab.account;

import dev.berth.lab.value.Checksum;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * What only this class knows: the tokens of its two links, and the key from which each student's own values and personal link follow.
 * Made at the first start and kept.
 */
public final class ClassSecrets {

    private final Token students;
    private final Token instructor;
    private final Token key;

    private ClassSecrets(Token students, Token instructor, Token key) {
        this.students = students;
        this.instructor = instructor;
        this.key = key;
    }

    /** Reads {@code secrets} in the lab's folder, or makes it. */
    public static ClassSecrets in(Path folder) {
        SecretFile file = new SecretFile(folder.resolve("secrets"));
        if (!file.exists()) {
            file.write(Token.random().text() + "\n" + Token.random().text() + "\n" + Token.random().text() + "\n");
        }
        List<String> lines = file.read().lines().toList();
        if (lines.size() != 3 || lines.stream().anyMatch(String::isBlank)) {
            throw new IllegalStateException("\"" + folder.resolve("secrets") + "\" is damaged: remove it, and the class gets new links");
        }
        return new ClassSecrets(new Token(lines.get(0)), new Token(lines.get(1)), new Token(lines.get(2)));
    }

    /** Writes {@code links} into the lab's folder: a line for the students' and one for the instructor's. */
    public void publish(Path folder, String address) {
        new SecretFile(folder.resolve("links")).write("student: " + classLink(address) + "\n"
                + "instructor: " + address + "/instructor/" + instructor.text() + "\n");
    }

    /** Where students join. */
    public String classLink(String address) {
        return address + "/join/" + students.text();
    }

    public boolean opensClass(String token) {
        return students.matches(token);
    }

    public boolean opensClassroom(String token) {
        return instructor.matches(token);
    }

    /** From which, with a student's id, the values of their tasks follow. */
    public byte[] valueKey() {
        return mac("values");
    }

    /** With which passes to ports are signed. */
    public byte[] portKey() {
        return mac("ports");
    }

    /** By which a student comes back on another device. */
    public String personalToken(String studentId) {
        return studentId + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(mac("resume " + studentId)).substring(0, 22);
    }

    /** @return the id of the student whom the token is for */
    public Optional<String> studentOf(String personalToken) {
        String id = personalToken.substring(0, Math.max(0, personalToken.indexOf('.')));
        return new Token(personalToken(id)).matches(personalToken) ? Optional.of(id) : Optional.empty();
    }

    private byte[] mac(String text) {
        return Checksum.hmac(key.text().getBytes(StandardCharsets.UTF_8), text);
    }
}
