/* The life of a kept process after its launch. */
#ifndef BERTH_PROCESSES_H
#define BERTH_PROCESSES_H

#include "kept.h"

/* Host process id behind a pidfd; 0 when it is gone. */
pid_t processes_pid_of(int process);

/* Has a container's shim outlive its program when memory is short. */
void processes_spare_shim(const struct kept *kept);

/* Waits for its end from now on. */
void processes_watch(struct kept *kept);

/* A kept process has ended; its shim wrote the status, or did not in time. */
void processes_ended(size_t index);
void processes_status(size_t index);
void processes_late(size_t index);

/* Kills and reaps what a failed plan left, and frees the place. */
void processes_destroy(struct kept *kept);

/* Reaps a child of ours that was killed, now or when it has ended (a frozen one does not even die), and closes its pidfd. */
void processes_reap(int process);

/* Such a child has ended. */
void processes_leftover(int process);

/* Frees the place of one that has ended; one that runs is not forgotten. */
void processes_forget(struct kept *kept);

void processes_kill_all(void);
bool processes_any_running(void);

#endif
