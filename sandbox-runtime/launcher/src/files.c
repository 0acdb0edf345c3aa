/* Small files and links in the root that is being made. */
#include "directories.h"
#include "operations.h"
#include "system.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int write_bytes(int file, const void *bytes, size_t length) {
    const char *content = bytes;
    while (length > 0) {
        ssize_t written = write(file, content, length);
        if (written < 0) {
            return -errno;
        }
        content += written;
        length -= (size_t)written;
    }
    return 0;
}

static int write_content(int file, const char *content) {
    return write_bytes(file, content, strlen(content));
}

int operation_link(struct plan *plan, struct reader *arguments) {
    const char *target = read_text(arguments);
    const char *path = read_text(arguments);
    int parent = directories_open_parent(plan->root, path);
    if (parent < 0) {
        return parent;
    }
    int result = symlinkat(target, parent, directories_name(path)) < 0 && errno != EEXIST ? -errno : 0;
    close(parent);
    return result;
}

/* Written onto the machine's own disk. What stands there is replaced, never followed nor opened: it may be a link or a pipe. */
int operation_file(struct plan *plan, struct reader *arguments) {
    const char *path = read_text(arguments);
    const char *content = read_text(arguments);
    int parent = directories_open_parent(plan->root, path);
    if (parent < 0) {
        return parent;
    }
    unlinkat(parent, directories_name(path), 0);
    int file = openat(parent, directories_name(path), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0644);
    int result = file < 0 ? -errno : write_content(file, content);
    if (file >= 0) {
        close(file);
    }
    close(parent);
    return result;
}

/* Shows a file of the container's tmpfs at a path of the root. */
static int bind_over(struct plan *plan, const char *source, const char *path) {
    int tree = system_open_tree(AT_FDCWD, source, OPEN_TREE_CLONE);
    if (tree < 0) {
        return -errno;
    }
    int target = directories_open_file(plan->root, path);
    int result = target < 0 ? target : system_move_mount(tree, target) < 0 ? -errno : 0;
    if (target >= 0) {
        close(target);
    }
    close(tree);
    return result;
}

/* Lies on a tmpfs of the container and is bound over the path, as Docker does: it is no change of the container's own layer. */
int operation_bound_file(struct plan *plan, struct reader *arguments) {
    const char *path = read_text(arguments);
    const char *content = read_text(arguments);
    char source[4096];
    int length = snprintf(source, sizeof source, "/files/%s", directories_name(path));
    if (length < 0 || (size_t)length >= sizeof source) {
        return -ENAMETOOLONG;
    }
    int file = open(source, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
    if (file < 0) {
        return -errno;
    }
    int result = write_content(file, content);
    close(file);
    if (result < 0) {
        return result;
    }
    return bind_over(plan, source, path);
}

/* As a bound file, for what nobody else may read, such as a secret of a build: it is in memory alone, and goes with the container's mounts. */
int operation_memory_file(struct plan *plan, struct reader *arguments) {
    uint32_t number = read_number(arguments);
    const char *path = read_text(arguments);
    struct byte_range content = read_bytes(arguments);
    mode_t mode = (mode_t)read_number(arguments) & 0777;
    uid_t user = read_number(arguments);
    gid_t group = read_number(arguments);
    char source[64];
    snprintf(source, sizeof source, "/files/memory %u", number);
    int file = open(source, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0) {
        return -errno;
    }
    int result = write_bytes(file, content.bytes, content.length);
    if (result == 0 && (fchown(file, user, group) < 0 || fchmod(file, mode) < 0)) {
        result = -errno;
    }
    close(file);
    return result < 0 ? result : bind_over(plan, source, path);
}

/* A kernel setting of the new namespaces. Not every kernel has each: where we set it by ourselves, a missing one does no harm. */
int operation_setting(struct plan *plan, struct reader *arguments) {
    const char *path = read_text(arguments);
    const char *value = read_text(arguments);
    bool wanted = read_number(arguments) != 0;
    int file = system_open_beneath(plan->root, path, O_WRONLY, 0);
    int result = file < 0 ? -errno : write_content(file, value);
    if (file >= 0) {
        close(file);
    }
    return wanted ? result : 0;
}
