package dev.berth.runtime.kernel;

import java.nio.ByteBuffer;

/**
 * Bytes in memory that another process gets as a descriptor and that nobody can change any more.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/memfd_create.2.html">memfd_create(2)</a>
 */
public final class SealedFile {
    private static final int MFD_CLOEXEC = 1;
    private static final int MFD_ALLOW_SEALING = 2;
    private static final int F_ADD_SEALS = 1033;
    private static final int EVERY_SEAL = 0xf; // seal, shrink, grow, write

    private SealedFile() {}

    /** @return to be closed by the caller once it has been sent */
    public static Descriptor of(ByteBuffer content) {
        ByteBuffer bytes = SystemCalls.allocate(content.remaining());
        bytes.put(content.duplicate());
        Descriptor file = new Descriptor(SystemCalls.check("memfd_create", SystemCalls.LIBC.memfd_create("berth-plan", MFD_CLOEXEC | MFD_ALLOW_SEALING)));
        try {
            writeWhole(file, bytes);
            SystemCalls.check("fcntl F_ADD_SEALS", SystemCalls.LIBC.fcntl(file.number(), F_ADD_SEALS, EVERY_SEAL));
            return file;
        } catch (SystemCallException failure) {
            file.close();
            throw failure;
        }
    }

    private static void writeWhole(Descriptor file, ByteBuffer bytes) {
        long written = 0;
        while (written < bytes.capacity()) {
            long length = SystemCalls.LIBC.write(file.number(), SystemCalls.pointer(bytes).slice(written), bytes.capacity() - written);
            written += SystemCalls.check("write", (int) length);
        }
    }
}
