#include "clients.h"

#include "events.h"
#include "launch.h"
#include "report.h"

#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

enum { SEND_SECONDS = 5 };

struct answer_text {
    unsigned char bytes[KEY_LIMIT + 64];
    size_t length;
};

/* Socket plus one, so that a zeroed table is empty. */
static int sockets[CLIENT_LIMIT];

static void put_number(struct answer_text *answer, uint32_t number) {
    memcpy(answer->bytes + answer->length, &number, sizeof number);
    answer->length += sizeof number;
}

static void put_text(struct answer_text *answer, const char *text) {
    size_t length = strlen(text) + 1;
    put_number(answer, (uint32_t)length);
    memcpy(answer->bytes + answer->length, text, length);
    answer->length += length;
}

static struct answer_text answer_of(enum answer kind, uint32_t request) {
    struct answer_text answer = {.length = 0};
    put_number(&answer, kind);
    put_number(&answer, request);
    return answer;
}

static void put_end(struct answer_text *answer, const struct kept *kept) {
    put_number(answer, kept->code);
    put_number(answer, (uint32_t)(kept->ended_at >> 32));
    put_number(answer, (uint32_t)kept->ended_at);
}

int clients_socket(size_t index) {
    return index < CLIENT_LIMIT ? sockets[index] - 1 : -1;
}

void clients_accept(int listener) {
    int connection = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
    struct ucred peer;
    socklen_t length = sizeof peer;
    if (connection < 0) {
        return;
    }
    /* A client that does not read is dropped: it will ask for the list when it comes back. */
    struct timeval patience = {.tv_sec = SEND_SECONDS};
    setsockopt(connection, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    for (size_t index = 0; index < CLIENT_LIMIT; index++) {
        if (sockets[index] == 0 && getsockopt(connection, SOL_SOCKET, SO_PEERCRED, &peer, &length) == 0 && peer.uid == 0
            && events_add(connection, EVENT_CLIENT, index) == 0) {
            sockets[index] = connection + 1;
            return;
        }
    }
    close(connection);
}

void clients_drop(size_t index) {
    int connection = clients_socket(index);
    if (connection < 0) {
        return;
    }
    sockets[index] = 0;
    events_remove(connection);
    close(connection);
    launch_abandon_all_of(index);
}

static void send_answer(size_t client, const struct answer_text *answer, const int *descriptors, size_t count) {
    int connection = clients_socket(client);
    if (connection >= 0 && message_send(connection, answer->bytes, answer->length, descriptors, count) < 0) {
        clients_drop(client);
    }
}

static size_t descriptors_of(const struct kept *kept, int descriptors[1 + STREAM_LIMIT]) {
    descriptors[0] = kept->process;
    memcpy(descriptors + 1, kept->stream, kept->stream_count * sizeof(int));
    return 1 + kept->stream_count;
}

void clients_tell_launched(size_t client, uint32_t request, const struct kept *kept) {
    struct answer_text answer = answer_of(ANSWER_LAUNCHED, request);
    int descriptors[1 + STREAM_LIMIT];
    put_number(&answer, (uint32_t)kept->pid);
    put_number(&answer, kept->streams);
    send_answer(client, &answer, descriptors, descriptors_of(kept, descriptors));
}

void clients_tell_failed(size_t client, uint32_t request, uint32_t step, uint32_t error) {
    struct answer_text answer = answer_of(ANSWER_FAILED, request);
    put_number(&answer, step);
    put_number(&answer, error);
    send_answer(client, &answer, NULL, 0);
}

void clients_tell_announced(size_t client, uint32_t request, const struct kept *kept) {
    struct answer_text answer = answer_of(ANSWER_ANNOUNCED, request);
    put_number(&answer, (uint32_t)kept->pid);
    send_answer(client, &answer, NULL, 0);
}

void clients_tell_kept(size_t client, uint32_t request, const struct kept *kept) {
    struct answer_text answer = answer_of(ANSWER_KEPT, request);
    int descriptors[1 + STREAM_LIMIT];
    put_text(&answer, kept->key);
    put_number(&answer, (uint32_t)kept->pid);
    put_number(&answer, kept->streams);
    put_number(&answer, kept->state == KEPT_ENDED);
    put_end(&answer, kept);
    send_answer(client, &answer, descriptors, descriptors_of(kept, descriptors));
}

void clients_tell_opened(size_t client, uint32_t request, const struct kept *kept) {
    struct answer_text answer = answer_of(ANSWER_OPENED, request);
    send_answer(client, &answer, &kept->root, 1);
}

void clients_tell_listed(size_t client, uint32_t request) {
    struct answer_text answer = answer_of(ANSWER_LISTED, request);
    send_answer(client, &answer, NULL, 0);
}

void clients_tell_ended(const struct kept *kept) {
    struct answer_text answer = answer_of(ANSWER_ENDED, 0);
    put_text(&answer, kept->key);
    put_end(&answer, kept);
    for (size_t client = 0; client < CLIENT_LIMIT; client++) {
        send_answer(client, &answer, NULL, 0);
    }
}
