#include "launch.h"

#include "answers.h"
#include "clients.h"
#include "events.h"
#include "kept.h"
#include "plan.h"
#include "processes.h"
#include "report.h"
#include "system.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum { LAUNCH_LIMIT = 128 };

struct launch {
    struct kept *kept; /* null: the place is free */
    size_t client; /* CLIENT_LIMIT: nobody waits for it any more */
    uint32_t request;
    int report;
    int helper;
    bool announced;
    bool failed;
    bool undone; /* the engine does not want it any more */
    uint32_t step;
    uint32_t error;
};

static struct launch table[LAUNCH_LIMIT];

static struct launch *free_place(void) {
    for (size_t index = 0; index < LAUNCH_LIMIT; index++) {
        if (table[index].kept == NULL) {
            return &table[index];
        }
    }
    return NULL;
}

/* Returns 0 or -errno; the child does not return. */
static int start_helper(struct launch *launch, const char *control_group, struct reader steps) {
    int pair[2];
    int group = -1;
    if (*control_group != 0 && (group = open(control_group, O_RDONLY | O_DIRECTORY | O_CLOEXEC)) < 0) {
        return -errno;
    }
    int result = socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) < 0 ? -errno : 0;
    if (result == 0) {
        pid_t pid = system_clone(0, &launch->helper, group);
        if (pid == 0) {
            plan_run(steps, pair[1]);
        }
        result = pid < 0 ? -errno : 0;
        close(pair[1]);
        if (result < 0) {
            close(pair[0]);
        }
    }
    if (group >= 0) {
        close(group);
    }
    launch->report = pair[0];
    return result;
}

void launch_begin(size_t client, uint32_t request, const char *key, const char *control_group, struct reader steps) {
    struct launch *launch = free_place();
    int result = 0;
    if (strlen(key) > KEY_LIMIT || *key == 0) {
        result = -EINVAL;
    } else if (kept_find(key) != NULL) {
        result = -EEXIST;
    } else if (!plan_fits(steps)) {
        result = -EBADMSG;
    } else if (launch == NULL) {
        result = -EAGAIN;
    }
    struct kept *kept = result == 0 ? kept_add(key) : NULL;
    if (result == 0 && kept == NULL) {
        result = -ENOSPC;
    }
    if (result == 0) {
        memset(launch, 0, sizeof *launch);
        launch->client = client;
        launch->request = request;
        result = start_helper(launch, control_group, steps);
        if (result == 0) {
            launch->kept = kept;
            events_add(launch->report, EVENT_LAUNCH, (size_t)(launch - table));
        } else {
            kept_remove(kept);
        }
    }
    if (result < 0) {
        answer_failed(client, request, STEP_OF_LAUNCHER, (uint32_t)-result);
    }
}

static void tell_announced(struct launch *launch) {
    if (launch->announced && launch->kept->process >= 0) {
        launch->announced = false; /* once */
        answer_announced(launch->client, launch->request, launch->kept);
    }
}

static void take_report(struct launch *launch, const struct report *report, int *descriptors, size_t count) {
    struct kept *kept = launch->kept;
    size_t taken = 0;
    switch (report->kind) {
        case REPORT_FAILED:
            if (!launch->failed || (launch->undone && launch->step == STEP_OF_LAUNCHER)) { /* a step's own word says more than that it was undone */
                launch->failed = true;
                launch->step = report->first;
                launch->error = report->second;
            }
            break;
        case REPORT_STARTED:
            if (kept->process < 0 && count >= 1) {
                kept->process = descriptors[taken++];
                kept->status = count >= 2 ? descriptors[taken++] : -1;
                kept->pid = processes_pid_of(kept->process);
                if (kept->status >= 0) {
                    processes_spare_shim(kept);
                }
                tell_announced(launch);
            }
            break;
        case REPORT_STREAMS:
            if (kept->stream_count == 0 && count <= STREAM_LIMIT) {
                kept->streams = report->first;
                while (taken < count) {
                    kept->stream[kept->stream_count++] = descriptors[taken++];
                }
            }
            break;
        case REPORT_CORNER:
            if (kept->corner < 0 && count == 2) {
                kept->corner = descriptors[taken++];
                kept->layer_store = descriptors[taken++];
            }
            break;
        case REPORT_ROOT:
            if (kept->root < 0 && count == 1) {
                kept->root = descriptors[taken++];
            }
            break;
        case REPORT_ANNOUNCE:
            launch->announced = true;
            tell_announced(launch);
            break;
        default:
            break;
    }
    while (taken < count) {
        close(descriptors[taken++]);
    }
}

