/* The name under which a process that never executes anything shows itself in ps. */
#ifndef BERTH_TITLE_H
#define BERTH_TITLE_H

/* Remembers where the kernel looks for the arguments; call it first in main. */
void title_remember(int count, char **arguments);

/* Shows the text instead of the arguments, which name paths of the host. */
void title_set(const char *text);

#endif
