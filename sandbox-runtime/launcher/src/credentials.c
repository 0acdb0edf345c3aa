/* Capabilities, user and groups of the program. */
#include "operations.h"

#include <errno.h>
#include <grp.h>
#include <linux/capability.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Before the filter of system calls, which it does not depend on. */
int operation_no_new_privileges(struct plan *plan, struct reader *arguments) {
    (void)plan;
    (void)arguments;
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0 ? -errno : 0;
}

/* Its own group is among its groups, as runc has it: else it could shed what files deny that group. */
static void join_own_group(struct plan *plan) {
    for (size_t index = 0; index < plan->group_count; index++) {
        if (plan->groups[index] == plan->group) {
            return;
        }
    }
    plan->groups[plan->group_count++] = plan->group;
}

/* The last step but one: everything that needs rights has been done. */
int operation_credentials(struct plan *plan, struct reader *arguments) {
    uint32_t kept[2] = {read_number(arguments), read_number(arguments)};
    for (unsigned capability = 0; capability < 64; capability++) {
        bool keep = (kept[capability / 32] >> (capability % 32)) & 1;
        if (!keep && prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) < 0) {
            if (errno == EINVAL) {
                break; /* this kernel has no capability of that number, nor any above */
            }
            return -errno;
        }
    }
    /* The program's user must be able to open /dev/stdout and its terminal again. */
    for (int index = 0; index < 3; index++) {
        if (index != 0 || plan->terminal >= 0) {
            fchown(plan->standard[index], plan->user, plan->terminal >= 0 ? (gid_t)-1 : plan->group);
        }
    }
    join_own_group(plan);
    if (setgroups(plan->group_count, plan->groups) < 0 || setresgid(plan->group, plan->group, plan->group) < 0
        || setresuid(plan->user, plan->user, plan->user) < 0) {
        return -errno;
    }
    struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
    struct __user_cap_data_struct sets[2] = {0};
    if (plan->user == 0) {
        for (int half = 0; half < 2; half++) {
            sets[half].effective = sets[half].permitted = kept[half];
        }
    }
    return syscall(SYS_capset, &header, sets) < 0 ? -errno : 0;
}
