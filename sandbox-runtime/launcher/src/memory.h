/* What the processes that never execute a program give back of the launcher's memory, of which they are forks: there is one in every machine and above every container. */
#ifndef BERTH_MEMORY_H
#define BERTH_MEMORY_H

/* Once, at the beginning. */
void memory_remember(void);

/* Of a process that makes no more than system calls from now on. */
void memory_give_back(void);

#endif
