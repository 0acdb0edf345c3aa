/* What is told to engines, as the README lists it. A client that is gone hears nothing. */
#ifndef BERTH_ANSWERS_H
#define BERTH_ANSWERS_H

#include "kept.h"

#include <stddef.h>
#include <stdint.h>

void answer_launched(size_t client, uint32_t request, const struct kept *kept);
void answer_failed(size_t client, uint32_t request, uint32_t step, uint32_t error);
void answer_announced(size_t client, uint32_t request, const struct kept *kept);
void answer_kept(size_t client, uint32_t request, const struct kept *kept);
void answer_opened(size_t client, uint32_t request, const struct kept *kept);
void answer_listed(size_t client, uint32_t request);

/* Goes to all. */
void answer_ended(const struct kept *kept);

#endif
