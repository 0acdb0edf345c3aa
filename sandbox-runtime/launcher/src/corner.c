/* The engine's corner of a machine: a staging tmpfs that holds the covered layer store, the machine's disk and devices, and later its root. */
#include "operations.h"
#include "report.h"
#include "system.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

enum { BIND_READ_ONLY = 1, BIND_FILE = 2 };

static int read_only(const char *path) {
    return mount(NULL, path, NULL, MS_REMOUNT | MS_BIND | MS_RDONLY | MS_NOSUID | MS_NODEV, NULL) < 0 ? -errno : 0;
}

/* Must happen before the user namespace is entered: attached by the machine, its root could make it writable and change the host's layers. */
int operation_open_store(struct plan *plan, struct reader *arguments) {
    plan->store = system_open_tree(AT_FDCWD, read_text(arguments), OPEN_TREE_CLONE);
    if (plan->store < 0) {
        return -errno;
    }
    struct mount_attr attributes = {
        .attr_set = MOUNT_ATTR_RDONLY | MOUNT_ATTR_NODEV | MOUNT_ATTR_IDMAP, .userns_fd = (uint64_t)plan->user_namespace};
    return system_mount_setattr(plan->store, 0, &attributes) < 0 ? -errno : 0;
}

/* Mounted over the store's own path, which nobody needs any more in this namespace: disks and sockets beside it stay reachable. */
int operation_staging(struct plan *plan, struct reader *arguments) {
    (void)plan;
    const char *path = read_text(arguments);
    struct text_list directories = read_list(arguments);
    if (mount("corner", path, "tmpfs", MS_NOSUID | MS_NODEV, "mode=755,size=64k") < 0) {
        return -errno;
    }
    for (uint32_t index = 0; index < directories.count; index++) {
        if (mkdir(read_text(&directories.texts), 0755) < 0) {
            return -errno;
        }
    }
    return 0;
}

/* The working directory stays beneath the cover: overlays name layers relative to it, and no path leads there. */
int operation_place_store(struct plan *plan, struct reader *arguments) {
    const char *path = read_text(arguments);
    int target = open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (target < 0 || system_move_mount(plan->store, target) < 0 || chdir(path) < 0
        || mount("cover", path, "tmpfs", MS_RDONLY | MS_NOSUID | MS_NODEV | MS_NOEXEC, "mode=555,size=4k") < 0) {
        return -errno;
    }
    close(target);
    return 0;
}

int operation_bind(struct plan *plan, struct reader *arguments) {
    (void)plan;
    const char *source = read_text(arguments);
    const char *target = read_text(arguments);
    uint32_t flags = read_number(arguments);
    if (flags & BIND_FILE) {
        int file = open(target, O_WRONLY | O_CREAT | O_CLOEXEC, 0644);
        if (file < 0) {
            return -errno;
        }
        close(file);
    }
    if (mount(source, target, NULL, MS_BIND, NULL) < 0) {
        return -errno;
    }
    return (flags & BIND_READ_ONLY) ? read_only(target) : 0;
}

/* From here on this namespace, and every copy of it, has nothing of the host's tree but what was bound. */
int operation_enter_staging(struct plan *plan, struct reader *arguments) {
    (void)plan;
    const char *path = read_text(arguments);
    char old[4096];
    int length = snprintf(old, sizeof old, "%s/old", path);
    if (length < 0 || (size_t)length >= sizeof old) {
        return -ENAMETOOLONG;
    }
    if (system_pivot_root(path, old) < 0 || umount2("/old", MNT_DETACH) < 0 || rmdir("/old") < 0) {
        return -errno;
    }
    /* A mount point removed through a descriptor would detach its mount everywhere: nobody may. */
    return mount(NULL, "/", NULL, MS_REMOUNT | MS_RDONLY | MS_NOSUID | MS_NODEV, "mode=755,size=64k") < 0 ? -errno : 0;
}

/* The launcher holds the namespace: the machine's own processes leave it, so no pid leads there. */
int operation_keep_corner(struct plan *plan, struct reader *arguments) {
    (void)arguments;
    int corner[2] = {open("/hostproc/self/ns/mnt", O_RDONLY | O_CLOEXEC), open(".", O_PATH | O_DIRECTORY | O_CLOEXEC)};
    if (corner[0] < 0 || corner[1] < 0) {
        return -errno;
    }
    int result = plan_report(plan, REPORT_CORNER, 0, corner, 2);
    close(corner[0]);
    close(corner[1]);
    return result;
}
