/* What the engine asks for. */
#ifndef BERTH_REQUESTS_H
#define BERTH_REQUESTS_H

#include <stddef.h>

/* Reads one message of the client and does what it says. A message that does not fit drops the client. */
void requests_serve(size_t client);

#endif
