/* System calls that no program of a student may make. The filter is built from two lists; unknown calls, newer than these lists, do not exist. */
#include "operations.h"

#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>

enum profile { PROFILE_MACHINE = 1, PROFILE_CONTAINER = 2 };

#if defined(__x86_64__)
#define NATIVE_ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define NATIVE_ARCHITECTURE AUDIT_ARCH_AARCH64
#else
#error "seccomp.c knows the system calls of x86_64 and aarch64 only"
#endif

enum { LAST_KNOWN_CALL = 462, FILTER_LIMIT = 192 };

/* Ways into the host's kernel that need no device and no file: useless to a student, even as root of a machine. */
static const unsigned short denied_everywhere[] = {
    SYS_acct, SYS_add_key, SYS_bpf, SYS_clock_adjtime, SYS_clock_settime, SYS_delete_module, SYS_fanotify_init, SYS_finit_module,
    SYS_init_module, SYS_io_uring_enter, SYS_io_uring_register, SYS_io_uring_setup, SYS_kcmp, SYS_kexec_file_load, SYS_kexec_load,
    SYS_keyctl, SYS_lookup_dcookie, SYS_name_to_handle_at, SYS_nfsservctl, SYS_open_by_handle_at, SYS_perf_event_open, SYS_quotactl,
    443 /* quotactl_fd */, SYS_reboot, SYS_request_key, SYS_settimeofday, SYS_adjtimex, SYS_swapoff, SYS_swapon, SYS_syslog,
    SYS_userfaultfd, SYS_vhangup,
#if defined(__x86_64__)
    SYS__sysctl, SYS_create_module, SYS_get_kernel_syms, SYS_ioperm, SYS_iopl, SYS_kexec_file_load, SYS_query_module, SYS_sysfs,
    SYS_uselib, SYS_ustat, SYS_modify_ldt,
#endif
};

/* As Docker's default profile has it for a container without CAP_SYS_ADMIN. */
static const unsigned short denied_in_containers[] = {
    SYS_fsconfig, SYS_fsmount, SYS_fsopen, SYS_fspick, SYS_mount, SYS_mount_setattr, SYS_move_mount, SYS_open_tree, SYS_pivot_root,
    SYS_setns, SYS_umount2, SYS_unshare, SYS_get_mempolicy, SYS_mbind, SYS_move_pages, SYS_set_mempolicy, SYS_process_madvise,
};

/* Since Linux 6.8 these list the mounts of any namespace that the caller's user namespace owns, by its number: the engine's corner, too. */
static const unsigned short absent_everywhere[] = {457 /* statmount */, 458 /* listmount */};

/* Requests of ioctl on a mount namespace (linux/nsfs.h, 6.12) that open the next or previous one, which may be the engine's corner. Their size may vary. */
static const unsigned corner_requests[] = {0xb70b /* NS_MNT_GET_NEXT */, 0xb70c /* NS_MNT_GET_PREV */};

/* What loads no exotic protocol module of the host. */
static const unsigned char allowed_families[] = {AF_UNSPEC, AF_UNIX, AF_INET, AF_INET6, AF_NETLINK, AF_PACKET};

static const unsigned NEW_NAMESPACES = CLONE_NEWNS | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNET | CLONE_NEWCGROUP;

struct filter {
    struct sock_filter code[FILTER_LIMIT];
    unsigned short length;
};

static void add(struct filter *filter, unsigned short code, unsigned value, unsigned char if_true, unsigned char if_false) {
    if (filter->length < FILTER_LIMIT) {
        struct sock_filter instruction = {.code = code, .jt = if_true, .jf = if_false, .k = value};
        filter->code[filter->length++] = instruction;
    }
}

static void load(struct filter *filter, size_t offset) {
    add(filter, BPF_LD | BPF_W | BPF_ABS, (unsigned)offset, 0, 0);
}

static void give(struct filter *filter, unsigned answer) {
    add(filter, BPF_RET | BPF_K, answer, 0, 0);
}

