/* The processes that never execute a program: a machine's first process, and the shim above each container. Both are forks of the launcher. */
#include "memory.h"
#include "operations.h"
#include "report.h"
#include "system.h"
#include "title.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* Keeps one descriptor, as number 3; what else was inherited belongs to other machines, and the launcher's log to the launcher. Gives unneeded memory back. */
static void close_all_but(int kept) {
    dup2(STDIN_FILENO, STDOUT_FILENO); /* the launcher's standard input is /dev/null */
    dup2(STDIN_FILENO, STDERR_FILENO);
    if (kept >= 0 && kept != 3) {
        dup2(kept, 3);
    }
    system_close_range(kept >= 0 ? 4 : 3, ~0U);
    memory_give_back();
}

static void hold_signals(void) {
    sigset_t all;
    sigfillset(&all);
    sigprocmask(SIG_SETMASK, &all, NULL);
}

/* As the first process of a system that is shut down: what is stopped must go on to hear it. Shims hear nothing, they end with their containers. */
static void end_others(void) {
    kill(-1, SIGTERM);
    kill(-1, SIGHUP); /* shells do not mind SIGTERM; at this they keep their history */
    kill(-1, SIGCONT);
}

static bool is_alone(void) { return kill(-1, 0) < 0 && errno == ESRCH; }

/*
 * Reaps what is orphaned in the machine. Closing the report tells the launcher that the machine is ready. At SIGTERM from outside the machine, whose sender
 * has no number in it (SI_USER: that cannot be made up), it ends all others, and then itself: not all are its children, so it looks for them now and then.
 */
int operation_serve(struct plan *plan, struct reader *arguments) {
    title_set(read_text(arguments));
    hold_signals();
    setsid();
    close_all_but(-1);
    plan_give_back(plan);
    sigset_t heard;
    sigemptyset(&heard);
    sigaddset(&heard, SIGCHLD);
    sigaddset(&heard, SIGTERM);
    const struct timespec look = {.tv_nsec = 20 * 1000 * 1000};
    bool ending = false;
    for (;;) {
        siginfo_t info;
        while (waitpid(-1, NULL, WNOHANG) > 0) {
        }
        if (ending && is_alone()) {
            _exit(0);
        }
        if (sigtimedwait(&heard, &info, ending ? &look : NULL) == SIGTERM && info.si_code == SI_USER && info.si_pid == 0) {
            ending = true;
            end_others();
        }
    }
}

static uint32_t exit_code(int status) {
    return WIFSIGNALED(status) ? 128U + (uint32_t)WTERMSIG(status) : (uint32_t)WEXITSTATUS(status);
}

/* Reaps only when it has told: whoever stops it in between leaves a process whose end the launcher can read. */
_Noreturn static void watch(const struct plan *plan, pid_t container, int status_pipe) {
    siginfo_t ended = {0};
    close_all_but(status_pipe);
    plan_give_back(plan);
    while (waitid(P_PID, (id_t)container, &ended, WEXITED | WNOWAIT) < 0 && errno == EINTR) {
    }
    uint32_t code = ended.si_code == CLD_EXITED ? (uint32_t)ended.si_status : 128U + (uint32_t)ended.si_status;
    ssize_t written = write(3, &code, sizeof code);
    waitpid(container, NULL, WNOHANG);
    _exit(written == sizeof code ? 0 : 1);
}

/* A namespace of processes is entered by children only, the others by the container's process itself: its shim stays in the machine's. */
static int enter_shared(const struct plan *plan, bool for_children) {
    for (size_t index = 0; index < plan->shared_count; index++) {
        bool of_children = plan->shared_flag[index] == CLONE_NEWPID;
        if (of_children == for_children && setns(plan->shared[index], (int)plan->shared_flag[index]) < 0) {
            return -errno;
        }
    }
    return 0;
}

/* In the machine's namespaces: makes the container's process, tells the launcher, then waits for its end. The container's process returns from here. */
static int start_container(struct plan *plan, uint32_t namespaces) {
    int status[2];
    int process = -1;
    if (pipe2(status, O_CLOEXEC) < 0) {
        return -errno;
    }
    setsid();
    hold_signals();
    int result = enter_shared(plan, true);
    if (result < 0) {
        return result;
    }
    pid_t container = system_clone(namespaces, &process, -1);
    if (container < 0) {
        return -errno;
    }
    if (container == 0) {
        close(status[0]);
        close(status[1]);
        return enter_shared(plan, false);
    }
    int descriptors[2] = {process, status[0]};
    if (plan_report(plan, REPORT_STARTED, 0, descriptors, 2) < 0) {
        system_pidfd_kill(process, SIGKILL); /* nobody would learn of its end */
    }
    watch(plan, container, status[1]);
}

/* Forks twice, so that the shim's parent is the machine's first process and ps shows it there. */
int operation_shim(struct plan *plan, struct reader *arguments) {
    const char *title = read_text(arguments);
    uint32_t namespaces = read_number(arguments);
    pid_t middle = system_clone(0, NULL, -1);
    if (middle < 0) {
        return -errno;
    }
    if (middle > 0) {
        waitpid(middle, NULL, 0);
        _exit(0);
    }
    pid_t shim = system_clone(0, NULL, -1);
    if (shim < 0) {
        return -errno;
    }
    if (shim > 0) {
        _exit(0);
    }
    title_set(title);
    return start_container(plan, namespaces);
}

_Noreturn static void pass_on(pid_t program) {
    sigset_t all;
    sigfillset(&all);
    for (;;) {
        int status;
        pid_t ended;
        while ((ended = waitpid(-1, &status, WNOHANG)) > 0) {
            if (ended == program) {
                _exit((int)exit_code(status));
            }
        }
        int signal = sigwaitinfo(&all, NULL);
        if (signal > 0 && signal != SIGCHLD) {
            kill(program, signal);
        }
    }
}

/*
 * Process 1 of a container whose program does not want to be that: passes signals on, reaps, ends as the program ends. It has the program's own rights; the child goes on with the plan.
 * A fork without exec, so that it costs next to nothing; what it shares of the launcher's memory stays closed to the container.
 */
int operation_init(struct plan *plan, struct reader *arguments) {
    (void)plan;
    const char *title = read_text(arguments);
    hold_signals();
    pid_t program = fork(); /* by now there is no clone3 */
    if (program < 0) {
        return -errno;
    }
    if (program == 0) {
        return 0;
    }
    title_set(title);
    prctl(PR_SET_NAME, "docker-init");
    close_all_but(-1);
    pass_on(program);
}
