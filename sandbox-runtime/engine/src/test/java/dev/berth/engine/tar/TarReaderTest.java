package dev.berth.engine.tar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.runtime.kernel.FileName;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TarReaderTest {
    @TempDir
    private Path folder;

    @Test
    void readsEntriesInOrderWithWhatTheirHeadersSay() throws IOException {
        byte[] tar = new TarBuilder()
                .folder("etc/")
                .file("etc/motd", "hello", TarBuilder.owner(7, 8).andThen(TarBuilder.attributes(Map.of("user.a", "b"))))
                .symbolicLink("l", "etc/motd")
                .hardLink("h", "etc/motd")
                .bytes();

        List<Read> entries = readAll(tar);

        assertThat(entries).extracting(read -> read.entry().name()).containsExactly("etc/", "etc/motd", "l", "h");
        assertThat(entries).extracting(read -> read.entry().kind())
                .containsExactly(TarEntry.Kind.FOLDER, TarEntry.Kind.FILE, TarEntry.Kind.SYMBOLIC_LINK, TarEntry.Kind.HARD_LINK);
        TarEntry motd = entries.get(1).entry();
        assertThat(motd.uid()).isEqualTo(7);
        assertThat(motd.gid()).isEqualTo(8);
        assertThat(motd.mode()).isEqualTo(0644);
        assertThat(motd.modified().getEpochSecond()).isEqualTo(1_700_000_000);
        assertThat(motd.attributes().get("user.a")).asString(StandardCharsets.UTF_8).isEqualTo("b");
        assertThat(entries.get(1).content()).isEqualTo("hello");
        assertThat(entries.get(3).entry().linkTarget()).isEqualTo("etc/motd");
    }

    @Test
    void readsLongNamesOfGnuAndOfPax() throws IOException {
        String name = "folder/".repeat(30) + "file";
        for (int mode : new int[] {TarArchiveOutputStream.LONGFILE_GNU, TarArchiveOutputStream.LONGFILE_POSIX}) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
                tar.setLongFileMode(mode);
                TarArchiveEntry entry = new TarArchiveEntry(name);
                entry.setSize(1);
                tar.putArchiveEntry(entry);
                tar.write('x');
                tar.closeArchiveEntry();
            }

            assertThat(readAll(bytes.toByteArray())).singleElement().satisfies(read -> {
                assertThat(read.entry().name()).isEqualTo(name);
                assertThat(read.content()).isEqualTo("x");
            });
        }
    }

    @Test
    void readsWhatTheSystemsTarWritesInEachFormat() throws Exception {
        String longName = "n".repeat(90);
        Files.createDirectories(folder.resolve("in/sub"));
        Files.writeString(folder.resolve("in/sub/" + longName), "content");
        for (String format : List.of("ustar", "gnu", "pax", "v7")) {
            Path archive = folder.resolve(format + ".tar");
            run("tar", "--format=" + format, "-C", folder.resolve("in").toString(), "-cf", archive.toString(), "sub");

            List<Read> entries = readAll(Files.readAllBytes(archive));

            assertThat(entries).as(format).extracting(read -> read.entry().name()).containsExactly("sub/", "sub/" + longName);
            assertThat(entries.get(0).entry().kind()).as(format).isEqualTo(TarEntry.Kind.FOLDER);
            assertThat(entries.get(1).content()).as(format).isEqualTo("content");
        }
    }

    @Test
    void readsASparseFileWithManyHoles() throws Exception {
        Path sparse = folder.resolve("sparse");
        byte[] wanted = new byte[4 * 1024 * 1024];
        try (var file = Files.newByteChannel(sparse, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (int i = 0; i < 40; i++) {
                file.position(i * 100_000L + 8192);
                file.write(ByteBuffer.wrap(("piece " + i).getBytes(StandardCharsets.UTF_8)));
                System.arraycopy(("piece " + i).getBytes(StandardCharsets.UTF_8), 0, wanted, i * 100_000 + 8192, ("piece " + i).length());
            }
            file.position(wanted.length - 1);
            file.write(ByteBuffer.wrap(new byte[1]));
        }
        run("tar", "--format=gnu", "--sparse", "-C", folder.toString(), "-cf", folder.resolve("s.tar").toString(), "sparse");
        byte[] tar = Files.readAllBytes(folder.resolve("s.tar"));

        List<Read> entries = readAll(tar);

        assertThat(tar.length).isLessThan(wanted.length / 2);
        assertThat(entries).singleElement().satisfies(read -> assertThat(read.bytes()).isEqualTo(wanted));
    }

    @Test
    void refusesAHeaderThatWouldFillTheMemory() {
        byte[] tar = new TarBuilder().file("a", "x", entry -> entry.addPaxHeader("comment", "c".repeat(TarReader.LONGEST_EXTENSION))).bytes();

        assertThatThrownBy(() -> readAll(tar)).isInstanceOf(TarFormatException.class).hasMessageContaining("at most 131072 are read");
    }

    @Test
    void refusesWhatIsNoTar() {
        byte[] text = "this is only text ".repeat(100).getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> readAll(text)).isInstanceOf(TarFormatException.class).hasMessageStartingWith("invalid tar header");
    }

    @Test
    void refusesAnArchiveThatEndsInTheMiddle() {
        byte[] tar = new TarBuilder().file("a", "x".repeat(5000)).bytes();

        assertThatThrownBy(() -> readAll(Arrays.copyOf(tar, 3000))).isInstanceOf(TarFormatException.class).hasMessage("unexpected EOF");
    }

    @Test
    void keepsTheBytesOfANameThatIsNotUtf8() throws IOException {
        byte[] tar = new TarBuilder().file("aXb", "x").bytes();
        tar[1] = (byte) 0xff;
        // 0xff - 'X' more than before
        int checksum = Integer.parseInt(new String(tar, 148, 6, StandardCharsets.US_ASCII).trim(), 8) + 0xff - 'X';
        byte[] digits = String.format("%06o", checksum).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(digits, 0, tar, 148, 6);

        String name = new TarReader(new ByteArrayInputStream(tar)).next().orElseThrow().name();

        assertThat(FileName.encode(name)).containsExactly('a', 0xff, 'b');
    }

    @Property(tries = 300)
    void whatAnotherLibraryWritesIsReadBack(@ForAll @Size(max = 8) List<@AlphaChars @StringLength(min = 1, max = 300) String> names, @ForAll @IntRange(max = 3000) int size)
            throws IOException {
        TarBuilder tar = new TarBuilder();
        String content = "c".repeat(size);
        names.forEach(name -> tar.file(name, content));

        List<Read> entries = readAll(tar.bytes());

        assertThat(entries).extracting(read -> read.entry().name()).isEqualTo(names);
        assertThat(entries).allSatisfy(read -> assertThat(read.content()).isEqualTo(content));
    }

    /** Whatever the bytes are: an entry or a refusal, never another exception, never a hang. */
    @Property(tries = 1000)
    void damagedArchivesAreReadOrRefused(@ForAll @Size(max = 12) List<@IntRange(max = 4000) Integer> places, @ForAll byte damage) {
        byte[] tar = new TarBuilder()
                .file("n".repeat(150), "content", TarBuilder.attributes(Map.of("user.a", "b")).andThen(TarBuilder.owner(3_000_000, 1)))
                .symbolicLink("l", "t".repeat(120))
                .bytes();
        IntStream.range(0, places.size()).forEach(i -> tar[places.get(i) % tar.length] ^= (byte) (damage + i));
        for (int header = 0; header < tar.length; header += HeaderBlock.SIZE) {
            repairChecksum(tar, header);
        }

        try {
            readAll(tar);
        } catch (IOException refused) {
            assertThat(refused).isInstanceOf(TarFormatException.class);
        }
    }

    /** So that the damage is found behind the checksum too. */
    private static void repairChecksum(byte[] tar, int header) {
        if (tar[header + 257] != 'u') {
            return;
        }
        Arrays.fill(tar, header + 148, header + 156, (byte) ' ');
        int sum = IntStream.range(header, header + HeaderBlock.SIZE).map(i -> tar[i] & 0xff).sum();
        System.arraycopy(String.format("%06o\0 ", sum).getBytes(StandardCharsets.US_ASCII), 0, tar, header + 148, 8);
    }

    private record Read(TarEntry entry, byte[] bytes) {
        String content() {
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    private static List<Read> readAll(byte[] tar) throws IOException {
        TarReader reader = new TarReader(new ByteArrayInputStream(tar));
        List<Read> entries = new ArrayList<>();
        Optional<TarEntry> next = reader.next();
        while (next.isPresent()) {
            ByteArrayOutputStream content = new ByteArrayOutputStream();
            reader.content(new Kept(content));
            entries.add(new Read(next.get(), content.toByteArray()));
            next = reader.next();
        }
        return entries;
    }

    /** Holes larger than this are not laid out in the test's memory. */
    private record Kept(ByteArrayOutputStream content) implements TarReader.ContentSink {
        @Override
        public void write(byte[] bytes, int offset, int count) {
            content.write(bytes, offset, count);
        }

        @Override
        public void skip(long count) throws IOException {
            content.write(new byte[(int) Math.min(count, 1 << 23)]);
        }
    }

    private static void run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).inheritIO().start();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
    }
}
