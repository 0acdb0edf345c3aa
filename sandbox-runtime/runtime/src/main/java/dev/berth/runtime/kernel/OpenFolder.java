package dev.berth.runtime.kernel;

import static dev.berth.runtime.kernel.FileCalls.LIBC;
import static dev.berth.runtime.kernel.FileFailure.check;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A folder that somebody hostile may change while it is read. Its files are reached by their names in it, never through a link; paths below it by
 * {@link #within}, resolved by the kernel as if this folder were the root. What is reached stays the file it was, whatever is renamed meanwhile. Not thread safe.
 */
public final class OpenFolder implements ReadableFolder {
    private static final int MOST_NAMES = 8192;
    private static final int LISTING_BYTES = 32 * 1024;
    private static final int LONGEST_PATH = 4096;
    private static final int LARGEST_ATTRIBUTE = 64 * 1024;
    private static final int USUAL_ATTRIBUTE = 256;

    /** Of the thread: threads of a bounded pool, so few. */
    private static final ThreadLocal<ByteBuffer> BUFFER =
            ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(LARGEST_ATTRIBUTE).order(ByteOrder.nativeOrder()));

    private final String path;
    private final Descriptor descriptor;

    private OpenFolder(String path, Descriptor descriptor) {
        this.path = path;
        this.descriptor = descriptor;
    }

    public static OpenFolder open(Path folder) throws IOException {
        int flags = FileCalls.O_DIRECTORY | FileCalls.O_NOFOLLOW | FileCalls.O_CLOEXEC;
        return of(folder.toString(), LIBC.openat(FileCalls.AT_FDCWD, FileName.terminated(folder.toString()), flags, 0));
    }

    /** @param folder must stay open as long as this one and what was opened in it is used, since what is mounted in it goes with it */
    public static OpenFolder open(FolderDescriptor folder) throws IOException {
        int flags = FileCalls.O_DIRECTORY | FileCalls.O_NOFOLLOW | FileCalls.O_CLOEXEC;
        return of("", LIBC.openat(folder.number(), FileName.terminated("."), flags, 0));
    }

    private static OpenFolder of(String path, int opened) throws IOException {
        return new OpenFolder(path, new Descriptor((int) check(path, opened)));
    }

    /** The folder at a path, links followed with this folder as their root. @throws java.nio.file.NotDirectoryException when it is something else */
    public OpenFolder within(String below) throws IOException {
        int flags = FileCalls.O_DIRECTORY | FileCalls.O_CLOEXEC;
        return of(below, PathInFolder.open(descriptor.number(), below, flags));
    }

    @Override
    public OpenFolder enter(String name) throws IOException {
        int flags = FileCalls.O_DIRECTORY | FileCalls.O_NOFOLLOW | FileCalls.O_CLOEXEC;
        return of(below(name), LIBC.openat(descriptor.number(), FileName.terminated(name), flags, 0));
    }

    @Override
    public ReadFile read(String name) throws IOException {
        int flags = FileCalls.O_NOFOLLOW | FileCalls.O_CLOEXEC | FileCalls.O_NONBLOCK | FileCalls.O_NOCTTY;
        Descriptor file = new Descriptor((int) check(below(name), LIBC.openat(descriptor.number(), FileName.terminated(name), flags, 0)));
        return ReadFile.of(below(name), file);
    }

    @Override
    public FileFacts facts(String name) throws IOException {
        return facts(descriptor.number(), FileName.terminated(name), FileCalls.AT_SYMLINK_NOFOLLOW, below(name));
    }

    @Override
    public Optional<FileFacts> find(String name) throws IOException {
        return find(descriptor.number(), FileName.terminated(name), below(name));
    }

    /** Costs no exception when there is none, as is usual for whoever asks. */
    static Optional<FileFacts> find(int folder, byte[] name, String shown) throws IOException {
        ByteBuffer buffer = BUFFER.get().clear();
        int result = LIBC.statx(folder, name, FileCalls.AT_SYMLINK_NOFOLLOW, FileFacts.BASIC, buffer);
        if (result < 0 && FileCalls.lastError() == ErrorNumber.ENOENT) {
            return Optional.empty();
        }
        check(shown, result);
        return Optional.of(FileFacts.read(buffer));
    }

    @Override
    public FileFacts facts() throws IOException {
        return facts(descriptor.number(), FileName.terminated(""), FileCalls.AT_EMPTY_PATH, path);
    }

    static FileFacts facts(int folder, byte[] name, int flags, String shown) throws IOException {
        ByteBuffer buffer = BUFFER.get().clear();
        check(shown, LIBC.statx(folder, name, flags, FileFacts.BASIC, buffer));
        return FileFacts.read(buffer);
    }

    @Override
    public String linkTarget(String name) throws IOException {
        ByteBuffer buffer = BUFFER.get().clear();
        int length = (int) check(below(name), LIBC.readlinkat(descriptor.number(), FileName.terminated(name), buffer, LONGEST_PATH));
        byte[] target = new byte[length];
        buffer.get(target);
        return FileName.decode(target, 0, length);
    }

    @Override
    public Optional<byte[]> attribute(String attribute) {
        return attribute(descriptor.number(), attribute);
    }

    /** The kernel takes memory for as much as is asked for, so that little is asked for first: most files have none, and most attributes are short. */
    static Optional<byte[]> attribute(int open, String attribute) {
        byte[] name = FileName.terminated(attribute);
        ByteBuffer buffer = BUFFER.get().clear();
        long length = LIBC.fgetxattr(open, name, buffer, USUAL_ATTRIBUTE);
        if (length < 0 && FileCalls.lastError() == ErrorNumber.ERANGE) {
            length = LIBC.fgetxattr(open, name, buffer, LARGEST_ATTRIBUTE);
        }
        return value(buffer, length);
    }

    private static Optional<byte[]> value(ByteBuffer buffer, long length) {
        if (length < 0) {
            return Optional.empty();
        }
        byte[] value = new byte[(int) length];
        buffer.get(value);
        return Optional.of(value);
    }

    @Override
    public List<FolderEntry> nextEntries() throws IOException {
        List<FolderEntry> entries = new ArrayList<>();
        while (entries.size() < MOST_NAMES) {
            ByteBuffer buffer = BUFFER.get().clear();
            int length = list(buffer);
            if (length == 0) {
                break;
            }
            readEntries(buffer, length, entries);
        }
        entries.sort(Comparator.comparing(FolderEntry::name));
        return entries;
    }

    /** @return 0 at the end: a folder that was removed while it is read has no more */
    private int list(ByteBuffer buffer) throws IOException {
        try {
            return (int) check(path, LIBC.getdents64(descriptor.number(), buffer, LISTING_BYTES));
        } catch (NoSuchFileException removed) {
            return 0;
        }
    }

    /** Structures linux_dirent64: inode 8, offset 8, length 2, type 1, zero-terminated name. */
    private static void readEntries(ByteBuffer buffer, int length, List<FolderEntry> entries) {
        byte[] name = new byte[256];
        int at = 0;
        while (at < length) {
            int end = 0;
            for (byte letter = buffer.get(at + 19); letter != 0; letter = buffer.get(at + 19 + end)) {
                name[end++] = letter;
            }
            String text = FileName.decode(name, 0, end);
            if (!text.equals(".") && !text.equals("..")) {
                entries.add(new FolderEntry(text, FileFacts.Kind.listed(buffer.get(at + 18))));
            }
            at += buffer.getShort(at + 16);
        }
    }

    private String below(String name) {
        return path.isEmpty() || path.equals("/") ? "/" + name : path + "/" + name;
    }

    @Override
    public void close() {
        descriptor.close();
    }
}
