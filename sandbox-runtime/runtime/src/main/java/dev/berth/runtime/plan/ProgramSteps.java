package dev.berth.runtime.plan;

import dev.berth.runtime.ProcessSpec;
import java.util.List;
import java.util.Set;

/**
 * The last steps of a plan: from the finished root file system to the program.
 *
 * @param unconfined with the machine's filter of system calls, whatever the capabilities are
 */
record ProgramSteps(ProcessSpec process, Set<Capability> capabilities, boolean noNewPrivileges, boolean unconfined) {

    /** @param console whether its terminal is the container's console */
    void openStreams(List<LaunchStep> steps, boolean console) {
        steps.add(new LaunchStep.Streams(process.terminal(), process.rows(), process.columns(), process.openInput()));
        if (console && process.terminal()) {
            steps.add(new LaunchStep.Plain(Operation.CONSOLE));
        }
    }

    /** @param makeFolder whether a missing working directory is made */
    void become(List<LaunchStep> steps, boolean makeFolder) {
        steps.add(new LaunchStep.Named(Operation.IDENTITY, process.user()));
        if (!process.groups().isEmpty()) {
            steps.add(new LaunchStep.Paths(Operation.GROUPS, process.groups()));
        }
        steps.add(new LaunchStep.WorkingDirectory(process.workingDirectory().isEmpty() ? "/" : process.workingDirectory(), makeFolder));
    }

    void confine(List<LaunchStep> steps) {
        if (noNewPrivileges) {
            steps.add(new LaunchStep.Plain(Operation.NO_NEW_PRIVILEGES));
        }
        // Docker's default profile, too, follows the capabilities: who administers namespaces may call what makes them.
        steps.add(new LaunchStep.SystemCalls(unconfined || capabilities.contains(Capability.SYS_ADMIN) ? Profile.MACHINE : Profile.CONTAINER));
        steps.add(new LaunchStep.Credentials(capabilities));
    }

    void execute(List<LaunchStep> steps) {
        steps.add(new LaunchStep.Exec(process.arguments(), process.environment()));
    }
}
