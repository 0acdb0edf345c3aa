/* The root file system of a machine or container. Its content is hostile: every target is opened beneath the root, so that no symbolic link leads out. */
#include "directories.h"
#include "operations.h"
#include "system.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

enum { SOFT = 1 }; /* a failed step of this kind does no harm */
enum { PROPAGATION = MS_SHARED | MS_SLAVE | MS_PRIVATE | MS_UNBINDABLE };

enum { MANY_LAYERS = 10000 }; /* a descriptor from which on many in a row are free */

struct overlay {
    struct text_list layers;
    const char *upper;
    const char *work;
    const char *target;
    bool is_volatile;
};

/* Layers by their names, or by the numbers of open descriptors from this one on. Returns -E2BIG if it does not fit into what mount(2) takes, one page. */
static int mount_overlay(struct overlay overlay, int first_descriptor) {
    static char options[4096];
    size_t used = (size_t)snprintf(options, sizeof options, "lowerdir=");
    for (uint32_t index = 0; index < overlay.layers.count && used < sizeof options; index++) {
        const char *separator = index == 0 ? "" : ":";
        const char *name = read_text(&overlay.layers.texts);
        used += first_descriptor < 0 ? (size_t)snprintf(options + used, sizeof options - used, "%s%s", separator, name)
                                     : (size_t)snprintf(options + used, sizeof options - used, "%s%d", separator, first_descriptor + (int)index);
    }
    if (used < sizeof options) {
        used += (size_t)snprintf(options + used, sizeof options - used, ",upperdir=%s,workdir=%s,userxattr,xino=off%s", overlay.upper, overlay.work,
            overlay.is_volatile ? ",volatile" : "");
    }
    if (used >= sizeof options) {
        return -E2BIG;
    }
    return mount("overlay", overlay.target, "overlay", 0, options) < 0 ? -errno : 0;
}

