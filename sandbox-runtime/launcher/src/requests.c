#include "requests.h"

#include "answers.h"
#include "clients.h"
#include "launch.h"
#include "processes.h"
#include "reader.h"
#include "report.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { LARGEST_PAGE = 65536 };

static _Alignas(LARGEST_PAGE) unsigned char message[MESSAGE_LIMIT]; /* alone in its pages: see plan_give_back */
static int file; /* the one that came with the message; -1 */

static void request_launch(size_t client, uint32_t request, struct reader *fields) {
    const char *key = read_text(fields);
    const char *control_group = read_text(fields);
    if (!fields->broken) {
        launch_begin(client, request, key, control_group, *fields);
    }
}

/* A plan that is longer than a message. Nobody can change the file any more, so it is read where it lies; the helper has it by the fork. */
static void request_launch_file(size_t client, uint32_t request, struct reader *fields) {
    const char *key = read_text(fields);
    const char *control_group = read_text(fields);
    const int sealed = F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE;
    struct stat status;
    if (fields->broken || file < 0 || fstat(file, &status) < 0 || status.st_size <= 0 || status.st_size > PLAN_LIMIT
        || (fcntl(file, F_GET_SEALS) & sealed) != sealed) {
        fields->broken = true;
        return;
    }
    size_t length = (size_t)status.st_size;
    void *steps = mmap(NULL, length, PROT_READ, MAP_PRIVATE, file, 0);
    if (steps == MAP_FAILED) {
        answer_failed(client, request, STEP_OF_LAUNCHER, (uint32_t)errno);
        return;
    }
    launch_begin(client, request, key, control_group, reader_of(steps, length));
    munmap(steps, length);
}

static void request_proceed(size_t client, uint32_t request, struct reader *fields) {
    (void)fields;
    launch_proceed(client, request);
}

static void request_abandon(size_t client, uint32_t request, struct reader *fields) {
    (void)fields;
    launch_abandon(client, request);
}

static void request_list(size_t client, uint32_t request, struct reader *fields) {
    (void)fields;
    const struct kept *kept;
    for (size_t index = 0; (kept = kept_at(index)) != NULL; index++) {
        if (kept->state == KEPT_RUNNING || kept->state == KEPT_ENDED) {
            answer_kept(client, request, kept);
        }
    }
    answer_listed(client, request);
}

static void request_forget(size_t client, uint32_t request, struct reader *fields) {
    (void)client;
    (void)request;
    struct kept *kept = kept_find(read_text(fields));
    if (kept != NULL) {
        processes_forget(kept);
    }
}

static void request_close_input(size_t client, uint32_t request, struct reader *fields) {
    (void)client;
    (void)request;
    struct kept *kept = kept_find(read_text(fields));
    if (kept != NULL) {
        kept_close_input(kept);
    }
}

static void (*const table[])(size_t client, uint32_t request, struct reader *fields) = {
    [REQUEST_LAUNCH] = request_launch,
    [REQUEST_PROCEED] = request_proceed,
    [REQUEST_ABANDON] = request_abandon,
    [REQUEST_LIST] = request_list,
    [REQUEST_FORGET] = request_forget,
    [REQUEST_CLOSE_INPUT] = request_close_input,
    [REQUEST_LAUNCH_FILE] = request_launch_file,
};

void requests_serve(size_t client) {
    int descriptors[DESCRIPTOR_LIMIT];
    size_t count;
    int socket = clients_socket(client);
    if (socket < 0) {
        return;
    }
    ssize_t length = message_receive(socket, message, sizeof message, descriptors, &count);
    while (count > 1) {
        close(descriptors[--count]); /* no request brings more than one */
    }
    file = count == 1 ? descriptors[0] : -1;
    struct reader fields = reader_of(message, length > 0 ? (size_t)length : 0);
    uint32_t operation = read_number(&fields);
    uint32_t request = read_number(&fields);
    if (fields.broken || operation >= sizeof table / sizeof *table || table[operation] == NULL) {
        fields.broken = true;
    } else {
        table[operation](client, request, &fields);
    }
    if (file >= 0) {
        close(file);
    }
    if (fields.broken) {
        clients_drop(client);
    }
}
