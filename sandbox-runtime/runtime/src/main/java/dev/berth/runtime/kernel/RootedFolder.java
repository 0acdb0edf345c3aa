package dev.berth.runtime.kernel;

import static dev.berth.runtime.kernel.FileCalls.LIBC;
import static dev.berth.runtime.kernel.FileFailure.check;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A folder into which files are put by paths that nobody vouches for. Every path is resolved by the kernel as if this folder were the root: a symbolic link met on
 * the way, absolute or with {@code ..}, leads somewhere in the folder and never out of it. The last name of a path is never followed. Folders that a path lacks are
 * made, owned by root, mode 0755. Not thread safe.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/openat2.2.html">openat2(2), RESOLVE_IN_ROOT</a>
 */
public final class RootedFolder implements AutoCloseable {
    private static final int FOLDER_ITSELF = FileCalls.O_PATH | FileCalls.O_DIRECTORY | FileCalls.O_NOFOLLOW | FileCalls.O_CLOEXEC;

    private static final int OWNER_ALONE = 0600;
    private static final int SPECIAL_BITS = 07000;

    private final int root;
    private final HoldingFolder holder;
    private boolean closed;

    private RootedFolder(int root) {
        this.root = root;
        this.holder = new HoldingFolder(root);
    }

    /** @param folder must exist */
    public static RootedFolder open(Path folder) throws IOException {
        int flags = FileCalls.O_DIRECTORY | FileCalls.O_NOFOLLOW | FileCalls.O_CLOEXEC;
        return new RootedFolder((int) check(folder.toString(), LIBC.openat(FileCalls.AT_FDCWD, FileName.terminated(folder.toString()), flags, 0)));
    }

    /** @param folder must stay open as long as this one is used, since what is mounted in it goes with it */
    public static RootedFolder open(FolderDescriptor folder) throws IOException {
        int flags = FileCalls.O_DIRECTORY | FileCalls.O_NOFOLLOW | FileCalls.O_CLOEXEC;
        return new RootedFolder((int) check("/", LIBC.openat(folder.number(), FileName.terminated("."), flags, 0)));
    }

    /** @return false if there is one already; @throws FileAlreadyExistsException if something else is there */
    public boolean makeFolder(String path) throws IOException {
        byte[] name = holder.enter(path);
        if (LIBC.mkdirat(holder.descriptor(), name, 0700) == 0) {
            return true;
        }
        FileSystemException failure = FileFailure.last(path);
        if (failure instanceof FileAlreadyExistsException && isFolder(name)) {
            return false;
        }
        throw failure;
    }

    /** Makes a regular file to be written and then closed. @throws FileAlreadyExistsException whatever is there */
    public NewFile makeFile(String path) throws IOException {
        return makeFile(path, OWNER_ALONE);
    }

    /** As {@link #makeFile(String)}, where nobody else can reach the folder. @param mode that it will be stamped with: then the stamp need not, most often */
    public NewFile makeFile(String path, int mode) throws IOException {
        int flags = FileCalls.O_WRONLY | FileCalls.O_CREAT | FileCalls.O_EXCL | FileCalls.O_NOFOLLOW | FileCalls.O_CLOEXEC;
        byte[] name = holder.enter(path);
        int first = (mode & SPECIAL_BITS) == 0 ? mode : OWNER_ALONE;
        return new NewFile(path, (int) check(path, LIBC.openat(holder.descriptor(), name, flags, first)), first);
    }

    /** @param target any text: it is not looked at */
    public void makeSymbolicLink(String path, String target) throws IOException {
        byte[] name = holder.enter(path);
        check(path, LIBC.symlinkat(FileName.terminated(target), holder.descriptor(), name));
    }

    /** @param existing a path in this folder. @throws NoSuchFileException if it is not there */
    public void makeHardLink(String path, String existing) throws IOException {
        byte[] existingName = HoldingFolder.lastName(existing);
        int existingParent = holder.open(HoldingFolder.parentOf(existing));
        if (existingParent < 0) {
            throw FileFailure.last(existing);
        }
        try {
            byte[] name = holder.enter(path);
            check(path, LIBC.linkat(existingParent, existingName, holder.descriptor(), name, 0));
        } finally {
            LIBC.close(existingParent);
        }
    }

    public void makePipe(String path) throws IOException {
        byte[] name = holder.enter(path);
        check(path, LIBC.mknodat(holder.descriptor(), name, FileCalls.S_IFIFO | 0600, 0));
    }

