#include "answers.h"

#include "clients.h"
#include "protocol.h"

#include <string.h>

struct message {
    unsigned char bytes[KEY_LIMIT + 64];
    size_t length;
};

static void put_number(struct message *message, uint32_t number) {
    memcpy(message->bytes + message->length, &number, sizeof number);
    message->length += sizeof number;
}

static void put_text(struct message *message, const char *text) {
    size_t length = strlen(text) + 1;
    put_number(message, (uint32_t)length);
    memcpy(message->bytes + message->length, text, length);
    message->length += length;
}

static struct message message_of(enum answer kind, uint32_t request) {
    struct message message = {.length = 0};
    put_number(&message, kind);
    put_number(&message, request);
    return message;
}

static void put_end(struct message *message, const struct kept *kept) {
    put_number(message, kept->code);
    put_number(message, (uint32_t)(kept->ended_at >> 32));
    put_number(message, (uint32_t)kept->ended_at);
}

static void send_to(size_t client, const struct message *message, const int *descriptors, size_t count) {
    clients_send(client, message->bytes, message->length, descriptors, count);
}

static size_t descriptors_of(const struct kept *kept, int descriptors[1 + STREAM_LIMIT]) {
    descriptors[0] = kept->process;
    memcpy(descriptors + 1, kept->stream, kept->stream_count * sizeof(int));
    return 1 + kept->stream_count;
}

void answer_launched(size_t client, uint32_t request, const struct kept *kept) {
    struct message message = message_of(ANSWER_LAUNCHED, request);
    int descriptors[1 + STREAM_LIMIT];
    put_number(&message, (uint32_t)kept->pid);
    put_number(&message, kept->streams);
    send_to(client, &message, descriptors, descriptors_of(kept, descriptors));
}

void answer_failed(size_t client, uint32_t request, uint32_t step, uint32_t error) {
    struct message message = message_of(ANSWER_FAILED, request);
    put_number(&message, step);
    put_number(&message, error);
    send_to(client, &message, NULL, 0);
}

void answer_announced(size_t client, uint32_t request, const struct kept *kept) {
    struct message message = message_of(ANSWER_ANNOUNCED, request);
    put_number(&message, (uint32_t)kept->pid);
    send_to(client, &message, NULL, 0);
}

void answer_kept(size_t client, uint32_t request, const struct kept *kept) {
    struct message message = message_of(ANSWER_KEPT, request);
    int descriptors[1 + STREAM_LIMIT];
    put_text(&message, kept->key);
    put_number(&message, (uint32_t)kept->pid);
    put_number(&message, kept->streams);
    put_number(&message, kept->state == KEPT_ENDED);
    put_end(&message, kept);
    send_to(client, &message, descriptors, descriptors_of(kept, descriptors));
}

void answer_opened(size_t client, uint32_t request, const struct kept *kept) {
    struct message message = message_of(ANSWER_OPENED, request);
    send_to(client, &message, &kept->root, 1);
}

void answer_listed(size_t client, uint32_t request) {
    struct message message = message_of(ANSWER_LISTED, request);
    send_to(client, &message, NULL, 0);
}

void answer_ended(const struct kept *kept) {
    struct message message = message_of(ANSWER_ENDED, 0);
    put_text(&message, kept->key);
    put_end(&message, kept);
    for (size_t client = 0; client < CLIENT_LIMIT; client++) {
        send_to(client, &message, NULL, 0);
    }
}
