/* The engines on the socket: one, and for a moment its successor. */
#ifndef BERTH_CLIENTS_H
#define BERTH_CLIENTS_H

#include "kept.h"

#include <stddef.h>
#include <stdint.h>

enum { CLIENT_LIMIT = 8 };

/* Takes the next connection of the listener. */
void clients_accept(int listener);

/* Socket of a client; -1: it is gone. */
int clients_socket(size_t index);

/* Closes the connection, and undoes the launches that it waits for. */
void clients_drop(size_t index);

void clients_tell_launched(size_t client, uint32_t request, const struct kept *kept);
void clients_tell_failed(size_t client, uint32_t request, uint32_t step, uint32_t error);
void clients_tell_announced(size_t client, uint32_t request, const struct kept *kept);
void clients_tell_kept(size_t client, uint32_t request, const struct kept *kept);
void clients_tell_opened(size_t client, uint32_t request, const struct kept *kept);
void clients_tell_listed(size_t client, uint32_t request);

/* Goes to all. */
void clients_tell_ended(const struct kept *kept);

#endif
