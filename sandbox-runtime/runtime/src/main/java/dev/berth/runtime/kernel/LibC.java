package dev.berth.runtime.kernel;

import jnr.ffi.Pointer;
import jnr.ffi.types.size_t;
import jnr.ffi.types.ssize_t;

/** The C library's functions that this package calls, as jnr-ffi binds them. */
public interface LibC {
    int socket(int domain, int type, int protocol);

    int connect(int descriptor, Pointer address, int length);

    int bind(int descriptor, Pointer address, int length);

    int listen(int descriptor, int backlog);

    int accept4(int descriptor, Pointer address, Pointer length, int flags);

    @ssize_t
    long recvfrom(int descriptor, Pointer buffer, @size_t long length, int flags, Pointer address, Pointer addressLength);

    @ssize_t
    long sendto(int descriptor, Pointer buffer, @size_t long length, int flags, Pointer address, int addressLength);

    @ssize_t
    long sendmsg(int descriptor, Pointer message, int flags);

    @ssize_t
    long recvmsg(int descriptor, Pointer message, int flags);

    @ssize_t
    long read(int descriptor, Pointer buffer, @size_t long length);

    @ssize_t
    long write(int descriptor, Pointer buffer, @size_t long length);

    int close(int descriptor);

    int fcntl(int descriptor, int command, int argument);

    int ioctl(int descriptor, long request, Pointer argument);

    int memfd_create(String name, int flags);

    int epoll_create1(int flags);

    int epoll_ctl(int set, int operation, int descriptor, Pointer event);

    int epoll_wait(int set, Pointer events, int limit, int milliseconds);

    int eventfd(int initial, int flags);

    int setpriority(int which, int who, int priority);

    long syscall(long number, long first, long second, long third, long fourth);
}
