/* Standard input, output and error of a program: a pty of its own devpts, or pipes. Made inside, so that the program owns what /dev/stdout leads to. */
#include "directories.h"
#include "operations.h"
#include "protocol.h"
#include "report.h"
#include "system.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

/* Whether it is what the kernel's devpts gave, not a file that the machine's root put there: the engine will read from its other end. */
static bool is_terminal_multiplexer(int master) {
    struct statfs file_system;
    struct stat status;
    return fstatfs(master, &file_system) == 0 && file_system.f_type == DEVPTS_SUPER_MAGIC && fstat(master, &status) == 0
           && S_ISCHR(status.st_mode);
}

static int open_terminal(struct plan *plan, uint32_t rows, uint32_t columns) {
    int master = open("/dev/pts/ptmx", O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
    if (master < 0) {
        return -errno;
    }
    int unlocked = 0;
    if (!is_terminal_multiplexer(master) || ioctl(master, TIOCSPTLCK, &unlocked) < 0) {
        close(master);
        return -ENOTTY;
    }
    plan->terminal = ioctl(master, TIOCGPTPEER, O_RDWR | O_NOCTTY | O_CLOEXEC); /* not by its path, which may have been covered */
    if (plan->terminal < 0) {
        int result = -errno;
        close(master);
        return result;
    }
    struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)columns};
    if (rows != 0 || columns != 0) {
        ioctl(master, TIOCSWINSZ, &size);
    }
    for (int index = 0; index < 3; index++) {
        plan->standard[index] = plan->terminal;
    }
    int result = plan_report(plan, REPORT_STREAMS, STREAM_TERMINAL, &master, 1);
    close(master);
    return result;
}

static int open_pipes(struct plan *plan, bool open_input) {
    int input[2] = {-1, -1};
    int output[2];
    int error[2];
    if (pipe2(output, O_CLOEXEC) < 0 || pipe2(error, O_CLOEXEC) < 0) {
        return -errno;
    }
    if (open_input && pipe2(input, O_CLOEXEC) < 0) {
        return -errno;
    }
    /* The launcher's own input is the host's /dev/null: what the machine's root made of his would have to be checked first. */
    plan->standard[0] = open_input ? input[0] : STDIN_FILENO;
    plan->standard[1] = output[1];
    plan->standard[2] = error[1];
    int ours[3] = {input[1], output[0], error[0]};
    uint32_t which = STREAM_OUTPUT | STREAM_ERROR | (open_input ? STREAM_INPUT : 0);
    int result = plan_report(plan, REPORT_STREAMS, which, open_input ? ours : ours + 1, open_input ? 3 : 2);
    for (int index = open_input ? 0 : 1; index < 3; index++) {
        close(ours[index]);
    }
    return result;
}

int operation_streams(struct plan *plan, struct reader *arguments) {
    bool terminal = read_number(arguments) != 0;
    uint32_t rows = read_number(arguments);
    uint32_t columns = read_number(arguments);
    bool open_input = read_number(arguments) != 0;
    return terminal ? open_terminal(plan, rows, columns) : open_pipes(plan, open_input);
}

/* A container's console is its first terminal. */
int operation_console(struct plan *plan, struct reader *arguments) {
    (void)arguments;
    int root = open("/", O_PATH | O_DIRECTORY | O_CLOEXEC);
    int target = directories_open_file(root, "/dev/console");
    int tree = target < 0 ? -1 : system_open_tree(plan->terminal, "", OPEN_TREE_CLONE | AT_EMPTY_PATH);
    int result = target < 0 ? target : tree < 0 || system_move_mount(tree, target) < 0 ? -errno : 0;
    close(root);
    close(target);
    close(tree);
    return result;
}
