#include "memory.h"

#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { USED_STACK = 128 * 1024 };

/* The kernel's page of clocks and its code, side by side, far from all else that is mapped: three pages of page tables lead there. */
static uintptr_t clocks_start;
static uintptr_t clocks_end;

void memory_remember(void) {
    static char maps[4096];
    int file = open("/proc/self/maps", O_RDONLY | O_CLOEXEC);
    ssize_t length = file < 0 ? -1 : read(file, maps, sizeof maps - 1);
    if (file >= 0) {
        close(file);
    }
    for (char *line = length <= 0 ? NULL : maps; line != NULL && *line != 0;) {
        char *next = strchr(line, '\n');
        if (next == NULL) {
            return;
        }
        *next = 0;
        char *name = strrchr(line, '[');
        if (name != NULL && (strncmp(name, "[vvar", 5) == 0 || strcmp(name, "[vdso]") == 0)) {
            char *end;
            uintptr_t start = strtoull(line, &end, 16);
            if (clocks_start == 0) {
                clocks_start = start;
            } else if (start != clocks_end) {
                clocks_start = 0;
                return; /* not side by side: they stay */
            }
            clocks_end = strtoull(end + 1, NULL, 16);
        }
        line = next + 1;
    }
}

void memory_give_back(void) {
    char here;
    uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
    /* What earlier calls have used of the stack. A page is left to what is called next; where the stack ends before, nothing is mapped, which is no harm. */
    uintptr_t unused = ((uintptr_t)&here & ~(page - 1)) - page;
    madvise((void *)(unused - USED_STACK), USED_STACK, MADV_DONTNEED);
    if (clocks_start != 0) {
        munmap((void *)clocks_start, clocks_end - clocks_start);
    }
}
