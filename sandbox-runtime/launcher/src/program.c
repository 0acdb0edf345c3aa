/* The program that the plan is for. */
#include "directories.h"
#include "operations.h"
#include "system.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

enum { WORD_LIMIT = 128 * 1024 }; /* zero pages until they are used */

static char *argument_list[WORD_LIMIT + 1];
static char *environment_list[WORD_LIMIT + 2];
static char home_variable[HOME_LIMIT + sizeof "HOME="];

/* Made when it is missing, as Docker does for the first program of a container. The process is in its final root: a path cannot lead out of it. */
int operation_working_directory(struct plan *plan, struct reader *arguments) {
    (void)plan;
    const char *path = read_text(arguments);
    bool make = read_number(arguments) != 0;
    int root = open("/", O_PATH | O_DIRECTORY | O_CLOEXEC);
    int directory = make ? directories_open(root, path) : system_open_beneath(root, path, O_PATH | O_DIRECTORY, 0);
    if (!make && directory < 0) {
        directory = -errno;
    }
    int result = directory < 0 ? directory : fchdir(directory) < 0 ? -errno : 0;
    if (directory >= 0) {
        close(directory);
    }
    close(root);
    return result;
}

static bool fill(char **list, struct text_list words) {
    if (words.count > WORD_LIMIT) {
        return false;
    }
    for (uint32_t index = 0; index < words.count; index++) {
        list[index] = (char *)read_text(&words.texts);
    }
    list[words.count] = NULL;
    return true;
}

/* Where it stands in the list, which ends with NULL. */
static char **entry_of(const char *name) {
    size_t length = strlen(name);
    char **entry = environment_list;
    while (*entry != NULL && !(strncmp(*entry, name, length) == 0 && (*entry)[length] == '=')) {
        entry++;
    }
    return entry;
}

static const char *variable(const char *name) {
    const char *entry = *entry_of(name);
    return entry == NULL ? NULL : entry + strlen(name) + 1;
}

/* As runc: the user's own unless another is named; an empty one names none. */
static void add_home(const struct plan *plan, uint32_t count) {
    char **home = entry_of("HOME");
    if (*home == NULL || strcmp(*home, "HOME=") == 0) {
        snprintf(home_variable, sizeof home_variable, "HOME=%s", plan->home);
        *home = home_variable;
        environment_list[home == environment_list + count ? count + 1 : count] = NULL;
    }
}

/* The launcher handles no signal, but blocks some. */
static void unblock_signals(void) {
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

static int place_streams(const struct plan *plan) {
    setsid();
    if (plan->terminal >= 0 && ioctl(plan->terminal, TIOCSCTTY, 0) < 0) {
        return -errno;
    }
    /* All are above 2, since the launcher never leaves those free: none overwrites another. */
    for (int index = 0; index < 3; index++) {
        if (plan->standard[index] >= 0 && dup2(plan->standard[index], index) < 0) {
            return -errno;
        }
    }
    return 0;
}

static int search(const char *name) {
    const char *path = variable("PATH");
    int result = -ENOENT;
    if (strchr(name, '/') != NULL) {
        execve(name, argument_list, environment_list);
        return -errno;
    }
    while (path != NULL && *name != 0) {
        char candidate[4096];
        const char *colon = strchrnul(path, ':');
        int length = snprintf(candidate, sizeof candidate, "%.*s/%s", (int)(colon - path), path, name);
        if (length > 0 && (size_t)length < sizeof candidate) {
            execve(candidate, argument_list, environment_list);
            if (errno != ENOENT && errno != ENOTDIR) {
                result = -errno;
            }
            if (result != -ENOENT && result != -EACCES) {
                return result;
            }
        }
        path = *colon == 0 ? NULL : colon + 1;
    }
    return result;
}

int operation_exec(struct plan *plan, struct reader *arguments) {
    struct text_list words = read_list(arguments);
    struct text_list environment = read_list(arguments);
    if (words.count == 0 || !fill(argument_list, words) || !fill(environment_list, environment)) {
        return -E2BIG;
    }
    add_home(plan, environment.count);
    int result = place_streams(plan);
    if (result < 0) {
        return result;
    }
    umask(022);
    unblock_signals();
    return search(argument_list[0]);
}
