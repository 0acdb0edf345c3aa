package dev.berth.lab.homework;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.lab.machine.TarReader;
import dev.berth.lab.machine.TarWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IntakeTest {

    @TempDir
    private Path folder;

    /** Writes a tar. */
    @FunctionalInterface
    private interface Content {
        void write(TarWriter tar) throws IOException;
    }

    @Test
    void takesFilesAndFoldersWithoutTheirTopFolder() throws IOException {
        Map<String, Long> files = take(tar -> {
            tar.folder("homework");
            tar.file("homework/hello.c", 0644, bytes("int main;"));
            tar.folder("homework/deep");
            tar.file("homework/deep/hello", 0700, bytes("ELF"));
        });

        assertThat(files).containsExactly(Map.entry("hello.c", 9L), Map.entry("deep/hello", 3L));
        try (var input = Files.newInputStream(folder.resolve("kept"))) {
            TarReader kept = new TarReader(input);
            assertThat(kept.next()).map(TarReader.Entry::name).contains("hello.c");
            assertThat(new String(kept.content(), StandardCharsets.UTF_8)).isEqualTo("int main;");
            assertThat(kept.next()).map(TarReader.Entry::isFolder).contains(true);
            assertThat(kept.next()).contains(new TarReader.Entry("deep/hello", '0', 3, 0755, 0, 0, ""));
        }
    }

    @Test
    void takesLongNamesAsTarWritesThem() throws IOException {
        String name = "d".repeat(90) + "/" + "f".repeat(100);

        assertThat(take(tar -> tar.file("homework/" + name, 0644, bytes("x")))).containsOnlyKeys(name);
    }

    /** What its heads leave out counts as well: only the stream itself knows how long it is. */
    @Test
    void refusesATarWhoseHeadsAreLongerThanItsFiles() throws IOException {
        refuses(tar(tar -> {
            for (int i = 0; i < 100_000; i++) {
                tar.folder("a");
            }
        }), "more than 10 MiB");
    }

    @Test
    void refusesAHundredThousandFiles() throws IOException {
        refuses(tar(tar -> {
            for (int i = 0; i < 100_000; i++) {
                tar.file("file" + i, 0644, new byte[0]);
            }
        }), "more than 200 files");
    }

    @Test
    void refusesAHundredThousandFolders() throws IOException {
        refuses(tar(tar -> {
            for (int i = 0; i < 10_000; i++) {
                tar.folder("folder" + i);
            }
        }), "more than 200 folders");
    }

    @Test
    void refusesMoreThanTenMebibytes() throws IOException {
        refuses(tar(tar -> {
            for (int i = 0; i < 11; i++) {
                tar.file("part" + i, 0644, new byte[1 << 20]);
            }
        }), "more than 10 MiB, with \"part10\"");
    }

    @Test
    void refusesLinksWhereverTheyLead() throws IOException {
        refuses(tar(tar -> tar.link("homework/passwd", "/etc/passwd")), "\"passwd\" is a link: submit the file itself");
    }

    @ParameterizedTest
    @CsvSource({"1, is a link", "3, is a device", "4, is a device", "6, is a pipe", "S, is no plain file", "D, is no plain file"})
    void refusesWhatIsNoFile(char type, String message) throws IOException {
        byte[] tar = tar(each -> each.file("thing", 0644, new byte[0]));
        tar[156] = (byte) type;
        mendChecksum(tar);

        refuses(tar, "\"thing\" " + message);
    }

    @ParameterizedTest
    @CsvSource({"/etc/passwd, leads out", "../up, leads out", "homework/../../up, leads out", "homework/a\u001b[31m, cannot be shown", "homework/a\\b, cannot be shown"})
    void refusesNamesThatLeadElsewhere(String name, String message) throws IOException {
        refuses(tar(tar -> tar.file(name, 0644, bytes("x"))), message);
    }

    @Test
    void refusesAFileThatIsThereTwice() throws IOException {
        refuses(tar(tar -> {
            tar.file("a", 0644, bytes("x"));
            tar.file("./a", 0644, bytes("y"));
        }), "\"./a\" is there twice");
    }

    @Test
    void refusesAFileThatIsAFolderAsWell() throws IOException {
        refuses(tar(tar -> {
            tar.file("a", 0644, bytes("x"));
            tar.file("a/b", 0644, bytes("y"));
        }), "\"a\" is a file and a folder");
    }

    @Test
    void refusesWhatEndsWithinAFileAndKeepsNothing() throws IOException {
        byte[] whole = tar(tar -> tar.file("a", 0644, new byte[4096]));

        refuses(Arrays.copyOf(whole, 2000), "no whole tar");
    }

    @Test
    void filesOfSeveralMachinesAreBelowTheirNamesAndCountTogether() throws IOException {
        Map<String, Path> received = new LinkedHashMap<>();
        for (String machine : List.of("vm1", "vm2")) {
            received.put(machine, Files.write(folder.resolve(machine), tar(tar -> {
                tar.folder("homework");
                tar.file("homework/start.sh", 0644, bytes("of " + machine));
            })));
        }

        assertThat(Intake.take(received, folder.resolve("kept"))).containsExactly(Map.entry("vm1/start.sh", 6L), Map.entry("vm2/start.sh", 6L));

        byte[] many = tar(tar -> {
            for (int number = 0; number <= Intake.MOST_FILES / 2; number++) {
                tar.file("homework/" + number, 0644, bytes(""));
            }
        });
        received.replaceAll((machine, file) -> write(file, many));
        assertThatThrownBy(() -> Intake.take(received, folder.resolve("again"))).isInstanceOf(SubmissionRefusedException.class).hasMessageContaining("more than 200 files");
        assertThat(folder.resolve("again")).doesNotExist();
    }

    private static Path write(Path file, byte[] bytes) {
        try {
            return Files.write(file, bytes);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Test
    void aFailureToKeepThemIsNoFaultOfTheirs() throws IOException {
        Path received = Files.write(folder.resolve("received"), tar(tar -> tar.file("a", 0644, bytes("x"))));

        assertThatThrownBy(() -> Intake.take(Map.of("", received), folder.resolve("missing/kept"))).isInstanceOf(IOException.class);
    }

    @Property(tries = 300)
    void anyBytesAreATarOrRefused(@ForAll @Size(max = 4096) byte[] bytes) throws IOException {
        Path place = Files.createTempDirectory("intake");
        try {
            Path received = Files.write(place.resolve("received"), bytes);
            try {
                Intake.take(Map.of("", received), place.resolve("kept"));
            } catch (SubmissionRefusedException refused) {
                assertThat(place.resolve("kept")).doesNotExist();
            }
        } finally {
            for (String file : new String[] {"received", "kept"}) {
                Files.deleteIfExists(place.resolve(file));
            }
            Files.delete(place);
        }
    }

    @Property(tries = 300)
    void aTarWithWrongBytesIsTakenOrRefused(@ForAll Random random) throws IOException {
        byte[] bytes = tar(tar -> {
            tar.file("homework/" + "n".repeat(120), 0644, bytes("content"));
            tar.file("homework/b", 0755, bytes("more"));
        });
        for (int i = 0; i < 1 + random.nextInt(4); i++) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
        if (random.nextBoolean()) {
            mendChecksum(bytes);
        }

        anyBytesAreATarOrRefused(bytes);
    }

    private void refuses(byte[] tar, String message) {
        assertThatThrownBy(() -> take(tar)).isInstanceOf(SubmissionRefusedException.class).hasMessageContaining(message);
        assertThat(folder.resolve("kept")).doesNotExist();
    }

    private Map<String, Long> take(Content content) throws IOException {
        return take(tar(content));
    }

    private Map<String, Long> take(byte[] bytes) throws IOException {
        return Intake.take(Map.of("", Files.write(folder.resolve("received"), bytes)), folder.resolve("kept"));
    }

    private static byte[] tar(Content content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        TarWriter tar = new TarWriter(bytes);
        content.write(tar);
        tar.end();
        return bytes.toByteArray();
    }

    /** So that what is looked at next is the rest of the head. */
    private static void mendChecksum(byte[] tar) {
        long sum = 0;
        for (int i = 0; i < 512; i++) {
            sum += i >= 148 && i < 156 ? ' ' : tar[i] & 0xff;
        }
        byte[] digits = String.format("%06o\0 ", sum).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(digits, 0, tar, 148, digits.length);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
