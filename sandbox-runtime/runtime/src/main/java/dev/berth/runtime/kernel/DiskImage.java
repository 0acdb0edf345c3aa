package dev.berth.runtime.kernel;

import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import jnr.ffi.LastError;
import jnr.ffi.Runtime;

/**
 * A file with a file system of its own in it, as large as it may become: whoever fills it is told {@code ENOSPC}, by its blocks as by its files, and nobody else
 * notices. It takes from its host only what is in it; what is deleted in it goes back.
 *
 * @param file in a folder that only root enters
 * @param names a folder on the same file system that only root enters; see {@link LoopDevice#of}
 */
public record DiskImage(Path file, Path names) {
    /** Room for the smallest journal and what a start needs. */
    public static final long LEAST_BYTES = 32L << 20;

    private static final int FORMAT_SECONDS = 60;

    /** Small to have a hundred of: no room for growth, nothing reserved, the least journal; tables of files are written when they are used. */
    private static final List<String> FORMAT = List.of(
            "mkfs.ext4", "-F", "-q", "-b", "4096", "-i", "16384", "-I", "256", "-m", "0", "-J", "size=4", "-O", "^resize_inode", "-E",
            "lazy_itable_init=1,nodiscard,root_owner=0:0");

    /**
     * What is deleted becomes a hole in the file. A file system that its host cannot write any more is closed, not written on half. Extended attributes that are too
     * long for a file's own place are not shared among files: few are, and the table of them costs 10 KiB of memory.
     */
    private static final String OPTIONS = "discard,noinit_itable,no_mbcache,errors=remount-ro";

    /** Makes it, empty. @param bytes at least {@link #LEAST_BYTES}. @throws IOException with the words of mkfs */
    public void format(long bytes) throws IOException {
        try (RandomAccessFile image = new RandomAccessFile(file.toFile(), "rw")) {
            image.setLength(0);
            image.setLength(bytes);
        }
        List<String> command = new ArrayList<>(FORMAT);
        command.add(file.toString());
        Process formatting = new ProcessBuilder(command).redirectErrorStream(true).start();
        formatting.getOutputStream().close();
        try (InputStream output = formatting.getInputStream()) {
            String words = new String(output.readNBytes(4096), StandardCharsets.UTF_8).strip();
            if (!formatting.waitFor(FORMAT_SECONDS, TimeUnit.SECONDS) || formatting.exitValue() != 0) {
                formatting.destroyForcibly();
                throw new IOException("cannot make a file system in " + file + ": " + words);
            }
        } catch (InterruptedException interrupted) {
            formatting.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while making a file system in " + file, interrupted);
        }
    }

    /** Attaches what is in it at a folder. Nothing happens when something is attached there. */
    public void mount(Path folder) {
        if (isMounted(folder)) {
            return;
        }
        try (LoopDevice device = LoopDevice.of(file, names)) {
            byte[] options = (OPTIONS + "\0").getBytes(StandardCharsets.UTF_8);
            byte[] type = "ext4\0".getBytes(StandardCharsets.UTF_8);
            if (MountCalls.LIBC.mount(LoopDevice.bytes(device.path()), LoopDevice.bytes(folder), type, MountCalls.MS_NODEV, options) < 0) {
                throw new SystemCallException("mount " + file, lastError());
            }
        }
    }

    /** Detaches what is attached at a folder; files that are open stay so until they are closed. Nothing happens when nothing is attached. */
    public static void unmount(Path folder) {
        if (isMounted(folder) && MountCalls.LIBC.umount2(LoopDevice.bytes(folder), MountCalls.MNT_DETACH | MountCalls.UMOUNT_NOFOLLOW) < 0) {
            throw new SystemCallException("umount " + folder, lastError());
        }
    }

    private static boolean isMounted(Path folder) {
        try {
            return Files.exists(folder, LinkOption.NOFOLLOW_LINKS)
                    && !Files.getAttribute(folder, "unix:dev").equals(Files.getAttribute(folder.getParent(), "unix:dev"));
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot look at " + folder, failure);
        }
    }

    private static int lastError() {
        return LastError.getLastError(Runtime.getRuntime(MountCalls.LIBC));
    }
}
