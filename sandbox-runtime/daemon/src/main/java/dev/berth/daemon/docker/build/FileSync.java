package dev.berth.daemon.docker.build;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import dev.berth.daemon.grpc.GrpcClient;
import dev.berth.daemon.grpc.GrpcStream;
import dev.berth.engine.file.PathText;
import dev.berth.engine.tar.AccountNames;
import dev.berth.engine.tar.TarEntry;
import dev.berth.engine.tar.TarWriter;
import dev.berth.engine.work.PiecewiseOutput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;

/**
 * A folder that a client of BuildKit serves: the client lists its files, and sends those that it is asked for. Read as a tar archive, it is bounded, and checked, as any that a client
 * sends. Some files are asked for ahead, so that neither waits for each file of the other; of these at most {@value #AHEAD_BYTES} bytes are kept. For one thread, a worker's.
 *
 * @see <a href="https://github.com/tonistiigi/fsutil">fsutil, whose protocol it is</a>
 */
final class FileSync implements PiecewiseOutput {
    private static final String METHOD = "/moby.filesync.v1.FileSync/DiffCopy";
    private static final int LARGEST_PACKET = 256 * 1024;
    /** Of the list, as it comes: some ten thousand files. */
    private static final int MOST_LIST_BYTES = 1 << 20;
    private static final int LEAST_OF_A_FILE = 64;
    private static final int AHEAD_BYTES = 256 * 1024;
    private static final int AHEAD_FILES = 64;
    private static final long PIECE_BYTES = 100 * 1024;
    private static final long NANOSECONDS = 1_000_000_000L;

    /** Bits of a mode as Go has it. */
    private static final int GO_FOLDER = 1 << 31;
    private static final int GO_LINK = 1 << 27;
    private static final int GO_DEVICE = 1 << 26;
    private static final int GO_PIPE = 1 << 25;
    private static final int GO_SOCKET = 1 << 24;
    private static final int GO_SETUID = 1 << 23;
    private static final int GO_SETGID = 1 << 22;
    private static final int GO_STICKY = 1 << 20;
    private static final int GO_IRREGULAR = 1 << 19;
    private static final int SETUID = 04000;
    private static final int SETGID = 02000;
    private static final int STICKY = 01000;
    private static final int PERMISSIONS = 0777;

    /** Kinds of packets. */
    private static final int STAT = 0;
    private static final int REQUEST = 1;
    private static final int DATA = 2;
    private static final int END = 3;
    private static final int ERROR = 4;

    private final GrpcStream stream;
    private final TarWriter tar = new TarWriter(OutputStream.nullOutputStream(), AccountNames.ROOT);
    /** As they came; a file's number is its place. */
    private final List<byte[]> list = new ArrayList<>();
    private final Map<Integer, Arriving> arriving = new HashMap<>();
    private boolean listed;
    private int next;
    private int nextRequest;
    private long requestedBytes;
    private long received;
    private Optional<Arriving> current = Optional.empty();

    /** @param data pieces, in their order */
    private static final class Arriving {
        private final int number;
        private final Stat stat;
        private final Queue<byte[]> data = new ArrayDeque<>();
        private long missing;
        private boolean ended;

        Arriving(int number, Stat stat) {
            this.number = number;
            this.stat = stat;
            this.missing = stat.size();
        }
    }

    /** @param mode as Go has it */
    private record Stat(String path, int mode, long size, long modified, String link) {
        boolean isFile() {
            return (mode & (GO_FOLDER | GO_LINK | GO_DEVICE | GO_PIPE | GO_SOCKET | GO_IRREGULAR)) == 0 && link.isEmpty();
        }

        boolean hasContent() {
            return isFile() && size > 0;
        }

