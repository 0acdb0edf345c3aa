/* Control groups, user namespaces and the entering of others' namespaces. */
#include "kept.h"
#include "operations.h"
#include "report.h"
#include "system.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <net/if.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

static const int EVERY_NAMESPACE =
    CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWNET | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWCGROUP;

static int write_whole(const char *path, const char *text) {
    int file = open(path, O_WRONLY | O_CLOEXEC);
    if (file < 0) {
        return -errno;
    }
    ssize_t length = (ssize_t)strlen(text);
    int result = write(file, text, (size_t)length) == length ? 0 : -errno;
    close(file);
    return result;
}

/*
 * cgroup v1: no clone flag puts a child there, the process moves itself. As host root, before any namespace is entered. By "tasks", as the one thread that it is: for "cgroup.procs" the kernel
 * stops all forks and exits on the host, which takes it milliseconds.
 */
int operation_join_control_groups(struct plan *plan, struct reader *arguments) {
    (void)plan;
    struct text_list directories = read_list(arguments);
    for (uint32_t index = 0; index < directories.count; index++) {
        char path[4096];
        int length = snprintf(path, sizeof path, "%s/tasks", read_text(&directories.texts));
        if (length < 0 || (size_t)length >= sizeof path) {
            return -ENAMETOOLONG;
        }
        int result = write_whole(path, "0");
        if (result < 0) {
            return result;
        }
    }
    return 0;
}

/* The maps are written by the host's root from outside, so the machine's root never needs rights over host ids. */
static int write_maps(pid_t pid, uint32_t base, uint32_t count) {
    char path[64];
    char map[64];
    snprintf(map, sizeof map, "0 %u %u\n", base, count);
    snprintf(path, sizeof path, "/proc/%d/uid_map", pid);
    int result = write_whole(path, map);
    if (result < 0) {
        return result;
    }
    snprintf(path, sizeof path, "/proc/%d/gid_map", pid);
    return write_whole(path, map);
}

int operation_user_namespace(struct plan *plan, struct reader *arguments) {
    uint32_t base = read_number(arguments);
    uint32_t count = read_number(arguments);
    pid_t holder = system_clone(CLONE_NEWUSER, NULL, -1);
    if (holder < 0) {
        return -errno;
    }
    if (holder == 0) {
        for (;;) {
            pause(); /* only keeps the namespace alive until its descriptor is open */
        }
    }
    int result = write_maps(holder, base, count);
    if (result == 0) {
        char path[64];
        snprintf(path, sizeof path, "/proc/%d/ns/user", holder);
        plan->user_namespace = open(path, O_RDONLY | O_CLOEXEC);
        result = plan->user_namespace < 0 ? -errno : 0;
    }
    kill(holder, SIGKILL);
    waitpid(holder, NULL, 0);
    return result;
}

/* Owned by the host's root: what is mounted here before the user namespace is entered gets locked in every copy beneath it. */
int operation_mount_namespace(struct plan *plan, struct reader *arguments) {
    (void)plan;
    (void)arguments;
    if (unshare(CLONE_NEWNS) < 0 || mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0) {
        return -errno;
    }
    return 0;
}

/* Root of the user namespace just entered: full rights in it, none outside. */
static int become_root(void) {
    if (setgroups(0, NULL) < 0 || setresgid(0, 0, 0) < 0 || setresuid(0, 0, 0) < 0) {
        return -errno;
    }
    return 0;
}

int operation_enter_user_namespace(struct plan *plan, struct reader *arguments) {
    (void)arguments;
    return setns(plan->user_namespace, CLONE_NEWUSER) < 0 ? -errno : become_root();
}

/* The child goes on with the plan as the launcher's child; the caller has done its part. */
int operation_clone(struct plan *plan, struct reader *arguments) {
    uint32_t namespaces = read_number(arguments);
    int process = -1;
    pid_t pid = system_clone(namespaces | CLONE_PARENT, &process, -1);
    if (pid < 0) {
        return -errno;
    }
    if (pid == 0) {
        return 0;
    }
    if (plan_report(plan, REPORT_STARTED, 0, &process, 1) < 0) {
        system_pidfd_kill(process, SIGKILL); /* nobody would wait for it */
    }
    _exit(0);
}

