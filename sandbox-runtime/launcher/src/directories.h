/* Directories and files beneath a hostile root, made where they are missing. */
#ifndef BERTH_DIRECTORIES_H
#define BERTH_DIRECTORIES_H

/* Returns an O_PATH descriptor, or -errno. */
int directories_open(int root, const char *path);

/* The same for a file, its parents included. */
int directories_open_file(int root, const char *path);

/* The directory that holds the last component of a path. */
int directories_open_parent(int root, const char *path);

/* The last component. */
const char *directories_name(const char *path);

#endif
