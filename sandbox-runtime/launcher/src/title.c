#include "title.h"

#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

static char *area;
static size_t argument_length; /* of these, the arguments that the launcher was started with */
static size_t area_length;

void title_remember(int count, char **arguments) {
    area = arguments[0];
    /* The environment follows the arguments, and nobody here reads it: a title may run on into it. */
    const char *last = arguments[count - 1];
    argument_length = (size_t)(last + strlen(last) + 1 - area);
    for (char **entry = environ; *entry != NULL && *entry == last + strlen(last) + 1; entry++) {
        last = *entry;
    }
    area_length = (size_t)(last + strlen(last) + 1 - area);
}

void title_set(const char *text) {
    size_t length = strlen(text);
    if (length > area_length - 2) {
        length = area_length - 2;
    }
    memset(area, 0, area_length);
    memcpy(area, text, length);
    /* A last byte of the arguments other than zero tells the kernel that the title was replaced: it then shows the text up to its first zero only. */
    if (length < argument_length) {
        area[argument_length - 1] = 1;
    }
    prctl(PR_SET_NAME, text);
}
