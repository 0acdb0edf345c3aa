/* What is mounted in a container beside its layers: volumes, and files and directories of the machine. */
#include "directories.h"
#include "kept.h"
#include "operations.h"
#include "system.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stddef.h>
#include <sys/mount.h>
#include <sys/stat.h>

enum { READ_ONLY = 1 };

/*
 * As host root, before the machine is entered: the tree is that of the process's own mount namespace, with all that its root has mounted there. The path is hostile:
 * it is resolved in the process's root alone, and no link of /proc leads on.
 */
int operation_open_source(struct plan *plan, struct reader *arguments) {
    const struct kept *process = kept_find(read_text(arguments));
    const char *path = read_text(arguments);
    bool recursive = read_number(arguments) != 0;
    if (process == NULL || process->state != KEPT_RUNNING) {
        return -ESRCH;
    }
    if (plan->source_count == SOURCE_LIMIT) {
        return -E2BIG;
    }
    if (setns(process->process, CLONE_NEWNS) < 0) {
        return -errno;
    }
    int root = open("/", O_PATH | O_DIRECTORY | O_CLOEXEC);
    int place = root < 0 ? -1 : system_open_beneath(root, path, O_PATH, 0);
    int tree = place < 0 ? -1 : system_open_tree(place, "", OPEN_TREE_CLONE | AT_EMPTY_PATH | (recursive ? AT_RECURSIVE : 0));
    int result = tree < 0 ? -errno : 0;
    close(root);
    close(place);
    if (result == 0) {
        plan->source[plan->source_count++] = tree;
    }
    return result;
}

/* A directory goes onto a directory, a file onto a file; what is missing is made. */
static int place(struct plan *plan, int tree, const char *path) {
    struct stat source;
    struct stat status;
    if (fstat(tree, &source) < 0) {
        return -errno;
    }
    int target = S_ISDIR(source.st_mode) ? directories_open(plan->root, path) : directories_open_file(plan->root, path);
    if (target < 0) {
        return target;
    }
    int result = fstat(target, &status) < 0 ? -errno : 0;
    if (result == 0 && S_ISDIR(source.st_mode) != S_ISDIR(status.st_mode)) {
        result = -ENOTDIR;
    }
    if (result == 0 && system_move_mount(tree, target) < 0) {
        result = -errno;
    }
    close(target);
    return result;
}

/* Propagation is one of MS_PRIVATE, MS_SLAVE, MS_SHARED, with MS_REC or without. */
int operation_place_source(struct plan *plan, struct reader *arguments) {
    uint32_t index = read_number(arguments);
    const char *path = read_text(arguments);
    uint32_t flags = read_number(arguments);
    uint32_t propagation = read_number(arguments);
    if (index >= plan->source_count) {
        return -EBADMSG;
    }
    int tree = plan->source[index];
    /* The machine's root may share its mounts: the container takes part in that only where it asks to. */
    struct mount_attr wanted = {.propagation = propagation & ~(uint32_t)MS_REC};
    if (system_mount_setattr(tree, (propagation & MS_REC) ? AT_RECURSIVE : 0, &wanted) < 0) {
        return -errno;
    }
    int result = (flags & READ_ONLY) && system_set_read_only(tree) < 0 ? -errno : 0;
    return result < 0 ? result : place(plan, tree, path);
}

/* The name was the student's choice and the engine's to check; a link in its place is followed by nobody. */
int operation_volume(struct plan *plan, struct reader *arguments) {
    const char *name = read_text(arguments);
    const char *path = read_text(arguments);
    uint32_t flags = read_number(arguments);
    int volumes = open("/disk/volumes", O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    int volume = volumes < 0 ? -1 : system_open_directly(volumes, name);
    int data = volume < 0 ? -1 : system_open_directly(volume, "_data");
    int tree = data < 0 ? -1 : system_open_tree(data, "", OPEN_TREE_CLONE | AT_EMPTY_PATH);
    int result = tree < 0 || ((flags & READ_ONLY) && system_set_read_only(tree) < 0) ? -errno : 0;
    if (result == 0) {
        result = place(plan, tree, path);
    }
    close(volumes);
    close(volume);
    close(data);
    close(tree);
    return result;
}