    /** Makes overlayfs's mark for "what lower layers have here is gone": a character device 0/0, which opens nothing. */
    public void makeWhiteout(String path) throws IOException {
        byte[] name = holder.enter(path);
        check(path, LIBC.mknodat(holder.descriptor(), name, FileCalls.S_IFCHR, 0));
    }

    /** Sets owner, mode, attributes and times of a folder, and of a link or pipe what these have: no mode of a link, no attributes. */
    public void stamp(String path, FileStamp stamp, boolean link) throws IOException {
        byte[] name = holder.enter(path);
        check(path, LIBC.fchownat(holder.descriptor(), name, stamp.uid(), stamp.gid(), FileCalls.AT_SYMLINK_NOFOLLOW));
        if (!link) {
            check(path, LIBC.fchmodat(holder.descriptor(), name, stamp.mode(), 0));
        }
        setModified(path, stamp.modified());
    }

    /** As {@link #stamp}, for this folder itself. */
    public void stampRoot(FileStamp stamp) throws IOException {
        check("/", LIBC.fchown(root, stamp.uid(), stamp.gid()));
        check("/", LIBC.fchmod(root, stamp.mode()));
        check("/", LIBC.futimens(root, FileStamp.times(stamp.modified())));
    }

    /** Sets extended attributes of a folder. */
    public void setAttributes(String path, Map<String, byte[]> attributes) throws IOException {
        if (attributes.isEmpty()) {
            return;
        }
        byte[] name = holder.enter(path);
        int flags = FileCalls.O_DIRECTORY | FileCalls.O_NOFOLLOW | FileCalls.O_CLOEXEC;
        int folder = (int) check(path, LIBC.openat(holder.descriptor(), name, flags, 0));
        try {
            for (Map.Entry<String, byte[]> attribute : attributes.entrySet()) {
                check(path, LIBC.fsetxattr(folder, FileName.terminated(attribute.getKey()), attribute.getValue(), attribute.getValue().length, 0));
            }
        } finally {
            LIBC.close(folder);
        }
    }

    /** The link itself if {@code path} names one. */
    public void setModified(String path, Instant modified) throws IOException {
        byte[] name = holder.enter(path);
        check(path, LIBC.utimensat(holder.descriptor(), name, FileStamp.times(modified), FileCalls.AT_SYMLINK_NOFOLLOW));
    }

    /** What is there, a link itself; empty: nothing. */
    public Optional<FileFacts> find(String path) throws IOException {
        byte[] name = holder.enter(path);
        return OpenFolder.find(holder.descriptor(), name, path);
    }

    /** Whether a folder, and not a link to one, is there; makes none on the way. */
    public boolean hasFolder(String path) {
        return closesFolder(PathInFolder.open(root, path, FOLDER_ITSELF));
    }

    /** Puts what is at a path in the place of another name in the same folder, at once. */
    public void rename(String path, String newName) throws IOException {
        byte[] name = holder.enter(path);
        check(path, LIBC.renameat(holder.descriptor(), name, holder.descriptor(), FileName.terminated(newName)));
    }

    /** Removes a file, link, pipe or an empty folder. @throws FileSystemException if it is a folder with something in it */
    public void remove(String path) throws IOException {
        byte[] name = holder.enter(path);
        check(path, LIBC.unlinkat(holder.descriptor(), name, isFolder(name) ? FileCalls.AT_REMOVEDIR : 0));
    }

    /** Whether anything is there, wherever links lead to in this folder. */
    public boolean exists(String path) throws IOException {
        int found = PathInFolder.open(root, path, FileCalls.O_PATH | FileCalls.O_CLOEXEC);
        if (found < 0) {
            FileSystemException failure = FileFailure.last(path);
            if (failure instanceof NoSuchFileException || failure instanceof NotDirectoryException) {
                return false;
            }
            throw failure;
        }
        LIBC.close(found);
        return true;
    }

    /** Everything put here is on the disk when this returns. */
    public void sync() throws IOException {
        check("/", LIBC.syncfs(root));
    }

    /** Can be called twice. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            holder.close();
            LIBC.close(root);
        }
    }

    private boolean isFolder(byte[] name) {
        return closesFolder(LIBC.openat(holder.descriptor(), name, FOLDER_ITSELF, 0));
    }

    private static boolean closesFolder(int folder) {
        if (folder < 0) {
            return false;
        }
        LIBC.close(folder);
        return true;
    }
}
