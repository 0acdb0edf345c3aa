/* What engine and launcher say to each other: numbers shared with dev.berth.runtime.launcher. See ../README.md for the fields. */
#ifndef BERTH_PROTOCOL_H
#define BERTH_PROTOCOL_H

enum {
    MESSAGE_LIMIT = 64 * 1024, /* bytes of one message, either way */
    KEY_LIMIT = 200,           /* bytes of a process's name */
    STREAM_LIMIT = 4           /* descriptors of one process that the engine gets */
};

enum request {
    REQUEST_LAUNCH = 1,
    REQUEST_PROCEED = 2,
    REQUEST_ABANDON = 3,
    REQUEST_LIST = 4,
    REQUEST_FORGET = 5,
    REQUEST_CLOSE_INPUT = 6
};

enum answer {
    ANSWER_LAUNCHED = 1,
    ANSWER_FAILED = 2,
    ANSWER_ANNOUNCED = 3,
    ANSWER_KEPT = 4,
    ANSWER_LISTED = 5,
    ANSWER_ENDED = 6
};

/* Which streams come with a process, in this order. */
enum stream {
    STREAM_TERMINAL = 1,
    STREAM_INPUT = 2,
    STREAM_OUTPUT = 4,
    STREAM_ERROR = 8
};

/* The operations of a plan; plan.c has the table. */
enum operation {
    OPERATION_JOIN_CONTROL_GROUPS = 1,
    OPERATION_USER_NAMESPACE,
    OPERATION_MOUNT_NAMESPACE,
    OPERATION_OPEN_STORE,
    OPERATION_STAGING,
    OPERATION_PLACE_STORE,
    OPERATION_BIND,
    OPERATION_ENTER_STAGING,
    OPERATION_ENTER_USER_NAMESPACE,
    OPERATION_CLONE,
    OPERATION_OVERLAY,
    OPERATION_KEEP_CORNER,
    OPERATION_ROOT,
    OPERATION_MOUNT,
    OPERATION_ATTACH,
    OPERATION_LINK,
    OPERATION_FILE,
    OPERATION_BOUND_FILE,
    OPERATION_MASK,
    OPERATION_READ_ONLY,
    OPERATION_SETTING,
    OPERATION_PIVOT,
    OPERATION_HOSTNAME,
    OPERATION_LOOPBACK,
    OPERATION_ANNOUNCE,
    OPERATION_AWAIT,
    OPERATION_ENTER_MACHINE,
    OPERATION_SHIM,
    OPERATION_ENTER_PROCESS,
    OPERATION_STREAMS,
    OPERATION_CONSOLE,
    OPERATION_IDENTITY,
    OPERATION_WORKING_DIRECTORY,
    OPERATION_SYSTEM_CALLS,
    OPERATION_CREDENTIALS,
    OPERATION_EXEC,
    OPERATION_SERVE,
    OPERATION_COUNT
};

#endif