/* Opens them at numbers in a row. Returns the first, or -errno. */
static int open_layers(struct text_list layers) {
    int first = -1;
    for (uint32_t index = 0; index < layers.count; index++) {
        int layer = open(read_text(&layers.texts), O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        if (layer < 0) {
            return -errno;
        }
        int wanted = first < 0 ? MANY_LAYERS : first + (int)index;
        int placed = fcntl(layer, F_DUPFD_CLOEXEC, wanted);
        close(layer);
        if (placed < 0 || (first >= 0 && placed != wanted)) {
            return -EMFILE;
        }
        first = first < 0 ? placed : first;
    }
    return first;
}

/* Many names are more than mount(2) takes: then the layers are opened, and the working directory is where their numbers are names. */
static int mount_many_layers(struct overlay overlay) {
    int store = open(".", O_PATH | O_DIRECTORY | O_CLOEXEC);
    int first = store < 0 ? -errno : open_layers(overlay.layers);
    if (first < 0) {
        return first;
    }
    int result = chdir("/hostproc/self/fd") < 0 ? -errno : mount_overlay(overlay, first);
    system_close_range((unsigned)first, (unsigned)first + overlay.layers.count - 1);
    if (fchdir(store) < 0 && result == 0) {
        result = -errno;
    }
    close(store);
    return result;
}

/*
 * A volatile mount leaves a mark by which the kernel refuses the next one: a crash may have left half of the files. Such a container does not outlive a crash, so the mark says nothing here. If it
 * stays, the mount fails and tells why.
 */
static void remove_volatile_mark(const char *work) {
    static const char *const marks[] = {"work/incompat/volatile/dirty", "work/incompat/volatile", "work/incompat"};
    char path[4096];
    for (size_t index = 0; index < sizeof marks / sizeof *marks; index++) {
        if (snprintf(path, sizeof path, "%s/%s", work, marks[index]) >= (int)sizeof path || remove(path) < 0) {
            return;
        }
    }
}

/* Layers are names relative to the working directory, which is the store beneath its cover. */
int operation_overlay(struct plan *plan, struct reader *arguments) {
    (void)plan;
    struct overlay overlay = {.layers = read_list(arguments)};
    overlay.upper = read_text(arguments);
    overlay.work = read_text(arguments);
    overlay.target = read_text(arguments);
    overlay.is_volatile = read_number(arguments) != 0;
    remove_volatile_mark(overlay.work);
    int result = mount_overlay(overlay, -1);
    return result == -E2BIG ? mount_many_layers(overlay) : result;
}

/* Later steps see this directory as "/". */
int operation_root(struct plan *plan, struct reader *arguments) {
    if (plan->root >= 0) {
        close(plan->root);
    }
    plan->root = open(read_text(arguments), O_PATH | O_DIRECTORY | O_CLOEXEC);
    return plan->root < 0 ? -errno : 0;
}

static int attach_and_close(struct plan *plan, int tree, const char *path, bool directory) {
    int target = directory ? directories_open(plan->root, path) : directories_open_file(plan->root, path);
    int result = target < 0 ? target : system_move_mount(tree, target) < 0 ? -errno : 0;
    if (target >= 0) {
        close(target);
    }
    close(tree);
    return result;
}

static int set_option(int context, char *option) {
    char *value = strchr(option, '=');
    if (value == NULL) {
        return (int)syscall(SYS_fsconfig, context, FSCONFIG_SET_FLAG, option, NULL, 0);
    }
    *value++ = 0;
    return (int)syscall(SYS_fsconfig, context, FSCONFIG_SET_STRING, option, value, 0);
}

static int new_file_system(const char *source, const char *type, const char *options, uint32_t attributes) {
    char copy[256];
    if (strlen(options) >= sizeof copy) {
        return -E2BIG;
    }
    strcpy(copy, options);
    int context = (int)syscall(SYS_fsopen, type, FSOPEN_CLOEXEC);
    if (context < 0) {
        return -errno;
    }
    syscall(SYS_fsconfig, context, FSCONFIG_SET_STRING, "source", source, 0);
    char *rest = copy;
    for (char *option = strsep(&rest, ","); option != NULL; option = strsep(&rest, ",")) {
        if (*option != 0 && set_option(context, option) < 0) {
            int result = -errno;
            close(context);
            return result;
        }
    }
    int tree = -1;
    if (syscall(SYS_fsconfig, context, FSCONFIG_CMD_CREATE, NULL, NULL, 0) == 0) {
        tree = (int)syscall(SYS_fsmount, context, FSMOUNT_CLOEXEC, attributes);
    }
    int result = tree < 0 ? -errno : tree;
    close(context);
    return result;
}

int operation_mount(struct plan *plan, struct reader *arguments) {
    const char *source = read_text(arguments);
    const char *type = read_text(arguments);
    const char *target = read_text(arguments);
    const char *options = read_text(arguments);
    uint32_t attributes = read_number(arguments);
    uint32_t flags = read_number(arguments);
    int tree = new_file_system(source, type, options, attributes);
    struct mount_attr wanted = {.propagation = flags & PROPAGATION};
    if (tree >= 0 && wanted.propagation != 0 && system_mount_setattr(tree, 0, &wanted) < 0) {
        int error = errno;
        close(tree);
        return -error;
    }
    int result = tree < 0 ? tree : attach_and_close(plan, tree, target, true);
    return (flags & SOFT) ? 0 : result;
}

/* Shows a file or directory of the corner inside the root: device nodes, which cannot be made in a user namespace, and the machine's sockets. */
int operation_attach(struct plan *plan, struct reader *arguments) {
    const char *source = read_text(arguments);
    const char *target = read_text(arguments);
    bool directory = read_number(arguments) != 0;
    int tree = system_open_tree(AT_FDCWD, source, OPEN_TREE_CLONE);
    return tree < 0 ? -errno : attach_and_close(plan, tree, target, directory);
}

/* Hides paths by an empty directory or the null device. What this kernel does not have needs no mask. */
int operation_mask(struct plan *plan, struct reader *arguments) {
    struct text_list paths = read_list(arguments);
    for (uint32_t index = 0; index < paths.count; index++) {
        int target = system_open_beneath(plan->root, read_text(&paths.texts), O_PATH, 0);
        struct stat status;
        if (target < 0) {
            continue;
        }
        int result = fstat(target, &status);
        int tree = system_open_tree(AT_FDCWD, S_ISDIR(status.st_mode) ? "/store" : "/device/null", OPEN_TREE_CLONE);
        if (result == 0) {
            result = tree < 0 ? tree : system_move_mount(tree, target);
        }
        int error = errno;
        close(target);
        if (tree >= 0) {
            close(tree);
        }
        if (result < 0) {
            return -error;
        }
    }
    return 0;
}

int operation_read_only(struct plan *plan, struct reader *arguments) {
    struct text_list paths = read_list(arguments);
    for (uint32_t index = 0; index < paths.count; index++) {
        const char *path = read_text(&paths.texts);
        if (strcmp(path, "/") == 0) {
            int result = system_set_read_only(plan->root) < 0 ? -errno : 0;
            if (result < 0) {
                return result;
            }
            continue;
        }
        int target = system_open_beneath(plan->root, path, O_PATH, 0);
        if (target < 0) {
            continue; /* not on this kernel */
        }
        int tree = system_open_tree(target, "", OPEN_TREE_CLONE | AT_EMPTY_PATH);
        int result = tree < 0 || system_set_read_only(tree) < 0 ? -errno : 0;
        if (result == 0 && system_move_mount(tree, target) < 0) {
            result = -errno;
        }
        close(target);
        if (tree >= 0) {
            close(tree);
        }
        if (result < 0) {
            return result;
        }
    }
    return 0;
}

/* Stacks the old root over the new one for a moment, so that no directory is needed to put it. */
int operation_pivot(struct plan *plan, struct reader *arguments) {
    (void)arguments;
    if (fchdir(plan->root) < 0 || system_pivot_root(".", ".") < 0 || umount2(".", MNT_DETACH) < 0 || chdir("/") < 0) {
        return -errno;
    }
    return 0;
}
