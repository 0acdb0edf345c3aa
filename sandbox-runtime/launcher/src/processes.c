#include "processes.h"

#include "answers.h"
#include "events.h"
#include "system.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

pid_t processes_pid_of(int process) {
    char path[64];
    char text[1024];
    snprintf(path, sizeof path, "/proc/self/fdinfo/%d", process);
    int file = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t length = file < 0 ? -1 : read(file, text, sizeof text - 1);
    if (file >= 0) {
        close(file);
    }
    if (length <= 0) {
        return 0;
    }
    text[length] = 0;
    const char *line = strstr(text, "\nPid:");
    int pid = line == NULL ? 0 : atoi(line + strlen("\nPid:"));
    return pid > 0 ? pid : 0;
}

void processes_watch(struct kept *kept) {
    kept->state = KEPT_RUNNING;
    if (kept->status >= 0) {
        events_add(kept->status, EVENT_STATUS, kept_index(kept));
    } else {
        events_add(kept->process, EVENT_PROCESS, kept_index(kept));
    }
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

void processes_ended(size_t index) {
    struct kept *kept = kept_at(index);
    if (kept != NULL && kept->state == KEPT_RUNNING) {
        events_remove(kept->process);
        end(kept, reap(kept));
    }
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
    events_remove(kept->status);
    end(kept, code);
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
