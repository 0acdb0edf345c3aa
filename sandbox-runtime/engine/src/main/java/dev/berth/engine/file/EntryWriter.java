package dev.berth.engine.file;

import dev.berth.engine.tar.AccountNames;
import dev.berth.engine.tar.TarEntry;
import dev.berth.engine.tar.TarWriter;
import dev.berth.runtime.kernel.FileFacts;
import dev.berth.runtime.kernel.ReadFile;
import dev.berth.runtime.kernel.ReadableFolder;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Puts files into an archive as Docker does: a second name of a file as a hard link, of extended attributes the capabilities alone, no sockets. A file that is gone by
 * the time it is read is left out. Content follows its entry in pieces, see {@link #writeContent()}.
 */
final class EntryWriter implements AutoCloseable {
    private static final String CAPABILITY = "security.capability";
    /** Of an archive: what a client's buffer takes, with the header that ends it. */
    private static final long PIECE_BYTES = 128 * 1024;
    private static final int READ_BYTES = 64 * 1024;
    /** Beyond so many a further name is stored as a file of its own: the archive is larger, the memory is not. */
    private static final int MOST_LINKED_FILES = 20_000;
    /** Of their names in the archive, together. */
    private static final int MOST_LINKED_CHARACTERS = 4 << 20;
    private static final int CAPABILITY_V2_BYTES = 20;
    private static final int CAPABILITY_V3_BYTES = 24;

    private record Identity(long device, long inode) {}

    private final MachineIds ids;
    private final Optional<ExtractOptions.Owner> owner;
    private final Optional<Integer> mode;
    private final SwitchedOutput output = new SwitchedOutput();
    private final TarWriter tar;
    private final Map<Identity, String> linked = new HashMap<>();
    private int linkedCharacters;
    private final byte[] buffer = new byte[READ_BYTES];
    private Optional<ReadFile> file = Optional.empty();
    private long position;
    /** Up to where, from {@code position}, there is nothing but a hole, or nothing but data. */
    private long stretchEnd;
    private boolean inHole;

    EntryWriter(MachineIds ids, AccountNames accounts) {
        this(ids, accounts, Optional.empty(), Optional.empty());
    }

    /** @param owner who gets all files; absent: whose they are; @param mode that they get, but for links; absent: their own */
    EntryWriter(MachineIds ids, AccountNames accounts, Optional<ExtractOptions.Owner> owner, Optional<Integer> mode) {
        this.mode = mode;
        this.ids = ids;
        this.owner = owner;
        this.tar = new TarWriter(output, accounts);
    }

    /** Where what comes next is written. */
    void to(OutputStream target) {
        output.target = target;
        output.written = 0;
    }

    /** True when enough was written since {@link #to} for one piece of the archive. */
    boolean full() {
        return room() <= 0;
    }

    private long room() {
        return PIECE_BYTES - output.written;
    }

    /** True while the last file's content is not all written. */
    boolean inContent() {
        return file.isPresent();
    }

    /** @param name in the folder; @param entryName in the archive, of a folder with a slash at its end */
    void add(ReadableFolder folder, String name, String entryName, FileFacts facts) throws IOException {
        switch (facts.kind()) {
            case FOLDER -> tar.begin(entry(entryName, TarEntry.Kind.FOLDER, "", 0, facts, Map.of()));
            case FILE -> addFile(folder, name, entryName);
            case SYMBOLIC_LINK -> tar.begin(entry(entryName, TarEntry.Kind.SYMBOLIC_LINK, folder.linkTarget(name), 0, facts, Map.of()));
            case PIPE -> tar.begin(entry(entryName, TarEntry.Kind.PIPE, "", 0, facts, Map.of()));
            case CHARACTER_DEVICE -> addDevice(entry(entryName, TarEntry.Kind.CHARACTER_DEVICE, "", 0, facts, Map.of()), facts);
            case BLOCK_DEVICE -> addDevice(entry(entryName, TarEntry.Kind.BLOCK_DEVICE, "", 0, facts, Map.of()), facts);
            case SOCKET -> { }
        }
    }

    private void addDevice(TarEntry entry, FileFacts facts) throws IOException {
        if (!facts.isWhiteout()) {
            tar.begin(entry, facts.specialMajor(), facts.specialMinor());
        }
    }

    /** A layer's word for a file that is gone, or a folder. */
    void add(TarEntry withoutContent) throws IOException {
        tar.begin(withoutContent);
    }

    /** As {@link #add}, of what is, or was when its folder was listed, a regular file. */
    void addFile(ReadableFolder folder, String name, String entryName) throws IOException {
        ReadFile opened;
        try {
            opened = folder.read(name);
        } catch (FileSystemException failure) {
            if (folder.find(name).map(FileFacts::kind).equals(Optional.of(FileFacts.Kind.FILE))) {
                throw failure;
            }
            return; // gone meanwhile
        }
        addFile(opened, entryName);
    }

    private void addFile(ReadFile opened, String entryName) throws IOException {
        FileFacts facts = opened.facts();
        Identity identity = new Identity(facts.device(), facts.inode());
        String first = facts.links() > 1 ? linked.get(identity) : null;
        if (first != null) {
            opened.close();
            tar.begin(entry(entryName, TarEntry.Kind.HARD_LINK, first, 0, facts, Map.of()));
            return;
        }
        file = Optional.of(opened);
        position = 0;
        stretchEnd = 0;
        Map<String, byte[]> attributes = opened.attribute(CAPABILITY).map(value -> Map.of(CAPABILITY, ofMachine(value))).orElse(Map.of());
        if (facts.links() > 1 && linked.size() < MOST_LINKED_FILES && linkedCharacters + entryName.length() <= MOST_LINKED_CHARACTERS) {
            linkedCharacters += entryName.length();
            linked.put(identity, entryName);
        }
        tar.begin(entry(entryName, TarEntry.Kind.FILE, "", facts.size(), facts, attributes));
        if (facts.size() == 0) {
            closeFile();
        }
    }

    /** On a machine's disk the kernel keeps with a file's capabilities whose root they are for; in the machine's own words they have no such number. */
    private static byte[] ofMachine(byte[] capability) {
        if (capability.length != CAPABILITY_V3_BYTES) {
            return capability;
        }
        byte[] inside = Arrays.copyOf(capability, CAPABILITY_V2_BYTES);
        inside[3] = 2;
        return inside;
    }

    private TarEntry entry(String name, TarEntry.Kind kind, String target, long size, FileFacts facts, Map<String, byte[]> attributes) {
        int uid = owner.map(ExtractOptions.Owner::uid).orElseGet(() -> ids.inside(facts.uid()));
        int gid = owner.map(ExtractOptions.Owner::gid).orElseGet(() -> ids.inside(facts.gid()));
        return new TarEntry(name, kind, target, mode.filter(given -> kind != TarEntry.Kind.SYMBOLIC_LINK).orElse(facts.mode()), uid, gid, facts.modified(), size, attributes);
    }

    /** Writes more of the last file, while not {@link #full}; of holes zeros, without reading them. */
    void writeContent() throws IOException {
        ReadFile reading = file.orElseThrow();
        long end = position + tar.remaining();
        if (position == stretchEnd && end - position <= READ_BYTES) {
            stretchEnd = end; // read as fast as looked through for holes
            inHole = false;
        } else if (position == stretchEnd) {
            stretchEnd = position + reading.hole(position, end);
            inHole = stretchEnd > position;
            if (!inHole) {
                stretchEnd = Math.max(position + 1, reading.nextHole(position, end));
            }
        }
        if (inHole) {
            position += tar.writeZeros(Math.min(room(), stretchEnd - position));
        } else {
            int count = reading.read(position, buffer, (int) Math.min(Math.min(READ_BYTES, room()), stretchEnd - position));
            tar.write(buffer, count);
            position += count;
            if (count == 0) { // it has become shorter
                inHole = true;
                stretchEnd = end;
            }
        }
        if (tar.remaining() == 0) {
            closeFile();
        }
    }

    void finish() throws IOException {
        tar.finish();
    }

    private void closeFile() {
        file.ifPresent(ReadFile::close);
        file = Optional.empty();
    }

    @Override
    public void close() {
        closeFile();
    }

    /** Counts what it passes on. */
    private static final class SwitchedOutput extends OutputStream {
        private OutputStream target = OutputStream.nullOutputStream();
        private long written;

        @Override
        public void write(int value) throws IOException {
            target.write(value);
            written++;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            target.write(bytes, offset, length);
            written += length;
        }
    }
}
