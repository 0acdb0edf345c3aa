package dev.berth.runtime.kernel;

import java.nio.ByteBuffer;
import jnr.ffi.LibraryLoader;
import jnr.ffi.Pointer;

/** A pipe of the kernel, for tests. */
record Pipe(Descriptor reader, Descriptor writer) {
    private static final int CLOSE_ON_EXEC = 0x80000;
    private static final Calls CALLS = LibraryLoader.create(Calls.class).load("c");

    /** Bound here, since only tests make pipes in the engine. */
    public interface Calls {
        int pipe2(Pointer ends, int flags);
    }

    static Pipe open() {
        ByteBuffer ends = SystemCalls.allocate(2 * Integer.BYTES);
        SystemCalls.check("pipe2", CALLS.pipe2(SystemCalls.pointer(ends), CLOSE_ON_EXEC));
        return new Pipe(new Descriptor(ends.getInt(0)), new Descriptor(ends.getInt(Integer.BYTES)));
    }
}
