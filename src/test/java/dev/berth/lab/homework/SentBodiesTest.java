package dev.berth.lab.homework;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.lab.lesson.Lesson;
import dev.berth.lab.lesson.LessonLibrary;
import dev.berth.lab.machine.TarReader;
import dev.berth.lab.machine.TarWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What students' programs send: forms and tars. */
class SentBodiesTest {

    private static final Lesson HOMEWORK = LessonLibrary.load(SentBodiesTest.class.getClassLoader()).lesson("homework-1").orElseThrow();

    @TempDir
    private Path folder;

    private AnswerSheet answers = new AnswerSheet(HOMEWORK);

    @Test
    void takesAnswersAndFilesOfAForm() throws IOException {
        Map<String, Long> files = form(field("words-sum", " abc\n"), file("hello.c", "int main;\r\n-b\r\n--"), file("deep/hello", ""), field("web-user", "grün"));

        assertThat(answers.answers()).containsOnly(Map.entry("words-sum", "abc"), Map.entry("web-user", "grün"));
        assertThat(files).containsExactly(Map.entry("hello.c", 17L), Map.entry("deep/hello", 0L));
        try (var input = Files.newInputStream(folder.resolve("kept"))) {
            TarReader kept = new TarReader(input);
            assertThat(kept.next()).map(TarReader.Entry::name).contains("hello.c");
            assertThat(new String(kept.content(), StandardCharsets.UTF_8)).isEqualTo("int main;\r\n-b\r\n--");
        }
    }

