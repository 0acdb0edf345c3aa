#include "reader.h"

#include <string.h>

struct reader reader_of(const void *bytes, size_t length) {
    struct reader reader = {.at = bytes, .end = (const unsigned char *)bytes + length, .broken = false};
    return reader;
}

uint32_t read_number(struct reader *reader) {
    uint32_t number = 0;
    if (reader->broken || (size_t)(reader->end - reader->at) < sizeof number) {
        reader->broken = true;
        return 0;
    }
    memcpy(&number, reader->at, sizeof number);
    reader->at += sizeof number;
    return number;
}

const char *read_text(struct reader *reader) {
    uint32_t length = read_number(reader); /* the final zero counts */
    if (reader->broken || length == 0 || length > (size_t)(reader->end - reader->at)
        || memchr(reader->at, 0, length) != reader->at + length - 1) {
        reader->broken = true;
        return "";
    }
    const char *text = (const char *)reader->at;
    reader->at += length;
    return text;
}

struct byte_range read_bytes(struct reader *reader) {
    struct byte_range range = {.bytes = reader->at, .length = read_number(reader)};
    if (reader->broken || range.length > (size_t)(reader->end - reader->at)) {
        reader->broken = true;
        range.length = 0;
        return range;
    }
    range.bytes = reader->at;
    reader->at += range.length;
    return range;
}

struct text_list read_list(struct reader *reader) {
    struct text_list list = {.count = read_number(reader)};
    list.texts = *reader;
    for (uint32_t index = 0; index < list.count && !reader->broken; index++) {
        read_text(reader);
    }
    if (reader->broken) {
        list.count = 0;
    }
    return list;
}

bool reader_fits(struct reader reader, const char *signature) {
    for (; *signature != 0; signature++) {
        switch (*signature) {
            case 'n': read_number(&reader); break;
            case 't': read_text(&reader); break;
            case 'b': read_bytes(&reader); break;
            default: read_list(&reader); break;
        }
    }
    return !reader.broken && reader.at == reader.end;
}
