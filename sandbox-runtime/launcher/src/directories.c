#include "directories.h"

#include "system.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

const char *directories_name(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash == NULL ? path : slash + 1;
}

int directories_open(int root, const char *path) {
    char prefix[4096];
    if (strlen(path) >= sizeof prefix) {
        return -ENAMETOOLONG;
    }
    int directory = system_open_beneath(root, path, O_PATH | O_DIRECTORY, 0);
    if (directory >= 0 || errno != ENOENT) {
        return directory < 0 ? -errno : directory;
    }
    int parent = directories_open_parent(root, path);
    if (parent < 0) {
        return parent;
    }
    int made = mkdirat(parent, directories_name(path), 0755);
    int error = errno;
    close(parent);
    if (made < 0 && error != EEXIST) {
        return -error;
    }
    directory = system_open_beneath(root, path, O_PATH | O_DIRECTORY, 0);
    return directory < 0 ? -errno : directory;
}

int directories_open_parent(int root, const char *path) {
    char parent[4096];
    size_t length = (size_t)(directories_name(path) - path);
    if (length >= sizeof parent) {
        return -ENAMETOOLONG;
    }
    while (length > 1 && path[length - 1] == '/') {
        length--;
    }
    memcpy(parent, path, length);
    parent[length] = 0;
    return directories_open(root, length == 0 ? "/" : parent);
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
