/* Bounded reading of a message. Numbers are in the host's byte order; a text has its length, its bytes and a final zero, so that it is a C string in place. */
#ifndef BERTH_READER_H
#define BERTH_READER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct reader {
    const unsigned char *at;
    const unsigned char *end;
    bool broken; /* set once something did not fit; every later read gives zero or an empty text */
};

/* Bytes inside the message, which may be zeros as well. */
struct byte_range {
    const unsigned char *bytes;
    size_t length;
};

/* A list of texts inside the message. */
struct text_list {
    uint32_t count;
    struct reader texts;
};

struct reader reader_of(const void *bytes, size_t length);
uint32_t read_number(struct reader *reader);
const char *read_text(struct reader *reader);
struct byte_range read_bytes(struct reader *reader);
struct text_list read_list(struct reader *reader);

/* Whether the rest of the message is exactly what the signature says: n number, t text, b bytes, l list of texts. */
bool reader_fits(struct reader reader, const char *signature);

#endif