/* All processes of the plan have closed their report: they run the program, serve, or are gone. */
static void finish(struct launch *launch) {
    struct kept *kept = launch->kept;
    if (launch->undone) {
        processes_reap(launch->helper);
    } else {
        /* It has closed its files, so it is as good as gone; the engine may count on the control group being without it. */
        siginfo_t end = {0};
        waitid(P_PIDFD, (id_t)launch->helper, &end, WEXITED);
        close(launch->helper);
    }
    events_remove(launch->report);
    close(launch->report);
    launch->kept = NULL;
    if (!launch->failed && kept->process < 0 && kept->root < 0) {
        launch->failed = true; /* the helper was killed before it made the process */
        launch->step = STEP_OF_LAUNCHER;
        launch->error = ECHILD;
    }
    if (launch->failed) {
        processes_destroy(kept);
        answer_failed(launch->client, launch->request, launch->step, launch->error);
    } else if (kept->root >= 0) {
        answer_opened(launch->client, launch->request, kept);
        kept_remove(kept); /* from here on the tree is there as long as the engine holds it */
    } else {
        processes_watch(kept);
        answer_launched(launch->client, launch->request, kept);
    }
}

void launch_continue(size_t place) {
    struct launch *launch = &table[place];
    struct report report;
    int descriptors[DESCRIPTOR_LIMIT];
    size_t count;
    if (launch->kept == NULL) {
        return;
    }
    ssize_t length = message_receive(launch->report, &report, sizeof report, descriptors, &count);
    if (length == sizeof report) {
        take_report(launch, &report, descriptors, count);
    } else if (length <= 0 && length != -ECONNRESET) { /* which is told once, and before all reports that still wait: the plan has failed without reading our word */
        finish(launch);
    }
}

static void undo(struct launch *launch) {
    if (!launch->failed) {
        launch->step = STEP_OF_LAUNCHER;
        launch->error = ECANCELED;
    }
    launch->failed = true;
    launch->undone = true;
    system_pidfd_kill(launch->helper, SIGKILL);
    if (launch->kept->process >= 0) {
        system_pidfd_kill(launch->kept->process, SIGKILL);
    }
    shutdown(launch->report, SHUT_RDWR); /* wakes what waits for a word, and whoever reports later ends */
}

static struct launch *find(size_t client, uint32_t request) {
    for (size_t index = 0; index < LAUNCH_LIMIT; index++) {
        if (table[index].kept != NULL && table[index].client == client && table[index].request == request) {
            return &table[index];
        }
    }
    return NULL;
}

void launch_proceed(size_t client, uint32_t request) {
    struct launch *launch = find(client, request);
    if (launch != NULL) {
        send(launch->report, "", 1, MSG_NOSIGNAL | MSG_DONTWAIT);
    }
}

void launch_abandon(size_t client, uint32_t request) {
    struct launch *launch = find(client, request);
    if (launch != NULL) {
        undo(launch);
    }
}

void launch_abandon_orphans(void) {
    for (size_t index = 0; index < LAUNCH_LIMIT; index++) {
        struct launch *launch = &table[index];
        if (launch->kept != NULL && launch->client < CLIENT_LIMIT && clients_socket(launch->client) < 0) {
            launch->client = CLIENT_LIMIT; /* its place may be another's by the end */
            undo(launch);
        }
    }
}

void launch_abandon_all(void) {
    for (size_t index = 0; index < LAUNCH_LIMIT; index++) {
        if (table[index].kept != NULL) {
            undo(&table[index]);
        }
    }
}
