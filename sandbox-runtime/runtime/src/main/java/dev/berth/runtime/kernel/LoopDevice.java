package dev.berth.runtime.kernel;

import static dev.berth.runtime.kernel.SystemCalls.LIBC;
import static dev.berth.runtime.kernel.SystemCalls.check;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import jnr.ffi.Pointer;

/**
 * A file as a block device. The kernel lets go of the file by itself when the last of this object and the mounts of the device is gone: nothing is left when all
 * of us is killed. A file that has a device already gets the same one, since two of them would be two caches over one file system.
 *
 * @see <a href="https://man7.org/linux/man-pages/man4/loop.4.html">loop(4)</a>
 */
final class LoopDevice implements AutoCloseable {
    private static final Path DEVICES = Path.of("/sys/block");
    private static final int MAJOR = 7;
    private static final int OPEN = 0x2 | FileCalls.O_CLOEXEC; // for reading and writing

    private static final long SET_UP = 0x4C0A;
    private static final long STATUS = 0x4C05;
    private static final long FREE_NUMBER = 0x4C82;

    /** struct loop_config: descriptor, block size, struct loop_info64, eight reserved words. */
    private static final int CONFIG_BYTES = 304;
    private static final int INFO_BYTES = 232;
    private static final int FLAGS_IN_CONFIG = 8 + 52;
    private static final int INODE_IN_INFO = 8;

    /** What sysfs adds to the name of a file that has it no more. */
    private static final String REMOVED = " (deleted)";

    private static final int AUTOCLEAR = 4;

    /** Past the host's page cache: what is written is kept once, as a file of the inner file system. */
    private static final int DIRECT = 16;

    /** Others on the host may take the device that was free a moment ago. */
    private static final int TRIES = 32;

    private final Path path;
    private final Descriptor device;

    private LoopDevice(Path path, Descriptor device) {
        this.path = path;
        this.device = device;
    }

    /**
     * Everybody on the host, in machines as well, can read in sysfs by which name a device's file was opened: so it is opened by one that says nothing about it.
     *
     * @param names folder on the file's own file system, for that name while the device is set up
     * @throws SystemCallException when there are no such devices here, as in many containers
     */
    static LoopDevice of(Path file, Path names) {
        Path name = names.resolve(inodeOf(file) + ".img");
        return find(file, name).orElseGet(() -> setUp(file, name));
    }

    private static Optional<LoopDevice> find(Path file, Path name) {
        try (DirectoryStream<Path> devices = Files.newDirectoryStream(DEVICES, "loop*")) {
            for (Path device : devices) {
                if (backs(device, file, name)) {
                    Path node = Path.of("/dev").resolve(device.getFileName());
                    Descriptor opened = open(node);
                    if (inode(opened) == inodeOf(file)) {
                        return Optional.of(new LoopDevice(node, opened));
                    }
                    opened.close(); // it was given up, and may be another's by now
                }
            }
            return Optional.empty();
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot look for the device of " + file, failure);
        }
    }

    /** By the file's own path when an older engine has set it up. */
    private static boolean backs(Path device, Path file, Path name) {
        try {
            String shown = Files.readString(device.resolve("loop/backing_file")).strip();
            return shown.equals(name + REMOVED) || shown.equals(name.toString()) || shown.equals(file.toString());
        } catch (IOException unused) {
            return false;
        }
    }

    private static long inode(Descriptor device) {
        ByteBuffer info = SystemCalls.allocate(INFO_BYTES);
        return LIBC.ioctl(device.number(), STATUS, SystemCalls.pointer(info)) < 0 ? 0 : info.getLong(INODE_IN_INFO);
    }

    private static long inodeOf(Path file) {
        try {
            return ((Number) Files.getAttribute(file, "unix:ino")).longValue();
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot look at " + file, failure);
        }
    }

    private static Descriptor openAs(Path name, Path file) {
        try {
            Files.deleteIfExists(name); // a crash may have left it
            Files.createLink(name, file);
            try {
                return open(name);
            } finally {
                Files.delete(name);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot open " + file + " as " + name, failure);
        }
    }

    private static LoopDevice setUp(Path file, Path name) {
        try (Descriptor control = open(Path.of("/dev/loop-control")); Descriptor content = openAs(name, file)) {
            for (int attempt = 1; ; attempt++) {
                int number = check("ioctl LOOP_CTL_GET_FREE", LIBC.ioctl(control.number(), FREE_NUMBER, Pointer.wrap(SystemCalls.RUNTIME, 0L)));
                Path node = Path.of("/dev/loop" + number);
                makeNode(node, number);
                Descriptor device = open(node);
                ByteBuffer config = SystemCalls.allocate(CONFIG_BYTES);
                config.putInt(0, content.number()).putInt(FLAGS_IN_CONFIG, AUTOCLEAR | DIRECT);
                if (LIBC.ioctl(device.number(), SET_UP, SystemCalls.pointer(config)) == 0) {
                    return new LoopDevice(node, device);
                }
                int errno = SystemCalls.lastError();
                device.close();
                if (errno != ErrorNumber.EBUSY || attempt == TRIES) {
                    throw new SystemCallException("ioctl LOOP_CONFIGURE", errno);
                }
            }
        }
    }

    /** Where /dev is not the kernel's own, as in a container, new devices do not show by themselves. */
    private static void makeNode(Path node, int number) {
        if (Files.notExists(node)) {
            FileCalls.LIBC.mknodat(FileCalls.AT_FDCWD, bytes(node), FileCalls.S_IFBLK | 0600, (long) MAJOR << 8 | number & 0xff | (number & ~0xffL) << 12);
        }
    }

    private static Descriptor open(Path path) {
        int opened = FileCalls.LIBC.openat(FileCalls.AT_FDCWD, bytes(path), OPEN, 0);
        if (opened < 0) {
            throw new SystemCallException("open " + path, FileCalls.lastError());
        }
        return new Descriptor(opened);
    }

    static byte[] bytes(Path path) {
        return (path + "\0").getBytes(StandardCharsets.UTF_8);
    }

    Path path() {
        return path;
    }

    /** The device stays for as long as it is mounted. */
    @Override
    public void close() {
        device.close();
    }
}
