#include "kept.h"

#include <string.h>
#include <unistd.h>

/* Zero pages until they are used. */
static struct kept table[KEPT_LIMIT];
static size_t used; /* places from here on have never been used */

static void close_once(int *descriptor) {
    if (*descriptor >= 0) {
        close(*descriptor);
        *descriptor = -1;
    }
}

struct kept *kept_add(const char *key) {
    size_t index = 0;
    while (index < used && table[index].state != KEPT_FREE) {
        index++;
    }
    if (index == KEPT_LIMIT) {
        return NULL;
    }
    if (index == used) {
        used++;
    }
    struct kept *kept = &table[index];
    memset(kept, 0, sizeof *kept);
    kept->state = KEPT_LAUNCHING;
    strncpy(kept->key, key, KEY_LIMIT);
    kept->process = kept->status = kept->patience = kept->corner = kept->layer_store = kept->root = -1;
    return kept;
}

struct kept *kept_find(const char *key) {
    for (size_t index = 0; index < used; index++) {
        if (table[index].state != KEPT_FREE && strcmp(table[index].key, key) == 0) {
            return &table[index];
        }
    }
    return NULL;
}

struct kept *kept_at(size_t index) {
    return index < used ? &table[index] : NULL;
}

size_t kept_index(const struct kept *kept) {
    return (size_t)(kept - table);
}

void kept_close_input(struct kept *kept) {
    if (!(kept->streams & STREAM_INPUT)) {
        return;
    }
    /* A process with an input stream has no terminal, so the input is the first of its streams. */
    close_once(&kept->stream[0]);
    kept->stream_count--;
    memmove(&kept->stream[0], &kept->stream[1], kept->stream_count * sizeof(int));
    kept->streams &= ~(uint32_t)STREAM_INPUT;
}

void kept_remove(struct kept *kept) {
    for (size_t index = 0; index < kept->stream_count; index++) {
        close_once(&kept->stream[index]);
    }
    close_once(&kept->process);
    close_once(&kept->status);
    close_once(&kept->patience);
    close_once(&kept->corner);
    close_once(&kept->layer_store);
    close_once(&kept->root);
    kept->state = KEPT_FREE;
}
