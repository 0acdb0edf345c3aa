/* System calls that musl has no function for. */
#ifndef BERTH_SYSTEM_H
#define BERTH_SYSTEM_H

#include <linux/mount.h>
#include <linux/openat2.h>
#include <linux/sched.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

/* Like fork, in new namespaces. @param process_descriptor gets a pidfd, may be null; control_group: descriptor of a v2 directory, or -1 */
pid_t system_clone(uint64_t flags, int *process_descriptor, int control_group);

/* Opens a path as if root were "/": no symbolic link, no ".." leads out of it. */
int system_open_beneath(int root, const char *path, uint64_t flags, uint64_t mode);

/* Opens a directory by a name in another: no link is followed, nothing above is reached. */
int system_open_directly(int parent, const char *name);

int system_pidfd_open(pid_t pid);
int system_pidfd_kill(int process, int signal);
int system_close_range(unsigned first, unsigned last);
int system_open_tree(int directory, const char *path, unsigned flags);
int system_move_mount(int tree, int target);
int system_mount_setattr(int tree, unsigned flags, struct mount_attr *attributes);
/* Of the mount itself, as Docker does it: what is mounted beneath it stays as it is. */
int system_set_read_only(int tree);

int system_pivot_root(const char *new_root, const char *put_old);

#endif
