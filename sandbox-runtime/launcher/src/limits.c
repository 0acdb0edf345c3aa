/* Limits of the program's process. */
#include "operations.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

/*
 * As host root, since nobody else may write it for a process that is closed to others. Never below zero, where what serves all machines is: a student's process is not spared for another's.
 */
int operation_out_of_memory_score(struct plan *plan, struct reader *arguments) {
    (void)plan;
    int score = (int)read_number(arguments);
    char text[16];
    if (score < 0) {
        return -EACCES;
    }
    int length = snprintf(text, sizeof text, "%d", score);
    int file = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
    int result = file < 0 || write(file, text, (size_t)length) != length ? -errno : 0;
    close(file);
    return result;
}

static rlim_t read_limit(struct reader *arguments) {
    uint64_t low = read_number(arguments);
    return low | (uint64_t)read_number(arguments) << 32;
}

/* As the machine's root: a hard limit above the launcher's own is refused by the kernel. All ones mean no limit, there as here. */
int operation_process_limit(struct plan *plan, struct reader *arguments) {
    (void)plan;
    int resource = (int)read_number(arguments);
    struct rlimit limit;
    limit.rlim_cur = read_limit(arguments);
    limit.rlim_max = read_limit(arguments);
    return setrlimit(resource, &limit) < 0 ? -errno : 0;
}

/* What one more program of a container may use is what its first may. */
int operation_limits_of_process(struct plan *plan, struct reader *arguments) {
    (void)arguments;
    for (int resource = 0; plan->limits_known && resource < RLIM_NLIMITS; resource++) {
        if (setrlimit(resource, &plan->limit[resource]) < 0) {
            return -errno;
        }
    }
    return 0;
}
