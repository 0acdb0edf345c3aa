package dev.berth.daemon.docker.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import dev.berth.daemon.grpc.ServingClient;
import dev.berth.engine.tar.TarEntry;
import dev.berth.engine.tar.TarReader;
import dev.berth.engine.work.PiecewiseInput;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FileSyncTest {
    private static final int FOLDER = 1 << 31 | 0755;
    private static final int LINK = 1 << 27 | 0777;

    /** A message of protobuf. */
    private interface Message {
        void to(CodedOutputStream out) throws IOException;
    }

    private static byte[] bytes(Message message) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        try {
            message.to(out);
            out.flush();
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
        return bytes.toByteArray();
    }

    private static byte[] stat(String path, int mode, long size, String link) {
        return bytes(packet -> packet.writeByteArray(2, bytes(stat -> {
            stat.writeString(1, path);
            stat.writeUInt32(2, mode);
            stat.writeInt64(5, size);
            stat.writeString(7, link);
        })));
    }

    private static byte[] data(int number, byte[] content) {
        return bytes(packet -> {
            packet.writeEnum(1, 2);
            packet.writeUInt32(3, number);
            packet.writeByteArray(4, content);
        });
    }

    /** Lists some files, and answers each request by some packets. */
    private static final class Files implements ServingClient.Service {
        private final List<byte[]> list;
        private final List<byte[]> packets = new ArrayList<>();

        Files(byte[]... list) {
            this.list = List.of(list);
        }

        Files answering(byte[]... answers) {
            packets.addAll(List.of(answers));
            return this;
        }

        @Override
        public void begun(Http2Headers headers, ServingClient.Answer answer) {
            list.forEach(answer::message);
            answer.message(new byte[0]);
        }

        @Override
        public void received(byte[] message, ServingClient.Answer answer) {
            try {
                CodedInputStream in = CodedInputStream.newInstance(message);
                in.readTag();
                if (in.readEnum() == 1) {
                    packets.forEach(answer::message);
                    packets.clear();
                }
            } catch (IOException malformed) {
                throw new AssertionError(malformed);
            }
        }
    }

    private static byte[] content(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static List<String> read(ServingClient.Service files) throws IOException {
        List<String> found = new ArrayList<>();
        try (ServingClient served = new ServingClient(files); InputStream tar = new PiecewiseInput(new FileSync(served.client(), new FileSync.Wanted("context")))) {
            TarReader reader = new TarReader(tar);
            for (Optional<TarEntry> entry = reader.next(); entry.isPresent(); entry = reader.next()) {
                String content = new String(reader.content().readAllBytes(), StandardCharsets.UTF_8);
                TarEntry each = entry.get();
                found.add(each.kind() + " " + each.name() + " " + Integer.toOctalString(each.mode()) + " " + each.linkTarget() + content);
            }
        }
        return found;
    }

    @Test
    void aFolderIsReadAsAnArchive() throws IOException {
        Files files = new Files(stat("a", FOLDER, 0, ""), stat("a/b", 0640 | 1 << 23, 5, ""), stat("a/c", LINK, 1, "b"), stat("d", 0600, 0, ""), stat("e", 0600, 0, "a/b"))
                .answering(data(1, content("he")), data(1, content("llo")), data(1, new byte[0]));

        assertThat(read(files)).containsExactly("FOLDER a/ 755 ", "FILE a/b 4640 hello", "SYMBOLIC_LINK a/c 777 b", "FILE d 600 ", "HARD_LINK e 600 a/b");
    }

    @Test
    void someFilesAloneAreRead() throws IOException {
        Files files = new Files(stat("other", 0600, 9, ""), stat("Dockerfile", 0600, 4, "")).answering(data(1, content("FROM")), data(1, new byte[0]));

        try (ServingClient served = new ServingClient(files); FileSync sync = new FileSync(served.client(), new FileSync.Wanted("dockerfile"))) {
            assertThat(sync.read(Set.of("Dockerfile", "none"), 100)).containsOnlyKeys("Dockerfile").containsEntry("Dockerfile", content("FROM"));
        }
    }

    @Test
    void aFileThatIsTooLongIsRefused() {
        try (ServingClient served = new ServingClient(new Files(stat("Dockerfile", 0600, 101, ""))); FileSync sync = new FileSync(served.client(), new FileSync.Wanted("dockerfile"))) {
            assertThatThrownBy(() -> sync.read(Set.of("Dockerfile"), 100)).isInstanceOf(IOException.class).hasMessage("\"Dockerfile\" is larger than 100 bytes");
        }
    }

    @Test
    void aListWithoutEndIsRefused() {
        byte[] file = stat("x".repeat(3000), 0600, 1, "");
        ServingClient.Service endless = (headers, answer) -> {
            for (int count = 0; count < 1000; count++) {
                answer.message(file);
            }
        };

        assertThatThrownBy(() -> read(endless)).isInstanceOf(IOException.class).hasMessageContaining("there are too many files in it").hasMessageContaining(".dockerignore");
    }

    @Test
    void whatIsNotAskedForIsRefused() {
        assertThatThrownBy(() -> read(new Files(stat("a", 0600, 1, "")).answering(data(7, content("x"))))).hasMessage("the client sends what it was not asked for");
        assertThatThrownBy(() -> read(new Files(stat("a", 0600, 1, "")).answering(stat("b", 0600, 1, "")))).hasMessage("the client sends what it was not asked for");
        assertThatThrownBy(() -> read(new Files(data(0, content("x"))))).hasMessage("the client sends files that it was not asked for");
    }

    @Test
    void aFileThatIsNotAsLongAsItWasSaidIsRefused() {
        assertThatThrownBy(() -> read(new Files(stat("a", 0600, 1, "")).answering(data(0, content("xy"))))).hasMessage("\"a\" has changed while it was sent: try again");
        assertThatThrownBy(() -> read(new Files(stat("a", 0600, 3, "")).answering(data(0, content("xy")), data(0, new byte[0])))).hasMessage("\"a\" has changed while it was sent: try again");
        assertThatThrownBy(() -> read(new Files(stat("a", 0600, -3, "")))).hasMessageContaining("of a negative size");
    }

    @Test
    void theClientMaySayWhyItCannot() {
        byte[] error = bytes(packet -> {
            packet.writeEnum(1, 4);
            packet.writeByteArray(4, content("permission denied"));
        });

        assertThatThrownBy(() -> read(new Files(error))).hasMessage("the client cannot send its files: permission denied");
    }
}
