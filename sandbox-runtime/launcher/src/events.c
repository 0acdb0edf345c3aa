#include "events.h"

#include <errno.h>
#include <stdint.h>
#include <sys/epoll.h>

static int set = -1;

int events_open(void) {
    set = epoll_create1(EPOLL_CLOEXEC);
    return set < 0 ? -errno : 0;
}

int events_add(int descriptor, enum event_source source, size_t index) {
    struct epoll_event event = {.events = EPOLLIN, .data.u64 = ((uint64_t)source << 32) | index};
    return epoll_ctl(set, EPOLL_CTL_ADD, descriptor, &event) < 0 ? -errno : 0;
}

void events_remove(int descriptor) {
    epoll_ctl(set, EPOLL_CTL_DEL, descriptor, NULL);
}

int events_next(struct event *event, int milliseconds) {
    struct epoll_event ready;
    int count;
    do {
        count = epoll_wait(set, &ready, 1, milliseconds);
    } while (count < 0 && errno == EINTR);
    if (count == 1) {
        event->source = (enum event_source)(ready.data.u64 >> 32);
        event->index = (size_t)(ready.data.u64 & UINT32_MAX);
    }
    return count < 0 ? -errno : count;
}
