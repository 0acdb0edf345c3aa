#include "directories.h"

#include "system.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PATH_LENGTH = 4096, LINK_LIMIT = 40 };

const char *directories_name(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash == NULL ? path : slash + 1;
}

static int open_or_make(int root, const char *path, unsigned links);

static int open_parent(int root, const char *path, unsigned links) {
    char parent[PATH_LENGTH];
    size_t length = (size_t)(directories_name(path) - path);
    if (length >= sizeof parent) {
        return -ENAMETOOLONG;
    }
    while (length > 1 && path[length - 1] == '/') {
        length--;
    }
    memcpy(parent, path, length);
    parent[length] = 0;
    return open_or_make(root, length == 0 ? "/" : parent, links);
}

/* A link to what is not there: that is made, where the link means it inside the root. */
static int open_linked(int root, const char *path, int parent, unsigned links) {
    char target[PATH_LENGTH];
    char joined[2 * PATH_LENGTH];
    ssize_t length = readlinkat(parent, directories_name(path), target, sizeof target - 1);
    if (length < 0 || links == LINK_LIMIT) {
        return length < 0 ? -ENOENT : -ELOOP;
    }
    target[length] = 0;
    if (*target == '/') {
        return open_or_make(root, target, links + 1);
    }
    snprintf(joined, sizeof joined, "%.*s%s", (int)(directories_name(path) - path), path, target);
    return open_or_make(root, joined, links + 1);
}

static int open_or_make(int root, const char *path, unsigned links) {
    if (strlen(path) >= PATH_LENGTH) {
        return -ENAMETOOLONG;
    }
    int directory = system_open_beneath(root, path, O_PATH | O_DIRECTORY, 0);
    if (directory >= 0 || errno != ENOENT) {
        return directory < 0 ? -errno : directory;
    }
    int parent = open_parent(root, path, links);
    if (parent < 0) {
        return parent;
    }
    int made = mkdirat(parent, directories_name(path), 0755);
    int result = made < 0 && errno != EEXIST ? -errno : 0;
    if (result == 0) {
        result = system_open_beneath(root, path, O_PATH | O_DIRECTORY, 0);
        result = result < 0 ? -errno : result;
    }
    if (result == -ENOENT && made < 0) {
        result = open_linked(root, path, parent, links);
    }
    close(parent);
    return result;
}

int directories_open(int root, const char *path) {
    return open_or_make(root, path, 0);
}

int directories_open_parent(int root, const char *path) {
    return open_parent(root, path, 0);
}

/* Nothing is there, or a link into nothing (/etc/resolv.conf of many systems): what it means is made inside the root, or it makes way. */
static int create_file(int root, const char *path, int parent) {
    const char *name = directories_name(path);
    int flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC;
    int file = openat(parent, name, flags, 0644);
    if (file < 0 && errno == EEXIST) {
        file = system_open_beneath(root, path, O_WRONLY | O_CREAT | O_NONBLOCK, 0644);
    }
    if (file < 0 && errno == ENOENT && unlinkat(parent, name, 0) == 0) {
        file = openat(parent, name, flags, 0644);
    }
    return file < 0 ? -errno : file;
}

int directories_open_file(int root, const char *path) {
    int file = system_open_beneath(root, path, O_PATH, 0);
    if (file >= 0 || errno != ENOENT) {
        return file < 0 ? -errno : file;
    }
    int parent = directories_open_parent(root, path);
    if (parent < 0) {
        return parent;
    }
    int made = create_file(root, path, parent);
    close(parent);
    if (made < 0) {
        return made;
    }
    close(made);
    file = system_open_beneath(root, path, O_PATH, 0);
    return file < 0 ? -errno : file;
}
