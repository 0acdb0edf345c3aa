/* Who a program runs as, looked up in the container's own /etc/passwd and /etc/group as Docker does. These files are hostile: read in small pieces, never waited for. */
#include "operations.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { LINE_LIMIT = 4096, FIELD_LIMIT = 7 };

struct line_reader {
    int file;
    size_t start;
    size_t end;
    char buffer[LINE_LIMIT];
};

static void lines_open(struct line_reader *lines, const char *path) {
    struct stat status;
    lines->start = lines->end = 0;
    lines->file = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    if (lines->file >= 0 && (fstat(lines->file, &status) < 0 || !S_ISREG(status.st_mode))) {
        close(lines->file);
        lines->file = -1;
    }
}

static void lines_close(struct line_reader *lines) {
    if (lines->file >= 0) {
        close(lines->file);
        lines->file = -1;
    }
}

/* Null at the end, and at a line that does not fit: accounts behind it do not exist. */
static char *lines_next(struct line_reader *lines) {
    for (;;) {
        char *line = lines->buffer + lines->start;
        char *newline = memchr(line, '\n', lines->end - lines->start);
        if (newline != NULL) {
            *newline = 0;
            lines->start = (size_t)(newline + 1 - lines->buffer);
            return line;
        }
        memmove(lines->buffer, line, lines->end - lines->start);
        lines->end -= lines->start;
        lines->start = 0;
        if (lines->file < 0 || lines->end == LINE_LIMIT - 1) {
            return NULL;
        }
        ssize_t length = read(lines->file, lines->buffer + lines->end, LINE_LIMIT - 1 - lines->end);
        if (length > 0) {
            lines->end += (size_t)length;
            continue;
        }
        lines_close(lines);
        if (lines->end == 0) {
            return NULL;
        }
        lines->buffer[lines->end++] = '\n';
    }
}

static size_t split(char *line, char *fields[FIELD_LIMIT]) {
    size_t count = 0;
    while (count < FIELD_LIMIT && line != NULL) {
        fields[count++] = strsep(&line, ":");
    }
    return count;
}

static bool parse_id(const char *text, uint32_t *id) {
    char *end;
    if (*text < '0' || *text > '9') {
        return false;
    }
    unsigned long number = strtoul(text, &end, 10);
    *id = (uint32_t)number;
    return *end == 0 && number <= INT32_MAX;
}

static bool is_member(char *members, const char *name) {
    for (char *member = strsep(&members, ","); member != NULL; member = strsep(&members, ",")) {
        if (strcmp(member, name) == 0) {
            return true;
        }
    }
    return false;
}

/* Finds the account by name or number; a number without an account is good, too. */
static int find_user(struct plan *plan, const char *user, char *name, size_t name_limit) {
    static struct line_reader lines;
    uint32_t wanted;
    bool numeric = parse_id(user, &wanted);
    bool found = false;
    lines_open(&lines, "/etc/passwd");
    for (char *line = lines_next(&lines); line != NULL && !found; line = lines_next(&lines)) {
        char *fields[FIELD_LIMIT];
        uint32_t id;
        uint32_t group;
        if (split(line, fields) < 6 || !parse_id(fields[2], &id) || !parse_id(fields[3], &group)) {
            continue;
        }
        if (strcmp(fields[0], user) == 0 || (numeric && id == wanted)) {
            found = true;
            plan->user = id;
            plan->group = group;
            if (strlen(fields[0]) < name_limit) {
                strcpy(name, fields[0]);
            }
            if (*fields[5] != 0 && strlen(fields[5]) < sizeof plan->home) {
                strcpy(plan->home, fields[5]);
            }
            break;
        }
    }
    lines_close(&lines);
    if (!found && numeric) {
        plan->user = wanted;
        plan->group = 0;
        return 0;
    }
    return found ? 0 : -ENOENT;
}

/* With an explicit group that one alone; else all groups that have the user as a member. */
static int find_groups(struct plan *plan, const char *explicit, const char *name) {
    static struct line_reader lines;
    uint32_t wanted;
    bool numeric = explicit != NULL && parse_id(explicit, &wanted);
    bool found = false;
    lines_open(&lines, "/etc/group");
    for (char *line = lines_next(&lines); line != NULL; line = lines_next(&lines)) {
        char *fields[FIELD_LIMIT];
        uint32_t id;
        if (split(line, fields) < 4 || !parse_id(fields[2], &id)) {
            continue;
        }
        if (explicit != NULL && (strcmp(fields[0], explicit) == 0 || (numeric && id == wanted))) {
            plan->group = id;
            found = true;
            break;
        }
        if (explicit == NULL && *name != 0 && plan->group_count < GROUP_LIMIT && is_member(fields[3], name)) {
            plan->groups[plan->group_count++] = id;
        }
    }
    lines_close(&lines);
    if (explicit != NULL && !found) {
        if (!numeric) {
            return -ESRCH;
        }
        plan->group = wanted;
    }
    return 0;
}

static int add_group(struct plan *plan, const char *group) {
    static struct line_reader lines;
    uint32_t wanted = 0;
    bool found = parse_id(group, &wanted);
    lines_open(&lines, "/etc/group");
    for (char *line = lines_next(&lines); line != NULL && !found; line = lines_next(&lines)) {
        char *fields[FIELD_LIMIT];
        found = split(line, fields) >= 3 && strcmp(fields[0], group) == 0 && parse_id(fields[2], &wanted);
    }
    lines_close(&lines);
    if (!found) {
        return -ESRCH;
    }
    if (plan->group_count == GROUP_LIMIT) {
        return -E2BIG;
    }
    plan->groups[plan->group_count++] = wanted;
    return 0;
}

/* Beside those of the user. Errors: ESRCH no such group. */
int operation_groups(struct plan *plan, struct reader *arguments) {
    struct text_list groups = read_list(arguments);
    int result = 0;
    for (uint32_t index = 0; index < groups.count && result == 0; index++) {
        result = add_group(plan, read_text(&groups.texts));
    }
    return result;
}

/* Errors: ENOENT no such user, ESRCH no such group. */
int operation_identity(struct plan *plan, struct reader *arguments) {
    const char *text = read_text(arguments);
    char user[256];
    char name[256] = "";
    const char *colon = strchr(text, ':');
    size_t length = colon == NULL ? strlen(text) : (size_t)(colon - text);
    if (length >= sizeof user) {
        return -ENOENT;
    }
    memcpy(user, text, length);
    user[length] = 0;
    int result = find_user(plan, length == 0 ? "0" : user, name, sizeof name);
    return result < 0 ? result : find_groups(plan, colon != NULL && colon[1] != 0 ? colon + 1 : NULL, name);
}
