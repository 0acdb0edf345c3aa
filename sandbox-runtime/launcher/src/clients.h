/* The engines on the socket: one, and for a moment its successor. */
#ifndef BERTH_CLIENTS_H
#define BERTH_CLIENTS_H

#include <stddef.h>

enum { CLIENT_LIMIT = 8 };

/* Takes the next connection of the listener. */
void clients_accept(int listener);

/* Socket of a client; -1: it is gone. */
int clients_socket(size_t index);

/* Closes the connection. What it waits for is undone by launch_abandon_orphans. */
void clients_drop(size_t index);

/* Drops the client if it cannot be done. */
void clients_send(size_t index, const void *message, size_t length, const int *descriptors, size_t count);

#endif
