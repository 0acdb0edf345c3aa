#include "system.h"

#include <fcntl.h>
#include <signal.h>
#include <string.h>

pid_t system_clone(uint64_t flags, int *process_descriptor, int control_group) {
    struct clone_args arguments = {.flags = flags};
    /* With CLONE_PARENT the kernel takes the exit signal of the caller, and insists on zero here. */
    arguments.exit_signal = (flags & CLONE_PARENT) ? 0 : SIGCHLD;
    if (process_descriptor != NULL) {
        arguments.flags |= CLONE_PIDFD;
        arguments.pidfd = (uint64_t)(uintptr_t)process_descriptor;
    }
    if (control_group >= 0) {
        arguments.flags |= CLONE_INTO_CGROUP;
        arguments.cgroup = (uint64_t)control_group;
    }
    return (pid_t)syscall(SYS_clone3, &arguments, sizeof arguments);
}

int system_open_beneath(int root, const char *path, uint64_t flags, uint64_t mode) {
    struct open_how how = {.flags = flags | O_CLOEXEC, .mode = mode, .resolve = RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS};
    return (int)syscall(SYS_openat2, root, path, &how, sizeof how);
}

int system_open_directly(int parent, const char *name) {
    struct open_how how = {.flags = O_PATH | O_DIRECTORY | O_CLOEXEC, .resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_XDEV};
    return (int)syscall(SYS_openat2, parent, name, &how, sizeof how);
}

int system_pidfd_open(pid_t pid) {
    return (int)syscall(SYS_pidfd_open, pid, 0);
}

int system_pidfd_kill(int process, int signal) {
    return (int)syscall(SYS_pidfd_send_signal, process, signal, NULL, 0);
}

int system_close_range(unsigned first, unsigned last) {
    return (int)syscall(SYS_close_range, first, last, 0);
}

int system_open_tree(int directory, const char *path, unsigned flags) {
    return (int)syscall(SYS_open_tree, directory, path, flags | OPEN_TREE_CLOEXEC);
}

int system_move_mount(int tree, int target) {
    return (int)syscall(SYS_move_mount, tree, "", target, "", MOVE_MOUNT_F_EMPTY_PATH | MOVE_MOUNT_T_EMPTY_PATH);
}

int system_mount_setattr(int tree, unsigned flags, struct mount_attr *attributes) {
    return (int)syscall(SYS_mount_setattr, tree, "", flags | AT_EMPTY_PATH, attributes, sizeof *attributes);
}

int system_set_read_only(int tree) {
    struct mount_attr attributes = {.attr_set = MOUNT_ATTR_RDONLY};
    return system_mount_setattr(tree, 0, &attributes);
}

int system_pivot_root(const char *new_root, const char *put_old) {
    return (int)syscall(SYS_pivot_root, new_root, put_old);
}
