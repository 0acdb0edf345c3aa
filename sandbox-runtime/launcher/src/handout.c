/*
 * A root file system for the engine, which reads and writes files in it with the host's rights. So whatever acts on the kernel when it is written (proc, sysfs, control
 * groups and whatever comes next) must not be in it: mounts stay only if their file system is known to hold files and nothing else.
 */
#include "operations.h"
#include "report.h"
#include "system.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <unistd.h>

enum { PATH_LENGTH = 4096, DEVICE_LENGTH = 32, REMOVAL_LIMIT = 1024 };

static const char *const kinds_of_files[] = {"overlay", "tmpfs", "ramfs"};

struct mount_line {
    char device[DEVICE_LENGTH];
    char path[PATH_LENGTH];
    char kind[64];
};

/* Space, tab, newline and backslash are written as \ooo. */
static void unescape(char *path) {
    char *to = path;
    for (const char *from = path; *from != 0; to++) {
        if (from[0] == '\\' && from[1] != 0 && from[2] != 0 && from[3] != 0) {
            *to = (char)((from[1] - '0') * 64 + (from[2] - '0') * 8 + (from[3] - '0'));
            from += 4;
        } else {
            *to = *from++;
        }
    }
    *to = 0;
}

/* A line of mountinfo, see proc_pid_mountinfo(5). False: it is of another form. */
static bool parse(const char *line, struct mount_line *mount) {
    const char *separator = strstr(line, " - ");
    if (separator == NULL || sscanf(separator, " - %63s", mount->kind) != 1
        || sscanf(line, "%*s %*s %31s %*s %4095s", mount->device, mount->path) != 2) {
        return false;
    }
    unescape(mount->path);
    return true;
}

static bool is_beneath(const char *path, const char *root) {
    size_t length = strlen(root);
    return strncmp(path, root, length) == 0 && (path[length] == 0 || path[length] == '/');
}

/* The file systems of the host that the engine itself has put into every machine: its disk, and the folder of its socket. */
struct own_devices {
    char disk[DEVICE_LENGTH];
    char sockets[DEVICE_LENGTH];
};

static bool holds_files(const struct mount_line *mount, const struct own_devices *own) {
    bool known = strcmp(mount->device, own->disk) == 0 || strcmp(mount->device, own->sockets) == 0;
    for (size_t index = 0; index < sizeof kinds_of_files / sizeof *kinds_of_files; index++) {
        known = known || strcmp(mount->kind, kinds_of_files[index]) == 0;
    }
    return known;
}

/* What is asked of each mount of this namespace. Not 0: enough. */
typedef int look(const struct mount_line *mount, const char *root, struct own_devices *own);

static int learn_own(const struct mount_line *mount, const char *root, struct own_devices *own) {
    (void)root;
    if (strcmp(mount->path, "/disk") == 0) {
        strcpy(own->disk, mount->device);
    } else if (strcmp(mount->path, "/sockets") == 0) {
        strcpy(own->sockets, mount->device);
    }
    return 0;
}

static int is_other(const struct mount_line *mount, const char *root, struct own_devices *own) {
    return is_beneath(mount->path, root) && !holds_files(mount, own);
}

/* Returns what the look said last, with the mount that it was said of, or -errno. */
static int each_mount(look *look, const char *root, struct own_devices *own, struct mount_line *mount) {
    char *line = NULL;
    size_t size = 0;
    int result = 0;
    FILE *list = fopen("/hostproc/self/mountinfo", "re");
    if (list == NULL) {
        return -errno;
    }
    while (result == 0 && getline(&line, &size, list) > 0) {
        result = parse(line, mount) ? look(mount, root, own) : -EBADMSG;
    }
    free(line);
    fclose(list);
    return result;
}

static int remove_others(const char *root) {
    static struct mount_line mount;
    struct own_devices own = {"", ""};
    /* First, since the list may begin with what is beneath the root: it is in the order of the mounts' numbers from Linux 6.8 on. */
    int found = each_mount(learn_own, root, &own, &mount);
    if (found < 0) {
        return found;
    }
    for (int count = 0; count < REMOVAL_LIMIT && (found = each_mount(is_other, root, &own, &mount)) > 0; count++) {
        if (strcmp(mount.path, root) == 0) {
            return -EPERM; /* the root itself is of no such kind */
        }
        if (umount2(mount.path, MNT_DETACH | UMOUNT_NOFOLLOW) < 0) {
            return -errno;
        }
    }
    return found > 0 ? -E2BIG : found;
}

/* In a mount namespace that only this process has: nobody changes the tree between the look and the clone. */
int operation_hand_out_root(struct plan *plan, struct reader *arguments) {
    const char *root = read_text(arguments);
    int result = remove_others(root);
    if (result < 0) {
        return result;
    }
    int tree = system_open_tree(AT_FDCWD, root, OPEN_TREE_CLONE | AT_RECURSIVE);
    if (tree < 0) {
        return -errno;
    }
    return plan_report(plan, REPORT_ROOT, 0, &tree, 1);
}
