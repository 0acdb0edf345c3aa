/* Launches under way: a helper process carries out the plan and reports until all of the plan's processes have closed their end. */
#ifndef BERTH_LAUNCH_H
#define BERTH_LAUNCH_H

#include "reader.h"

#include <stddef.h>
#include <stdint.h>

enum { STEP_OF_LAUNCHER = 0xffffffff }; /* told as the failed step when it was none of the plan's */

/* Starts the helper. The answer follows when the plan is done; an error that is known at once is answered at once. */
void launch_begin(size_t client, uint32_t request, const char *key, const char *control_group, struct reader steps);

/* The plan may go on past its operation "await". */
void launch_proceed(size_t client, uint32_t request);

/* Kills what the plan has made so far. */
void launch_abandon(size_t client, uint32_t request);
void launch_abandon_all(void);

/* Those whose clients are gone. To be called before their places in the table can be taken by others. */
void launch_abandon_orphans(void);

/* A report of the launch at this place can be read. */
void launch_continue(size_t place);

#endif
