package dev.berth.engine.container;

import static dev.berth.engine.EngineException.Kind.CONFLICT;
import static dev.berth.engine.EngineException.Kind.SYSTEM;

import dev.berth.engine.EngineException;
import dev.berth.engine.container.option.HostOptions;
import dev.berth.engine.container.option.OptionRules;
import dev.berth.engine.container.option.ResourceRules;
import dev.berth.engine.container.option.Resources;
import dev.berth.engine.container.option.RestartPolicy;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What {@code docker update} changes of a container, running or not.
 *
 * @param resources what is absent or 0 stays as it is; less than 0: no limit
 * @param restartPolicy empty: stays as it is
 */
public record ContainerUpdate(Resources resources, Optional<RestartPolicy> restartPolicy) {

    /**
     * Called on the container's queue. Returns when the change holds and is on disk.
     *
     * @param unified whether version 2 of control groups limits it
     * @throws EngineException INVALID_PARAMETER, CONFLICT, in Docker's words
     */
    void carryOut(Container container, boolean unified) {
        ContainerRecord record = container.record();
        restartPolicy.ifPresent(OptionRules::check);
        ResourceRules.checkChange(resources);
        HostOptions changed;
        try {
            changed = applied(record.config().host());
        } catch (EngineException refused) {
            throw new EngineException(refused.kind(), "Cannot update container " + record.id() + ": " + refused.getMessage(), refused);
        }
        ResourceRules.check(changed.resources());
        if (container.run().isPresent()) {
            ResourceRules.wrongShares(resources.cpuShares().orElse(0), unified).ifPresent(reason -> {
                throw new EngineException(SYSTEM, "Cannot update container " + record.id() + ": runc did not terminate successfully: exit status 1: " + reason + "\n: unknown");
            });
        }
        try {
            // All of them: the kernel takes some together, memory with swap, and quota with period.
            container.run().ifPresent(run -> run.limit(ResourceRules.limits(changed.resources())));
        } catch (UncheckedIOException refused) {
            throw new EngineException(SYSTEM, "Cannot update container " + record.id() + ": " + refused.getMessage(), refused);
        }
        container.change(record.withConfig(record.config().withHost(changed)));
    }

    /** @throws EngineException CONFLICT, in Docker's words */
    HostOptions applied(HostOptions have) {
        restartPolicy.ifPresent(policy -> refuseIf(
                have.removeWhenEnded() && policy.kind() != RestartPolicy.Kind.NO, "Restart policy cannot be updated because AutoRemove is enabled for the container"));
        HostOptions changed = have.withResources(applied(have.resources()));
        return restartPolicy.map(changed::withRestartPolicy).orElse(changed);
    }

    private Resources applied(Resources have) {
        refuseConflicts(have);
        return new Resources(
                changed(have.memoryBytes(), resources.memoryBytes()),
                changed(have.memorySwapBytes(), resources.memorySwapBytes()),
                changed(have.memoryReservationBytes(), resources.memoryReservationBytes()),
                changed(have.cpuShares(), resources.cpuShares()),
                changed(have.nanoCpus(), resources.nanoCpus()),
                changed(have.cpuPeriodMicroseconds(), resources.cpuPeriodMicroseconds()),
                changed(have.cpuQuotaMicroseconds(), resources.cpuQuotaMicroseconds()),
                resources.cpus().isEmpty() ? have.cpus() : resources.cpus(),
                resources.memoryNodes().isEmpty() ? have.memoryNodes() : resources.memoryNodes(),
                resources.processes().isPresent() ? resources.processes() : have.processes(),
                have.outOfMemoryKillDisabled(),
                have.outOfMemoryScore(),
                have.processLimits(),
                have.diskBytes());
    }

    private static OptionalLong changed(OptionalLong have, OptionalLong asked) {
        return isSet(asked) ? asked : have;
    }

    private static boolean isSet(OptionalLong asked) {
        return asked.orElse(0) != 0;
    }

    private void refuseConflicts(Resources have) {
        refuseIf(isMore(resources.nanoCpus()) && isMore(have.cpuPeriodMicroseconds()),
                "Conflicting options: Nano CPUs cannot be updated as CPU Period has already been set");
        refuseIf(isMore(resources.nanoCpus()) && isMore(have.cpuQuotaMicroseconds()),
                "Conflicting options: Nano CPUs cannot be updated as CPU Quota has already been set");
        refuseIf(isMore(resources.cpuPeriodMicroseconds()) && isMore(have.nanoCpus()),
                "Conflicting options: CPU Period cannot be updated as NanoCPUs has already been set");
        refuseIf(isMore(resources.cpuQuotaMicroseconds()) && isMore(have.nanoCpus()),
                "Conflicting options: CPU Quota cannot be updated as NanoCPUs has already been set");
        refuseIf(resources.memoryBytes().orElse(0) > have.memorySwapBytes().orElse(0) && !isSet(resources.memorySwapBytes()) && isSet(resources.memoryBytes()),
                "Memory limit should be smaller than already set memoryswap limit, update the memoryswap at the same time");
    }

    private static boolean isMore(OptionalLong asked) {
        return asked.orElse(0) > 0;
    }

    private static void refuseIf(boolean wrong, String message) {
        if (wrong) {
            throw new EngineException(CONFLICT, message);
        }
    }
}