/* The launcher's table came with the fork, so a name is enough to find the descriptors. */
int operation_enter_machine(struct plan *plan, struct reader *arguments) {
    (void)plan;
    const struct kept *machine = kept_find(read_text(arguments));
    if (machine == NULL || machine->state != KEPT_RUNNING || machine->corner < 0) {
        return -ESRCH;
    }
    /* The corner first, as host root: no process is in it, so only its descriptor leads there. */
    if (setns(machine->corner, CLONE_NEWNS) < 0 || setns(machine->process, EVERY_NAMESPACE & ~CLONE_NEWNS) < 0) {
        return -errno;
    }
    int result = become_root();
    if (result == 0 && fchdir(machine->layer_store) < 0) {
        result = -errno;
    }
    return result;
}

static const char *namespace_file(uint32_t flag) {
    switch (flag) {
        case CLONE_NEWPID: return "pid";
        case CLONE_NEWIPC: return "ipc";
        case CLONE_NEWNET: return "net";
        default: return "";
    }
}

/*
 * Holds a namespace of another container for the program to be. As host root: that container's first process may be one that the machine's root cannot look into.
 */
int operation_share(struct plan *plan, struct reader *arguments) {
    const struct kept *process = kept_find(read_text(arguments));
    uint32_t flag = read_number(arguments);
    char path[64];
    if (process == NULL || process->state != KEPT_RUNNING || plan->shared_count == SHARED_LIMIT) {
        return -ESRCH;
    }
    snprintf(path, sizeof path, "/proc/%d/ns/%s", process->pid, namespace_file(flag));
    int namespace = open(path, O_RDONLY | O_CLOEXEC);
    /* If it is still there, then nobody else had its number when we opened. */
    if (namespace < 0 || system_pidfd_kill(process->process, 0) < 0) {
        return -ESRCH;
    }
    plan->shared_flag[plan->shared_count] = flag;
    plan->shared[plan->shared_count++] = namespace;
    return 0;
}

static bool read_out_of_memory_score(const char *path, int *score) {
    char text[16];
    int file = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t length = file < 0 ? -1 : read(file, text, sizeof text - 1);
    if (file >= 0) {
        close(file);
    }
    if (length <= 0) {
        return false;
    }
    text[length] = '\0';
    *score = atoi(text);
    return true;
}

/* As host root, before the namespaces: it is killed when the other would be, or earlier when its plan says so. The launcher's own score is lower than any of theirs. */
static int take_out_of_memory_score(pid_t other) {
    char path[64];
    char text[16];
    int own;
    int score;
    snprintf(path, sizeof path, "/proc/%d/oom_score_adj", other);
    if (!read_out_of_memory_score(path, &score) || !read_out_of_memory_score("/proc/self/oom_score_adj", &own)) {
        return -ESRCH;
    }
    snprintf(text, sizeof text, "%d", score);
    return score <= own ? 0 : write_whole("/proc/self/oom_score_adj", text);
}

int operation_enter_process(struct plan *plan, struct reader *arguments) {
    const struct kept *process = kept_find(read_text(arguments));
    if (process == NULL || process->state != KEPT_RUNNING) {
        return -ESRCH;
    }
    plan->limits_known = true;
    for (int resource = 0; resource < RLIM_NLIMITS; resource++) {
        if (prlimit(process->pid, resource, NULL, &plan->limit[resource]) < 0) {
            return -errno;
        }
    }
    int result = take_out_of_memory_score(process->pid);
    if (result < 0) {
        return result;
    }
    if (setns(process->process, EVERY_NAMESPACE) < 0) {
        return -errno;
    }
    return become_root();
}

int operation_hostname(struct plan *plan, struct reader *arguments) {
    (void)plan;
    const char *name = read_text(arguments);
    return sethostname(name, strlen(name)) < 0 ? -errno : 0;
}

int operation_domainname(struct plan *plan, struct reader *arguments) {
    (void)plan;
    const char *name = read_text(arguments);
    return setdomainname(name, strlen(name)) < 0 ? -errno : 0;
}

int operation_loopback(struct plan *plan, struct reader *arguments) {
    (void)plan;
    (void)arguments;
    int control = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (control < 0) {
        return -errno;
    }
    struct ifreq request = {.ifr_name = "lo", .ifr_flags = IFF_UP | IFF_RUNNING};
    int result = ioctl(control, SIOCSIFFLAGS, &request) < 0 ? -errno : 0;
    close(control);
    return result;
}
