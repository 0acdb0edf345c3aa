/* What the launcher's one loop waits for. */
#ifndef BERTH_EVENTS_H
#define BERTH_EVENTS_H

#include <stddef.h>

enum event_source {
    EVENT_LISTENER,
    EVENT_SIGNAL,
    EVENT_CLIENT,  /* index: place in the table of clients */
    EVENT_LAUNCH,  /* index: place in the table of launches */
    EVENT_PROCESS, /* index: place in the table of kept processes; its pidfd */
    EVENT_STATUS,  /* the same; its shim's status pipe */
    EVENT_LATE,    /* the same; its shim has not written its status in time */
    EVENT_LEFTOVER /* index: pidfd of a child that was killed and is still to be reaped */
};

struct event {
    enum event_source source;
    size_t index;
};

/* Both return 0 or -errno. A closed descriptor leaves by itself unless a copy of it is open elsewhere: remove it first. */
int events_open(void);
int events_add(int descriptor, enum event_source source, size_t index);
void events_remove(int descriptor);

/* Waits for one event, at most so long; false: the time is over. */
int events_next(struct event *event, int milliseconds);

#endif
