package dev.berth.runtime.hash;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import jnr.ffi.LibraryLoader;
import jnr.ffi.Memory;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;
import jnr.ffi.annotations.In;
import jnr.ffi.annotations.Out;
import jnr.ffi.annotations.Pinned;
import jnr.ffi.types.size_t;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * SHA-256 of content that comes in pieces. By OpenSSL's library where the host has it, else by Java: with the small compiler that the engine runs with, Java takes ten
 * times as long, and a whole class would wait for its images. Not thread safe.
 *
 * @see <a href="https://docs.openssl.org/3.0/man3/SHA256_Init/">SHA256_Init(3)</a>
 */
public interface Sha256 {
    void update(byte[] bytes, int offset, int length);

    /** Of all bytes so far; call it once. */
    byte[] digest();

    static Sha256 begin() {
        return Native.LIBRARY.<Sha256>map(Native::new).orElseGet(Portable::new);
    }

    /** What is used of OpenSSL. Its state is plain memory, so there is nothing to be freed. */
    interface LibCrypto {
        int SHA256_Init(Pointer state);

        /** @param bytes pinned: no copy is made of them */
        int SHA256_Update(Pointer state, @In @Pinned ByteBuffer bytes, @size_t long length);

        int SHA256_Final(@Out byte[] hash, Pointer state);
    }

    /** By OpenSSL. */
    final class Native implements Sha256 {
        private static final Logger LOG = LoggerFactory.getLogger(Sha256.class);
        private static final Optional<LibCrypto> LIBRARY = load();
        /** {@code sizeof(SHA256_CTX)} is 112. */
        private static final int STATE_BYTES = 128;
        private static final int HASH_BYTES = 32;

        private final LibCrypto library;
        private final Pointer state;

        Native(LibCrypto library) {
            this.library = library;
            this.state = Memory.allocateDirect(Runtime.getRuntime(library), STATE_BYTES, true);
            library.SHA256_Init(state);
        }

        private static Optional<LibCrypto> load() {
            try {
                return Optional.of(LibraryLoader.create(LibCrypto.class).failImmediately().load("libcrypto.so.3"));
            } catch (UnsatisfiedLinkError missing) {
                LOG.warn("no libcrypto.so.3 on this host: images come in more slowly ({})", missing.getMessage());
                return Optional.empty();
            }
        }

        @Override
        public void update(byte[] bytes, int offset, int length) {
            library.SHA256_Update(state, ByteBuffer.wrap(bytes, offset, length), length);
        }

        @Override
        public byte[] digest() {
            byte[] hash = new byte[HASH_BYTES];
            library.SHA256_Final(hash, state);
            return hash;
        }
    }

    /** By Java. */
    final class Portable implements Sha256 {
        private final MessageDigest hash;

        Portable() {
            try {
                hash = MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException impossible) {
                throw new IllegalStateException("every Java platform has SHA-256", impossible);
            }
        }

        @Override
        public void update(byte[] bytes, int offset, int length) {
            hash.update(bytes, offset, length);
        }

        @Override
        public byte[] digest() {
            return hash.digest();
        }
    }
}
