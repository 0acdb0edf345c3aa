/* A plan is a list of operations which the launcher's child carries out, in processes of its own making. */
#ifndef BERTH_PLAN_H
#define BERTH_PLAN_H

#include "reader.h"

#include <stdbool.h>
#include <sys/resource.h>
#include <sys/types.h>

enum { GROUP_LIMIT = 64, HOME_LIMIT = 256, SOURCE_LIMIT = 128, SHARED_LIMIT = 3 };

/* What the steps of a plan leave for later ones. Each process of the plan has its own copy. */
struct plan {
    struct reader steps;    /* all of them, as they lie in memory */
    int report;             /* socket to the launcher */
    int user_namespace;     /* made, not yet entered; -1 */
    int store;              /* detached, idmapped, read-only tree of all layers; -1 */
    int source[SOURCE_LIMIT]; /* detached trees of the machine or of a container, to be placed */
    size_t source_count;
    int shared[SHARED_LIMIT]; /* namespaces of other processes that the program gets, and their clone flags */
    uint32_t shared_flag[SHARED_LIMIT];
    size_t shared_count;
    struct rlimit limit[RLIM_NLIMITS]; /* of the process that was entered, if limits_known */
    bool limits_known;
    int root;               /* the root directory to be, then "/"; -1 */
    int terminal;           /* slave side; -1 */
    int standard[3];        /* what become descriptors 0, 1, 2; -1 */
    uid_t user;
    gid_t group;
    gid_t groups[GROUP_LIMIT + 1]; /* the last place is for the user's own */
    size_t group_count;
    char home[HOME_LIMIT];
};

/* Whether all steps are known operations with arguments that fit. */
bool plan_fits(struct reader steps);

/* Carries out the plan; reports a failure. Never returns. */
_Noreturn void plan_run(struct reader steps, int report);

/* For a process that carries out nothing more, and lives on: the pages of the steps are the kernel's again. */
void plan_give_back(const struct plan *plan);

/* Tells the launcher; on failure the plan ends, since nobody would hold what it made. Returns 0 or -errno. */
int plan_report(const struct plan *plan, uint32_t kind, uint32_t first, const int *descriptors, size_t count);

#endif