        static Stat parse(byte[] bytes) throws IOException {
            CodedInputStream in = CodedInputStream.newInstance(bytes);
            String path = "";
            String link = "";
            int mode = 0;
            long size = 0;
            long modified = 0;
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                switch (WireFormat.getTagFieldNumber(tag)) {
                    case 1 -> path = PathText.of(in.readByteArray());
                    case 2 -> mode = in.readUInt32();
                    case 5 -> size = in.readInt64();
                    case 6 -> modified = in.readInt64();
                    case 7 -> link = PathText.of(in.readByteArray());
                    default -> in.skipField(tag);
                }
            }
            if (path.isEmpty() || size < 0) {
                throw new IOException("the client's list has a file without a name, or of a negative size");
            }
            return new Stat(path, mode, size, modified, link);
        }

        TarEntry entry() {
            boolean folder = (mode & GO_FOLDER) != 0;
            TarEntry.Kind kind = folder ? TarEntry.Kind.FOLDER
                    : (mode & GO_LINK) != 0 ? TarEntry.Kind.SYMBOLIC_LINK : (mode & GO_PIPE) != 0 ? TarEntry.Kind.PIPE : isFile() ? TarEntry.Kind.FILE : TarEntry.Kind.HARD_LINK;
            int bits = mode & PERMISSIONS | ((mode & GO_SETUID) == 0 ? 0 : SETUID) | ((mode & GO_SETGID) == 0 ? 0 : SETGID) | ((mode & GO_STICKY) == 0 ? 0 : STICKY);
            Instant time = Instant.ofEpochSecond(Math.floorDiv(modified, NANOSECONDS), Math.floorMod(modified, NANOSECONDS));
            return new TarEntry(folder ? path + "/" : path, kind, link, bits, 0, 0, time, kind == TarEntry.Kind.FILE ? size : 0, Map.of());
        }
    }

    /** What a client is asked for, by paths without a slash at their beginning. */
    static final class Wanted {
        private final List<String> headers = new ArrayList<>();

        /** @param folder {@code context} or {@code dockerfile} */
        Wanted(String folder) {
            headers.addAll(List.of("dir-name", folder));
        }

        Wanted include(String pattern) {
            headers.addAll(List.of("include-patterns", pattern));
            return this;
        }

        Wanted exclude(List<String> patterns) {
            patterns.forEach(pattern -> headers.addAll(List.of("exclude-patterns", pattern)));
            return this;
        }

        /** With what links there lead to. */
        Wanted follow(List<String> paths) {
            paths.forEach(path -> headers.addAll(List.of("followpaths", path)));
            return this;
        }
    }

    FileSync(GrpcClient client, Wanted wanted) {
        stream = client.stream(METHOD, wanted.headers, LARGEST_PACKET);
    }

    /** Bytes of what was sent. */
    long received() {
        return received;
    }

    /** Some files alone, by their paths, instead of the archive; those that are there. @param most bytes of each */
    Map<String, byte[]> read(Set<String> paths, int most) throws IOException {
        Map<String, byte[]> files = new HashMap<>();
        readList();
        for (int number = 0; number < list.size(); number++) {
            Stat stat = Stat.parse(list.get(number));
            if (!stat.isFile() || !paths.contains(stat.path()) || files.containsKey(stat.path())) {
                continue;
            }
            if (stat.size() > most) {
                throw new IOException("\"" + stat.path() + "\" is larger than " + most + " bytes");
            }
            files.put(stat.path(), content(number, stat));
        }
        finish();
        return files;
    }

    private byte[] content(int number, Stat stat) throws IOException {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        if (stat.size() > 0) {
            Arriving file = request(number, stat);
            while (!file.ended) {
                readData();
            }
            file.data.forEach(content::writeBytes);
            arriving.remove(number);
            requestedBytes -= stat.size();
        }
        return content.toByteArray();
    }

    @Override
    public boolean writeNext(OutputStream target) throws IOException {
        tar.to(target);
        if (!listed) {
            readList();
        }
        long written = 0;
        while (written < PIECE_BYTES) {
            if (current.isPresent()) {
                written += writeContent(current.get());
            } else if (next == list.size()) {
                tar.finish();
                finish();
                return false;
            } else {
                begin();
                written += LEAST_OF_A_FILE;
            }
        }
        return true;
    }

    private void begin() throws IOException {
        Stat stat = Stat.parse(list.get(next));
        requestAhead();
        if ((stat.mode() & (GO_DEVICE | GO_SOCKET | GO_IRREGULAR)) == 0) {
            tar.begin(stat.entry());
        }
        current = stat.hasContent() ? Optional.of(arriving.get(next)) : Optional.empty();
        next++;
    }

    private long writeContent(Arriving file) throws IOException {
        byte[] data = file.data.poll();
        if (data != null) {
            tar.write(data, data.length);
            return data.length;
        }
        if (file.ended) {
            arriving.remove(file.number);
            requestedBytes -= file.stat.size();
            current = Optional.empty();
        } else {
            readData();
        }
        return 0;
    }

    private void requestAhead() throws IOException {
        nextRequest = Math.max(nextRequest, next);
        while (nextRequest < list.size() && arriving.size() < AHEAD_FILES) {
            Stat stat = Stat.parse(list.get(nextRequest));
            if (stat.hasContent()) {
                if (requestedBytes > 0 && stat.size() > AHEAD_BYTES - requestedBytes) {
                    return;
                }
                request(nextRequest, stat);
            }
            nextRequest++;
        }
    }

    private Arriving request(int number, Stat stat) throws IOException {
        Arriving file = new Arriving(number, stat);
        arriving.put(number, file);
        requestedBytes += stat.size();
        send(REQUEST, number);
        return file;
    }

    private void send(int kind, int number) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        out.writeEnum(1, kind);
        out.writeUInt32(3, number);
        out.flush();
        stream.send(bytes.toByteArray());
    }

    /** A message of the client. @param stat absent: it is the list's end */
    private record Packet(int kind, Optional<byte[]> stat, int number, byte[] data) {}

    private Packet read() throws IOException {
        byte[] message = stream.next().orElseThrow(() -> new IOException("the client has ended before it had sent all"));
        received += message.length;
        CodedInputStream in = CodedInputStream.newInstance(message);
        int kind = 0;
        int number = 0;
        Optional<byte[]> stat = Optional.empty();
        byte[] data = new byte[0];
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (WireFormat.getTagFieldNumber(tag)) {
                case 1 -> kind = in.readEnum();
                case 2 -> stat = Optional.of(in.readByteArray());
                case 3 -> number = in.readUInt32();
                case 4 -> data = in.readByteArray();
                default -> in.skipField(tag);
            }
        }
        if (kind == ERROR) {
            throw new IOException("the client cannot send its files: " + PathText.shown(new String(data, StandardCharsets.UTF_8)));
        }
        return new Packet(kind, stat, number, data);
    }

    private void readList() throws IOException {
        listed = true;
        int bytes = 0;
        for (Packet packet = read(); ; packet = read()) {
            if (packet.kind() != STAT) {
                throw new IOException("the client sends files that it was not asked for");
            }
            if (packet.stat().isEmpty()) {
                return;
            }
            bytes += Math.max(LEAST_OF_A_FILE, packet.stat().get().length);
            if (bytes > MOST_LIST_BYTES) {
                throw new IOException("there are too many files in it, with their names more than " + MOST_LIST_BYTES + " bytes: leave files out with a .dockerignore");
            }
            list.add(packet.stat().get());
        }
    }

    private void readData() throws IOException {
        Packet packet = read();
        Arriving file = arriving.get(packet.number());
        if (packet.kind() != DATA || file == null || file.ended) {
            throw new IOException("the client sends what it was not asked for");
        }
        file.missing -= packet.data().length;
        if (file.missing < 0 || packet.data().length == 0 && file.missing > 0) {
            throw new IOException("\"" + file.stat.path() + "\" has changed while it was sent: try again");
        }
        if (packet.data().length == 0) {
            file.ended = true;
        } else {
            file.data.add(packet.data());
        }
    }

    private void finish() throws IOException {
        send(END, 0);
        stream.finish();
    }

    @Override
    public void close() {
        stream.close();
    }
}
