/* Messages with descriptors, and what the processes of a plan tell the launcher while they work. */
#ifndef BERTH_REPORT_H
#define BERTH_REPORT_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

enum { DESCRIPTOR_LIMIT = 8 };

enum report_kind {
    REPORT_FAILED = 1,   /* first: index of the step, second: errno */
    REPORT_STARTED = 2,  /* descriptors: pidfd of the process that the plan is for, and where its shim writes the exit status */
    REPORT_STREAMS = 3,  /* first: enum stream bits; descriptors in their order */
    REPORT_CORNER = 4,   /* descriptors: mount namespace, directory of the layer store */
    REPORT_ANNOUNCE = 5, /* the process exists; the engine may prepare its network */
    REPORT_ROOT = 6      /* descriptor: a detached tree of mounts, which is all that the plan was for */
};

struct report {
    uint32_t kind;
    uint32_t first;
    uint32_t second;
};

/* Sends one message. Returns 0 or -errno. */
int message_send(int socket, const void *bytes, size_t length, const int *descriptors, size_t count);

/* Receives one message. Returns its length, 0 at the end, or -errno; too long a message or one with too many descriptors is -EMSGSIZE. */
ssize_t message_receive(int socket, void *bytes, size_t limit, int *descriptors, size_t *count);

#endif
