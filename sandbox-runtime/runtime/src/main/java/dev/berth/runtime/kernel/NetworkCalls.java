package dev.berth.runtime.kernel;

import jnr.ffi.LastError;
import jnr.ffi.LibraryLoader;
import jnr.ffi.Runtime;
import jnr.ffi.annotations.In;
import jnr.ffi.annotations.Out;
import jnr.ffi.types.size_t;
import jnr.ffi.types.ssize_t;

/** The C library's functions that sockets of the kernel and network namespaces need. Public because jnr-ffi implements it from another class loader. */
public interface NetworkCalls {
    NetworkCalls LIBC = LibraryLoader.create(NetworkCalls.class).load("c");

    int AF_INET = 2;
    int AF_NETLINK = 16;
    int SOCK_STREAM = 1;
    int SOCK_DGRAM = 2;
    int SOCK_RAW = 3;
    int SOCK_CLOEXEC = 0x80000;
    int SOL_SOCKET = 1;
    int SO_RCVTIMEO = 20;
    int SOL_NETLINK = 270;
    int NETLINK_CAP_ACK = 10;
    int NETLINK_EXT_ACK = 11;
    int MSG_TRUNC = 0x20;
    int O_RDONLY = 0;
    int O_CLOEXEC = 0x80000;
    int CLONE_NEWNET = 0x40000000;
    int CLONE_NEWUTS = 0x04000000;

    int socket(int domain, int type, int protocol);

    int bind(int socket, @In byte[] address, int length);

    int setsockopt(int socket, int level, int option, @In byte[] value, int length);

    @ssize_t
    long send(int socket, @In byte[] message, @size_t long length, int flags);

    @ssize_t
    long recv(int socket, @Out byte[] buffer, @size_t long length, int flags);

    int setns(int descriptor, int type);

    int unshare(int kinds);

    int gethostname(@Out byte[] name, @size_t long length);

    int open(CharSequence path, int flags);

    int close(int descriptor);

    /** @return {@code result}, @throws SystemCallException if it is negative */
    static long check(String call, long result) {
        if (result < 0) {
            throw new SystemCallException(call, LastError.getLastError(Runtime.getRuntime(LIBC)));
        }
        return result;
    }
}
