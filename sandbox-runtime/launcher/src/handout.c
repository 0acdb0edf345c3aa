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

enum { PATH_LENGTH = 4096, DEVICE_LENGTH = 32, REMOVAL_LIMIT = 16 * 1024, PASS_LIMIT = 64 };

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

/* The paths of mounts that must not be handed out, in the order in which they were found, each with a zero at its end. */
struct others {
    char *paths;
    size_t length;
    size_t room;
    unsigned count;
};

static int keep(struct others *others, const char *path) {
    size_t length = strlen(path) + 1;
    if (others->count == REMOVAL_LIMIT) {
        return -E2BIG;
    }
    if (others->length + length > others->room) {
        size_t room = 2 * others->room + PATH_LENGTH;
        char *paths = realloc(others->paths, room);
        if (paths == NULL) {
            return -ENOMEM;
        }
        others->paths = paths;
        others->room = room;
    }
    memcpy(others->paths + others->length, path, length);
    others->length += length;
    others->count++;
    return 0;
}

/* What is done with each mount of this namespace. Not 0: no more of them. */
typedef int look(const struct mount_line *mount, const char *root, struct own_devices *own, struct others *others);

static int learn_own(const struct mount_line *mount, const char *root, struct own_devices *own, struct others *others) {
    (void)root;
    (void)others;
    if (strcmp(mount->path, "/disk") == 0) {
        strcpy(own->disk, mount->device);
    } else if (strcmp(mount->path, "/sockets") == 0) {
        strcpy(own->sockets, mount->device);
    }
    return 0;
}

static int find_others(const struct mount_line *mount, const char *root, struct own_devices *own, struct others *others) {
    if (!is_beneath(mount->path, root) || holds_files(mount, own)) {
        return 0;
    }
    return strcmp(mount->path, root) == 0 ? -EPERM /* the root itself is of no such kind */ : keep(others, mount->path);
}

/* Returns what the look said last, or -errno. */
static int each_mount(look *look, const char *root, struct own_devices *own, struct others *others) {
    static struct mount_line mount;
    char *line = NULL;
    size_t size = 0;
    int result = 0;
    FILE *list = fopen("/hostproc/self/mountinfo", "re");
    if (list == NULL) {
        return -errno;
    }
    while (result == 0 && getline(&line, &size, list) > 0) {
        result = parse(line, &mount) ? look(&mount, root, own, others) : -EBADMSG;
    }
    free(line);
    fclose(list);
    return result;
}

/* One may be gone with another that it was mounted in. */
static int remove_found(const struct others *others) {
    const char *path = others->paths;
    for (unsigned index = 0; index < others->count; index++, path += strlen(path) + 1) {
        if (umount2(path, MNT_DETACH | UMOUNT_NOFOLLOW) < 0 && errno != EINVAL && errno != ENOENT) {
            return -errno;
        }
    }
    return 0;
}

/*
 * The whole list is read before anything is removed, since it is as long as the machine has mounts: reading it anew for each took seconds. Where one covers another, the one
 * that is seen goes, and the list is read again.
 */
static int remove_others(const char *root) {
    struct own_devices own = {"", ""};
    struct others others = {NULL, 0, 0, 0};
    /* First, since the list may begin with what is beneath the root: it is in the order of the mounts' numbers from Linux 6.8 on. */
    int result = each_mount(learn_own, root, &own, &others);
    for (int pass = 0; result == 0 && (pass == 0 || others.count > 0); pass++) {
        others.length = 0;
        others.count = 0;
        result = pass == PASS_LIMIT ? -E2BIG : each_mount(find_others, root, &own, &others);
        if (result == 0) {
            result = remove_found(&others);
        }
    }
    free(others.paths);
    return result;
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
