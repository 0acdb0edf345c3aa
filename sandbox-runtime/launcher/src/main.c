/* The launcher: makes processes from plans, and keeps what an engine must find again after a crash. */
#include "clients.h"
#include "events.h"
#include "launch.h"
#include "memory.h"
#include "processes.h"
#include "requests.h"
#include "system.h"
#include "title.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

enum { END_SECONDS = 10 };

_Noreturn static void die(const char *what, const char *subject) {
    fprintf(stderr, "launcher: %s \"%s\": %s\n", what, subject, strerror(errno));
    exit(1);
}

static int listen_at(const char *path) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    /* Made under another name: whoever sees the socket can connect to it. */
    int length = snprintf(address.sun_path, sizeof address.sun_path, "%s.new", path);
    if (length < 0 || (size_t)length >= sizeof address.sun_path) {
        errno = ENAMETOOLONG;
        die("cannot listen at", path);
    }
    int listener = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    unlink(address.sun_path);
    umask(077); /* the socket is for root alone */
    if (listener < 0 || bind(listener, (struct sockaddr *)&address, sizeof address) < 0 || listen(listener, CLIENT_LIMIT) < 0
        || rename(address.sun_path, path) < 0) {
        die("cannot listen at", path);
    }
    umask(022);
    return listener;
}

/* Nothing that whoever started us ignores (nohup does) may be ignored in a container. */
static void reset_signals(void) {
    struct sigaction normal = {.sa_handler = SIG_DFL};
    for (int number = 1; number < _NSIG; number++) {
        sigaction(number, &normal, NULL);
    }
}

static int open_signals(void) {
    sigset_t wanted;
    sigemptyset(&wanted);
    sigaddset(&wanted, SIGTERM);
    sigaddset(&wanted, SIGINT);
    sigprocmask(SIG_BLOCK, &wanted, NULL);
    return signalfd(-1, &wanted, SFD_CLOEXEC);
}

/* Each kept process costs some descriptors. */
static void raise_descriptor_limit(void) {
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
        limit.rlim_cur = limit.rlim_max;
        setrlimit(RLIMIT_NOFILE, &limit);
    }
}

static void dispatch(const struct event *event, int listener) {
    switch (event->source) {
        case EVENT_LISTENER: clients_accept(listener); break;
        case EVENT_CLIENT: requests_serve(event->index); break;
        case EVENT_LAUNCH: launch_continue(event->index); break;
        case EVENT_PROCESS: processes_ended(event->index); break;
        case EVENT_STATUS: processes_status(event->index); break;
        case EVENT_LATE: processes_late(event->index); break;
        case EVENT_LEFTOVER: processes_leftover((int)event->index); break;
        case EVENT_SIGNAL: break;
    }
    launch_abandon_orphans();
}

/* Returns when a signal asks for the end. */
static void serve(int listener) {
    struct event event;
    do {
        if (events_next(&event, -1) < 0) {
            die("cannot wait for", "events");
        }
        dispatch(&event, listener);
    } while (event.source != EVENT_SIGNAL);
}

/* Machines end with the launcher when it is told to end; a crash of it ends none. */
static void end_all(int listener) {
    time_t limit = time(NULL) + END_SECONDS;
    struct event event;
    launch_abandon_all();
    while (processes_any_running() && time(NULL) < limit) {
        processes_kill_all();
        if (events_next(&event, 1000) > 0 && event.source != EVENT_SIGNAL) {
            dispatch(&event, listener);
        }
    }
}

int main(int count, char **arguments) {
    if (count != 3 || strcmp(arguments[1], "--socket") != 0) {
        fprintf(stderr, "usage: launcher --socket PATH\n");
        return 2;
    }
    /* The title is written over the arguments. Nothing is allocated: a heap would cost 16 KiB of page tables in every machine and every shim, forks of this process. */
    static char path[sizeof ((struct sockaddr_un *)0)->sun_path];
    if (strlen(arguments[2]) >= sizeof path) {
        errno = ENAMETOOLONG;
        die("cannot listen at", arguments[2]);
    }
    strcpy(path, arguments[2]);
    system_close_range(STDERR_FILENO + 1, ~0U); /* what whoever started us left open would be open in every student's program */
    title_remember(count, arguments);
    memory_remember();
    prctl(PR_SET_DUMPABLE, 0); /* its memory, and that of every fork, stays closed to the machines' roots */
    int null = open("/dev/null", O_RDONLY);
    if (null < 0 || dup2(null, STDIN_FILENO) < 0) {
        die("cannot open", "/dev/null");
    }
    if (null > STDERR_FILENO) {
        close(null);
    }
    raise_descriptor_limit();
    reset_signals();
    int signals = open_signals();
    int listener = listen_at(path);
    if (events_open() < 0 || events_add(listener, EVENT_LISTENER, 0) < 0 || events_add(signals, EVENT_SIGNAL, 0) < 0) {
        die("cannot wait on", path);
    }
    serve(listener);
    end_all(listener);
    unlink(path);
    return 0;
}
