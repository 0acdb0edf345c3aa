#include "plan.h"

#include "operations.h"
#include "protocol.h"
#include "report.h"

#include <errno.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

struct operation_entry {
    const char *signature; /* as reader_fits has it */
    int (*run)(struct plan *plan, struct reader *arguments);
};

static const struct operation_entry table[OPERATION_COUNT] = {
    [OPERATION_JOIN_CONTROL_GROUPS] = {"l", operation_join_control_groups},
    [OPERATION_USER_NAMESPACE] = {"nn", operation_user_namespace},
    [OPERATION_MOUNT_NAMESPACE] = {"", operation_mount_namespace},
    [OPERATION_OPEN_STORE] = {"t", operation_open_store},
    [OPERATION_STAGING] = {"tl", operation_staging},
    [OPERATION_PLACE_STORE] = {"t", operation_place_store},
    [OPERATION_BIND] = {"ttn", operation_bind},
    [OPERATION_ENTER_STAGING] = {"t", operation_enter_staging},
    [OPERATION_ENTER_USER_NAMESPACE] = {"", operation_enter_user_namespace},
    [OPERATION_CLONE] = {"n", operation_clone},
    [OPERATION_OVERLAY] = {"ltttn", operation_overlay},
    [OPERATION_KEEP_CORNER] = {"", operation_keep_corner},
    [OPERATION_ROOT] = {"t", operation_root},
    [OPERATION_MOUNT] = {"ttttnn", operation_mount},
    [OPERATION_ATTACH] = {"ttn", operation_attach},
    [OPERATION_LINK] = {"tt", operation_link},
    [OPERATION_FILE] = {"tt", operation_file},
    [OPERATION_BOUND_FILE] = {"tt", operation_bound_file},
    [OPERATION_MASK] = {"l", operation_mask},
    [OPERATION_READ_ONLY] = {"l", operation_read_only},
    [OPERATION_SETTING] = {"ttn", operation_setting},
    [OPERATION_PIVOT] = {"", operation_pivot},
    [OPERATION_HOSTNAME] = {"t", operation_hostname},
    [OPERATION_LOOPBACK] = {"", operation_loopback},
    [OPERATION_ANNOUNCE] = {"", operation_announce},
    [OPERATION_AWAIT] = {"", operation_await},
    [OPERATION_ENTER_MACHINE] = {"t", operation_enter_machine},
    [OPERATION_SHIM] = {"tn", operation_shim},
    [OPERATION_ENTER_PROCESS] = {"t", operation_enter_process},
    [OPERATION_STREAMS] = {"nnnn", operation_streams},
    [OPERATION_CONSOLE] = {"", operation_console},
    [OPERATION_IDENTITY] = {"t", operation_identity},
    [OPERATION_WORKING_DIRECTORY] = {"tn", operation_working_directory},
    [OPERATION_SYSTEM_CALLS] = {"n", operation_system_calls},
    [OPERATION_CREDENTIALS] = {"nn", operation_credentials},
    [OPERATION_EXEC] = {"ll", operation_exec},
    [OPERATION_SERVE] = {"t", operation_serve},
    [OPERATION_OPEN_SOURCE] = {"ttn", operation_open_source},
    [OPERATION_PLACE_SOURCE] = {"ntnn", operation_place_source},
    [OPERATION_VOLUME] = {"ttn", operation_volume},
    [OPERATION_HAND_OUT_ROOT] = {"t", operation_hand_out_root},
    [OPERATION_SHARE] = {"tn", operation_share},
    [OPERATION_OUT_OF_MEMORY_SCORE] = {"n", operation_out_of_memory_score},
    [OPERATION_DOMAINNAME] = {"t", operation_domainname},
    [OPERATION_GROUPS] = {"l", operation_groups},
    [OPERATION_PROCESS_LIMIT] = {"nnnnn", operation_process_limit},
    [OPERATION_LIMITS_OF_PROCESS] = {"", operation_limits_of_process},
    [OPERATION_NO_NEW_PRIVILEGES] = {"", operation_no_new_privileges},
    [OPERATION_INIT] = {"t", operation_init},
    [OPERATION_MEMORY_FILE] = {"ntbnnn", operation_memory_file},
};

/* A step is its operation, the length of its arguments, and these. */
static bool next_step(struct reader *steps, uint32_t *operation, struct reader *arguments) {
    *operation = read_number(steps);
    uint32_t length = read_number(steps);
    if (steps->broken || length > (size_t)(steps->end - steps->at)) {
        return false;
    }
    *arguments = reader_of(steps->at, length);
    steps->at += length;
    return true;
}

bool plan_fits(struct reader steps) {
    uint32_t operation;
    struct reader arguments;
    while (steps.at < steps.end) {
        if (!next_step(&steps, &operation, &arguments) || operation >= OPERATION_COUNT || table[operation].run == NULL
            || !reader_fits(arguments, table[operation].signature)) {
            return false;
        }
    }
    return true;
}

void plan_give_back(const struct plan *plan) {
    /* Message and file begin at a page and have nothing but the plan in their pages. */
    uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
    uintptr_t start = (uintptr_t)plan->steps.at & ~(page - 1);
    madvise((void *)start, (uintptr_t)plan->steps.end - start, MADV_DONTNEED);
}

int plan_report(const struct plan *plan, uint32_t kind, uint32_t first, const int *descriptors, size_t count) {
    struct report report = {.kind = kind, .first = first};
    return message_send(plan->report, &report, sizeof report, descriptors, count);
}

void plan_run(struct reader steps, int report) {
    struct plan plan = {
        .steps = steps, .report = report, .user_namespace = -1, .store = -1, .root = -1, .terminal = -1, .standard = {-1, -1, -1}, .home = "/"};
    uint32_t operation;
    struct reader arguments;
    for (uint32_t index = 0; next_step(&steps, &operation, &arguments); index++) {
        int result = table[operation].run(&plan, &arguments);
        if (result < 0) {
            struct report failure = {.kind = REPORT_FAILED, .first = index, .second = (uint32_t)-result};
            message_send(report, &failure, sizeof failure, NULL, 0);
            _exit(127);
        }
    }
    _exit(0); /* a plan whose last step neither executes nor serves */
}

int operation_announce(struct plan *plan, struct reader *arguments) {
    (void)arguments;
    return plan_report(plan, REPORT_ANNOUNCE, 0, NULL, 0);
}

/* Waits for the engine's word that what it prepares from outside (the network) is there. */
int operation_await(struct plan *plan, struct reader *arguments) {
    (void)arguments;
    char word;
    ssize_t length;
    do {
        length = read(plan->report, &word, sizeof word);
    } while (length < 0 && errno == EINTR);
    return length == 1 ? 0 : -ECANCELED;
}