    /** As some programs send it; RFC 2046, 5.1.1 asks for no line's end behind the last delimiter. */
    @Test
    void takesAFormWhoseLastLineHasNoEnd() throws IOException {
        Intake.takeForm(received(bytes(field("words-sum", "abc") + "--b--")), "b", answers, folder.resolve("kept"));

        assertThat(answers.answers()).containsOnly(Map.entry("words-sum", "abc"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", " "})
    void refusesAnAnswerThatIsTooLongAndDoesNotCutIt(String letter) {
        refused(() -> form(field("words-sum", "abc" + letter.repeat(20_000))), "words-sum");
    }

    @Test
    void takesTheAnswersOutOfATar() throws IOException {
        Map<String, Long> files = tar(tar -> {
            tar.folder("homework");
            tar.file("homework/answers.json", 0644, bytes("{\"words-sum\": \"abc\", \"web-processes\": \"7\"}"));
            tar.file("homework/deep/answers.json", 0644, bytes("mine"));
        });

        assertThat(answers.answers()).containsOnly(Map.entry("words-sum", "abc"), Map.entry("web-processes", "7"));
        assertThat(files).containsExactly(Map.entry("deep/answers.json", 4L));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            [1]                                   | is not a JSON object
            {"words-sum": "a"                     | is not a JSON object of texts (line 1)
            {"words-sum": "a"} {}                 | is not a JSON object
            {"words-sum": "a", "words-sum": "b"}  | is not a JSON object
            {"words-sum": 7}                      | the answer to "words-sum" in answers.json is no text
            {"words-sum": null}                   | is no text
            {"other": "a"}                        | "other" is no question of this homework: its questions are words-sum, manifest-path
            {"\u001b[31m`": "a"}                  | is not a JSON object
            """)
    void refusesAnswersThatAreNone(String json, String message) {
        refused(() -> tar(tar -> tar.file("answers.json", 0644, bytes(json))), message);
    }

    @Test
    void refusesAnswersOfMoreThanTheyMayHave() {
        refused(() -> tar(tar -> tar.file("answers.json", 0644, new byte[70_000])), "answers.json has more than 64 KiB");
        refused(() -> tar(tar -> tar.file("answers.json", 0644, bytes("[".repeat(60_000)))), "is not a JSON object");
        refused(() -> form(field("words-sum", "x".repeat(201))), "the answer to \"words-sum\" is too long: it may have 200 characters");
        refused(() -> form(field("words-sum", "x".repeat(100_000))), "is too long");
        refused(() -> form(field("words-sum", "a"), field("words-sum", "a")), "\"words-sum\" is answered twice");
    }

    @Test
    void saysHowAFileIsSent() {
        refused(() -> form(part("name=\"words-sum\"; filename=\"sum.txt\"", "abc")), "\"words-sum\" is sent as a file: files are fields called \"file\"");
    }

    @ParameterizedTest
    @CsvSource({"/etc/passwd, leads out", "../up, leads out", "a/../../up, leads out", "a\\b, cannot be shown", "a\u202eb, cannot be shown", "'', a file has no name", ".., leads out", "., is there twice"})
    void refusesNamesThatLeadElsewhere(String name, String message) {
        refused(() -> form(file(name, "x")), message);
    }

    @Test
    void refusesTooManyAndTooMuch() {
        String[] many = new String[201];
        for (int i = 0; i < many.length; i++) {
            many[i] = file("f" + i, "x");
        }
        refused(() -> form(many), "more than 200 files: send only what belongs to the homework");
        refused(() -> form(file("f", "x").repeat(50_000)), "more than 200 files");
        refused(() -> form(file("f", "x".repeat(11 << 20))), "more than 10 MiB");
        refused(() -> tar(tar -> {
            for (int i = 0; i < 100_000; i++) {
                tar.file("file" + i, 0644, new byte[0]);
            }
        }), "more than 200 files: send only");
    }

    @Test
    void refusesLinksAndDevices() {
        refused(() -> tar(tar -> tar.link("passwd", "/etc/passwd")), "\"passwd\" is a link: submit the file itself");
        refused(() -> tar(tar -> tar.link("answers.json", "/etc/passwd")), "\"answers.json\" is a link");
    }

    @Test
    void refusesATarThatIsCompressed() throws IOException {
        refused(() -> Intake.takeTar(received(new byte[] {0x1f, (byte) 0x8b, 8, 0}), answers, folder.resolve("kept")), "is no whole tar (not a tar): make it by \"tar -cf\", without compression");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "garbage", "--b", "--b\r\n", "--b\r\nContent-Disposition: form-data; name=\"words-sum\"\r\n\r\nEve", "--b\r\n\r\nno name\r\n--b--\r\n", "--bb\r\n\r\n"})
    void refusesAFormThatIsNone(String body) {
        refused(() -> Intake.takeForm(received(bytes(body)), "b", answers, folder.resolve("kept")), "is no whole form");
    }

    @Test
    void refusesHeadsWithoutEnd() {
        refused(() -> Intake.takeForm(received(bytes("--b\r\n" + "x: y\r\n".repeat(1_000_000))), "b", answers, folder.resolve("kept")), "a head that is too long");
        refused(() -> Intake.takeForm(received(bytes("--b\r\nx: " + "y".repeat(5_000_000))), "b", answers, folder.resolve("kept")), "a line that is too long");
    }

    @Property(tries = 500)
    void anyBytesAreAFormOrRefused(@ForAll @Size(max = 2048) byte[] bytes, @ForAll Random random) throws IOException {
        byte[] body = random.nextBoolean() ? bytes : bytes("--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\n" + new String(bytes, StandardCharsets.ISO_8859_1)
                + "\r\n--b\r\nContent-Disposition: form-data; name=\"words-sum\"\r\n\r\nabc\r\n--b--\r\n");
        for (int i = 0; body.length > 0 && i < random.nextInt(3); i++) {
            body[random.nextInt(body.length)] = (byte) random.nextInt();
        }
        Path place = Files.createTempDirectory("sent");
        try {
            Files.write(place.resolve("received"), body);
            try {
                Intake.takeForm(place.resolve("received"), "b", new AnswerSheet(HOMEWORK), place.resolve("kept"));
            } catch (SubmissionRefusedException refused) {
                assertThat(place.resolve("kept")).doesNotExist();
            }
        } finally {
            Files.deleteIfExists(place.resolve("received"));
            Files.deleteIfExists(place.resolve("kept"));
            Files.delete(place);
        }
    }

    /** Whatever a file holds, and wherever pieces of it end: it comes out as it went in. */
    @Property(tries = 300)
    void aFileOfAFormComesOutAsItWentIn(@ForAll Random random) throws IOException {
        StringBuilder content = new StringBuilder();
        for (int i = random.nextInt(3000); i > 0; i--) {
            content.append("\r\n--bx".charAt(random.nextInt(6)));
        }
        String text = content.toString().replace("\r\n--b", "\r\n-b");
        Path body = Files.createTempFile("sent", "");
        try {
            Files.write(body, bytes(file("a", text) + "--b--\r\n"));
            try (var input = new java.io.BufferedInputStream(Files.newInputStream(body))) {
                MultipartReader reader = new MultipartReader(input, "b");
                assertThat(reader.next()).contains(new MultipartReader.Part("file", Optional.of("a")));
                ByteArrayOutputStream out = new ByteArrayOutputStream();
                byte[] piece = new byte[1 + random.nextInt(100)];
                for (int count = reader.read(piece); count > 0; count = reader.read(piece)) {
                    out.write(piece, 0, count);
                }
                assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(text);
                assertThat(reader.next()).isEmpty();
            }
        } finally {
            Files.delete(body);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            application/x-tar                                | true
            APPLICATION/X-TAR                                | true
            multipart/form-data; boundary=------abc          | true
            multipart/form-data;charset=utf-8; boundary="a b"| true
            multipart/form-data                              | false
            multipart/form-data; boundary=                   | false
            multipart/form-data; boundary=a"b                | false
            multipart/mixed; boundary=a                      | false
            application/x-tar; x=y                           | false
            application/gzip                                 | false
            application/x-www-form-urlencoded                | false
            """)
    void knowsTheTypesOfBodies(String type, boolean known) {
        assertThat(BodyType.parse(type).isPresent()).isEqualTo(known);
    }

    @FunctionalInterface
    private interface Taking {
        Object take() throws IOException;
    }

    @FunctionalInterface
    private interface Content {
        void write(TarWriter tar) throws IOException;
    }

    private void refused(Taking taking, String message) {
        answers = new AnswerSheet(HOMEWORK);
        assertThatThrownBy(taking::take).isInstanceOf(SubmissionRefusedException.class).hasMessageContaining(message);
        assertThat(folder.resolve("kept")).doesNotExist();
    }

    private Map<String, Long> form(String... parts) throws IOException {
        return Intake.takeForm(received(bytes(String.join("", parts) + "--b--\r\n")), "b", answers, folder.resolve("kept"));
    }

    private Map<String, Long> tar(Content content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        TarWriter tar = new TarWriter(bytes);
        content.write(tar);
        tar.end();
        return Intake.takeTar(received(bytes.toByteArray()), answers, folder.resolve("kept"));
    }

    private Path received(byte[] body) throws IOException {
        return Files.write(folder.resolve("received"), body);
    }

    private static String field(String name, String value) {
        return part("name=\"" + name + "\"", value);
    }

    private static String file(String name, String content) {
        return part("name=\"file\"; filename=\"" + name + "\"", content);
    }

    private static String part(String disposition, String content) {
        return "--b\r\nContent-Disposition: form-data; " + disposition + "\r\n\r\n" + content + "\r\n";
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
