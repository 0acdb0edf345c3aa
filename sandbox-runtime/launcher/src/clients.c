#include "clients.h"

#include "events.h"
#include "report.h"

#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

enum { SEND_SECONDS = 5 };

/* Socket plus one, so that a zeroed table is empty. */
static int sockets[CLIENT_LIMIT];

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
}

void clients_send(size_t index, const void *message, size_t length, const int *descriptors, size_t count) {
    int connection = clients_socket(index);
    if (connection >= 0 && message_send(connection, message, length, descriptors, count) < 0) {
        clients_drop(index);
    }
}
