/* The processes that the launcher keeps for the engine: until it is told to forget, a name finds the process, its streams and its exit status. */
#ifndef BERTH_KEPT_H
#define BERTH_KEPT_H

#include "protocol.h"

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

enum { KEPT_LIMIT = 4096 };

enum kept_state { KEPT_FREE = 0, KEPT_LAUNCHING, KEPT_RUNNING, KEPT_ENDED };

struct kept {
    enum kept_state state;
    char key[KEY_LIMIT + 1];
    pid_t pid;         /* as the host sees it */
    int process;       /* pidfd; -1 */
    int status;        /* where the shim writes the exit status; -1: it is our own child */
    int patience;      /* timer: how long the shim may take to write it, once its container has ended; -1 */
    uint32_t streams;  /* enum stream bits of the following */
    int stream[STREAM_LIMIT];
    size_t stream_count;
    int corner;        /* mount namespace of a machine's corner; -1 */
    int layer_store;   /* its directory of layers, beneath the cover; -1 */
    int root;          /* what a plan opened for the engine; -1 */
    uint32_t code;     /* once ended */
    uint64_t ended_at; /* milliseconds since 1970 */
};

/* Null when the table is full. */
struct kept *kept_add(const char *key);
struct kept *kept_find(const char *key);
struct kept *kept_at(size_t index);
size_t kept_index(const struct kept *kept);

/* Closes the launcher's copy of the input stream, so that the program sees its end. */
void kept_close_input(struct kept *kept);

/* Closes all descriptors and frees the place. */
void kept_remove(struct kept *kept);

#endif