static void refuse(struct filter *filter, unsigned call, unsigned error) {
    add(filter, BPF_JMP | BPF_JEQ | BPF_K, call, 0, 1);
    give(filter, SECCOMP_RET_ERRNO | error);
}

static void limit_socket_families(struct filter *filter) {
    enum { FAMILIES = sizeof allowed_families };
    add(filter, BPF_JMP | BPF_JEQ | BPF_K, SYS_socket, 0, FAMILIES + 3);
    load(filter, offsetof(struct seccomp_data, args[0]));
    for (unsigned char index = 0; index < FAMILIES; index++) {
        add(filter, BPF_JMP | BPF_JEQ | BPF_K, allowed_families[index], (unsigned char)(FAMILIES - index), 0);
    }
    give(filter, SECCOMP_RET_ERRNO | EAFNOSUPPORT);
    give(filter, SECCOMP_RET_ALLOW);
}

static void refuse_corner_requests(struct filter *filter) {
    enum { REQUESTS = sizeof corner_requests / sizeof *corner_requests };
    add(filter, BPF_JMP | BPF_JEQ | BPF_K, SYS_ioctl, 0, 2 * REQUESTS + 3);
    load(filter, offsetof(struct seccomp_data, args[1])); /* the kernel, too, looks at the lower half alone */
    add(filter, BPF_ALU | BPF_AND | BPF_K, 0xffff, 0, 0);
    for (size_t index = 0; index < REQUESTS; index++) {
        refuse(filter, corner_requests[index], EPERM);
    }
    give(filter, SECCOMP_RET_ALLOW);
}

/* clone3 takes its flags from memory, where a filter cannot look: it does not exist, and the C library falls back to clone. */
static void refuse_namespaces(struct filter *filter) {
    refuse(filter, SYS_clone3, ENOSYS);
    add(filter, BPF_JMP | BPF_JEQ | BPF_K, SYS_clone, 0, 4);
    load(filter, offsetof(struct seccomp_data, args[0]));
    add(filter, BPF_JMP | BPF_JSET | BPF_K, NEW_NAMESPACES, 0, 1);
    give(filter, SECCOMP_RET_ERRNO | EPERM);
    give(filter, SECCOMP_RET_ALLOW);
}

static void build(struct filter *filter, bool container) {
    load(filter, offsetof(struct seccomp_data, arch));
    add(filter, BPF_JMP | BPF_JEQ | BPF_K, NATIVE_ARCHITECTURE, 1, 0);
    give(filter, SECCOMP_RET_ERRNO | ENOSYS); /* 32-bit programs would need lists of their own */
    load(filter, offsetof(struct seccomp_data, nr));
    add(filter, BPF_JMP | BPF_JGT | BPF_K, LAST_KNOWN_CALL, 0, 1);
    give(filter, SECCOMP_RET_ERRNO | ENOSYS);
    for (size_t index = 0; index < sizeof denied_everywhere / sizeof *denied_everywhere; index++) {
        refuse(filter, denied_everywhere[index], EPERM);
    }
    for (size_t index = 0; index < sizeof absent_everywhere / sizeof *absent_everywhere; index++) {
        refuse(filter, absent_everywhere[index], ENOSYS);
    }
    for (size_t index = 0; container && index < sizeof denied_in_containers / sizeof *denied_in_containers; index++) {
        refuse(filter, denied_in_containers[index], EPERM);
    }
    limit_socket_families(filter);
    refuse_corner_requests(filter);
    if (container) {
        refuse_namespaces(filter);
    }
    give(filter, SECCOMP_RET_ALLOW);
}

/* Needs CAP_SYS_ADMIN in the machine's user namespace, so it comes before the credentials; no_new_privs stays off, as with Docker, so that sudo works. */
int operation_system_calls(struct plan *plan, struct reader *arguments) {
    (void)plan;
    static struct filter filter;
    build(&filter, read_number(arguments) == PROFILE_CONTAINER);
    if (filter.length == FILTER_LIMIT) {
        return -E2BIG;
    }
    struct sock_fprog program = {.len = filter.length, .filter = filter.code};
    return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0) < 0 ? -errno : 0;
}
