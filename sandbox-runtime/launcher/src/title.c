#include "title.h"

#include <string.h>
#include <sys/prctl.h>

static char *area;
static size_t area_length;

void title_remember(int count, char **arguments) {
    area = arguments[0];
    area_length = (size_t)(arguments[count - 1] + strlen(arguments[count - 1]) + 1 - area);
}

void title_set(const char *text) {
    size_t length = strlen(text);
    if (length > area_length - 2) {
        length = area_length - 2;
    }
    memset(area, 0, area_length);
    memcpy(area, text, length);
    /* A last byte other than zero tells the kernel that the title was replaced: it then shows the text up to its first zero only. */
    area[area_length - 1] = 1;
    prctl(PR_SET_NAME, text);
}
