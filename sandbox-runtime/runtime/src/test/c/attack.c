/* What a student's own program may try that no shell can: one attempt a line, as "name: what the kernel said". EscapeKernelTest runs it in a machine and in a container. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { LISTMOUNT = 458, NAMESPACES_AROUND = 200, VSOCK = 40 };

static void tell(const char *name, long result) {
    printf("%s: %s\n", name, result < 0 ? strerror(errno) : "done");
}

/* Numbers of mount namespaces are given in order: those of the corner and of other machines are near one's own. */
static long mounts_of_others(int own_namespace) {
    struct request {
        uint32_t size;
        uint32_t spare;
        uint64_t mount;
        uint64_t after;
        uint64_t namespace;
    };
    uint64_t own = 0;
    uint64_t found[64];
    if (ioctl(own_namespace, _IOR(0xb7, 5, uint64_t), &own) < 0) {
        return -1;
    }
    for (uint64_t number = own - NAMESPACES_AROUND; number < own + NAMESPACES_AROUND; number++) {
        struct request request = {.size = sizeof request, .mount = ~0ULL, .namespace = number};
        if (number != own && syscall(LISTMOUNT, &request, found, 64, 0) >= 0) {
            return 0;
        }
    }
    errno = ENOSYS;
    return -1;
}

/* Of any size that the kernel may take. */
static long next_namespace(int own_namespace, unsigned number) {
    char information[64] = {0};
    for (unsigned size = 16; size <= sizeof information; size += 8) {
        if (ioctl(own_namespace, _IOC(_IOC_READ, 0xb7, number, size), information) >= 0) {
            return 0;
        }
    }
    return -1;
}

static long make_writable(void) {
    struct {
        uint64_t set;
        uint64_t clear;
        uint64_t propagation;
        uint64_t user_namespace;
    } attributes = {.clear = 1};
    long tree = syscall(SYS_open_tree, AT_FDCWD, "/run/berth", 1);
    return tree < 0 ? -1 : syscall(SYS_mount_setattr, tree, "", AT_EMPTY_PATH, &attributes, sizeof attributes);
}

int main(void) {
    char handle[128] = {120};
    int own_namespace = open("/proc/self/ns/mnt", O_RDONLY);
    tell("list the mounts of other namespaces", mounts_of_others(own_namespace));
    tell("open the next mount namespace", next_namespace(own_namespace, 11));
    tell("open the previous mount namespace", next_namespace(own_namespace, 12));
    tell("open a file by its handle", syscall(SYS_open_by_handle_at, own_namespace, handle, O_RDONLY));
    tell("make a read-only mount of the host writable", make_writable());
    tell("trace the first process", ptrace(PTRACE_ATTACH, 1, NULL, NULL));
    tell("load a program into the kernel", syscall(SYS_bpf, 0, NULL, 0));
    tell("open a ring of input and output", syscall(SYS_io_uring_setup, 1, NULL));
    tell("use the host's keys", syscall(SYS_keyctl, 0, -3, 1, 0, 0));
    tell("watch the processor", syscall(SYS_perf_event_open, NULL, 0, 0, 0, 0));
    tell("read the kernel's messages", syscall(SYS_syslog, 3, handle, sizeof handle));
    tell("talk to the hypervisor", socket(VSOCK, SOCK_STREAM, 0));
    return 0;
}
