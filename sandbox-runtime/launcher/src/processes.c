#include "processes.h"

#include "answers.h"
#include "events.h"
#include "system.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/timerfd.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { SHIM_SECONDS = 1 };

/* As the planner gives a machine's first process. */
static const char SHIM_SCORE[] = "25";

/* The beginning of a file in /proc as text; false when there is none. */
static bool read_text_of(const char *path, char *text, size_t size) {
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0) {
        return false;
    }
    ssize_t length = read(file, text, size - 1);
    close(file);
    text[length > 0 ? length : 0] = 0;
    return length > 0;
}

pid_t processes_pid_of(int process) {
    char path[64];
    char text[1024];
    snprintf(path, sizeof path, "/proc/self/fdinfo/%d", process);
    if (!read_text_of(path, text, sizeof text)) {
        return 0;
    }
    const char *line = strstr(text, "\nPid:");
    int pid = line == NULL ? 0 : atoi(line + strlen("\nPid:"));
    return pid > 0 ? pid : 0;
}

static pid_t parent_of(pid_t pid) {
    char path[64];
    char text[1024];
    snprintf(path, sizeof path, "/proc/%d/stat", pid);
    const char *state = read_text_of(path, text, sizeof text) ? strrchr(text, ')') : NULL;
    return state == NULL || strlen(state) < strlen(") S 1") ? 0 : atoi(state + strlen(") S "));
}

/*
 * The shim begins with the score of its container, which only the host's root may lower again. While it is still the parent, the file that we have opened is its own; when it was killed, that is
 * the machine's first process, whose score is the same. Without the right to lower a score it stays as it is.
 */
void processes_spare_shim(const struct kept *kept) {
    char path[64];
    pid_t shim = parent_of(kept->pid);
    snprintf(path, sizeof path, "/proc/%d/oom_score_adj", shim);
    int file = shim > 0 ? open(path, O_WRONLY | O_CLOEXEC) : -1;
    if (file >= 0 && parent_of(kept->pid) == shim) {
        ssize_t written = write(file, SHIM_SCORE, strlen(SHIM_SCORE));
        (void)written;
    }
    if (file >= 0) {
        close(file);
    }
}

void processes_watch(struct kept *kept) {
    kept->state = KEPT_RUNNING;
    if (kept->status >= 0) {
        events_add(kept->status, EVENT_STATUS, kept_index(kept));
    }
    events_add(kept->process, EVENT_PROCESS, kept_index(kept));
}

static void end(struct kept *kept, uint32_t code) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    kept->state = KEPT_ENDED;
    kept->code = code;
    kept->ended_at = (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
    answer_ended(kept);
}

static uint32_t reap(const struct kept *kept) {
    siginfo_t info = {0};
    if (waitid(P_PIDFD, (id_t)kept->process, &info, WEXITED) < 0) {
        return 128 + SIGKILL;
    }
    return info.si_code == CLD_EXITED ? (uint32_t)info.si_status : 128U + (uint32_t)info.si_status;
}

/* How a process ended that nobody has reaped yet; false when somebody has. */
static bool read_code_of_zombie(const struct kept *kept, uint32_t *code) {
    char path[64];
    char text[1024];
    snprintf(path, sizeof path, "/proc/%d/stat", kept->pid);
    const char *state = read_text_of(path, text, sizeof text) ? strrchr(text, ')') : NULL;
    const char *last = state == NULL ? NULL : strrchr(state, ' ');
    /* If it is still there, then nobody else had its number when we read. */
    if (last == NULL || strncmp(state, ") Z ", 4) != 0 || system_pidfd_kill(kept->process, 0) < 0) {
        return false;
    }
    int status = atoi(last);
    *code = WIFSIGNALED(status) ? 128U + (uint32_t)WTERMSIG(status) : (uint32_t)WEXITSTATUS(status);
    return true;
}

static bool has_status(const struct kept *kept) {
    struct pollfd pipe = {.fd = kept->status, .events = POLLIN};
    return poll(&pipe, 1, 0) > 0;
}

void processes_ended(size_t index) {
    struct kept *kept = kept_at(index);
    if (kept == NULL || kept->state != KEPT_RUNNING) {
        return;
    }
    events_remove(kept->process);
    if (kept->status < 0) {
        end(kept, reap(kept));
        return;
    }
    /* The shim tells how, within a moment, unless somebody has stopped it: a machine's root may. */
    const struct itimerspec patience = {.it_value = {.tv_sec = SHIM_SECONDS}};
    kept->patience = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC);
    if (kept->patience < 0 || timerfd_settime(kept->patience, 0, &patience, NULL) < 0 || events_add(kept->patience, EVENT_LATE, index) < 0) {
        processes_late(index);
    }
}

static void end_of_shim(struct kept *kept, uint32_t code) {
    events_remove(kept->status);
    events_remove(kept->process); /* as long as it is in there, its end wakes us again and again */
    if (kept->patience >= 0) {
        events_remove(kept->patience);
        close(kept->patience);
        kept->patience = -1;
    }
    end(kept, code);
}

/* No status means that the shim itself was killed: its container must not outlive it, since nobody could say how it ended. */
void processes_status(size_t index) {
    struct kept *kept = kept_at(index);
    uint32_t code = 128 + SIGKILL;
    if (kept == NULL || kept->state != KEPT_RUNNING) {
        return;
    }
    if (read(kept->status, &code, sizeof code) != sizeof code) {
        system_pidfd_kill(kept->process, SIGKILL);
    }
    end_of_shim(kept, code);
}

/*
 * The shim reaps its container after it has told, so that one of the two is there: the kernel's word, or, when we are late ourselves, the shim's. It is killed with the container's control
 * group.
 */
void processes_late(size_t index) {
    struct kept *kept = kept_at(index);
    uint32_t code = 128 + SIGKILL;
    if (kept == NULL || kept->state != KEPT_RUNNING) {
        return;
    }
    if (read_code_of_zombie(kept, &code) || !has_status(kept)) {
        end_of_shim(kept, code);
    } else {
        processes_status(index);
    }
}

void processes_leftover(int process) {
    siginfo_t info = {0};
    waitid(P_PIDFD, (id_t)process, &info, WEXITED | WNOHANG);
    events_remove(process);
    close(process);
}

void processes_reap(int process) {
    siginfo_t info = {0};
    if (waitid(P_PIDFD, (id_t)process, &info, WEXITED | WNOHANG) == 0 && info.si_pid == 0
        && events_add(process, EVENT_LEFTOVER, (size_t)process) == 0) {
        return;
    }
    close(process);
}

void processes_destroy(struct kept *kept) {
    if (kept->process >= 0) {
        system_pidfd_kill(kept->process, SIGKILL);
        if (kept->status < 0) {
            processes_reap(kept->process);
            kept->process = -1;
        }
    }
    kept_remove(kept);
}

void processes_forget(struct kept *kept) {
    if (kept->state == KEPT_ENDED) {
        kept_remove(kept);
    }
}

void processes_kill_all(void) {
    struct kept *kept;
    for (size_t index = 0; (kept = kept_at(index)) != NULL; index++) {
        if (kept->state == KEPT_RUNNING) {
            system_pidfd_kill(kept->process, SIGKILL);
        }
    }
}

bool processes_any_running(void) {
    const struct kept *kept;
    for (size_t index = 0; (kept = kept_at(index)) != NULL; index++) {
        if (kept->state == KEPT_RUNNING || kept->state == KEPT_LAUNCHING) {
            return true;
        }
    }
    return false;
}
