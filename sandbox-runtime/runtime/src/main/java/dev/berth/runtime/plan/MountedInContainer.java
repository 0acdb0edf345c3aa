package dev.berth.runtime.plan;

import dev.berth.runtime.ContainerMount;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;

/** The steps for what a container has mounted beside its layers. */
final class MountedInContainer {
    private static final Map<String, MountAttribute> SET = Map.of(
            "ro", MountAttribute.RO, "nosuid", MountAttribute.NOSUID, "nodev", MountAttribute.NODEV, "noexec", MountAttribute.NOEXEC);
    private static final Map<String, MountAttribute> CLEARED = Map.of(
            "rw", MountAttribute.RO, "suid", MountAttribute.NOSUID, "dev", MountAttribute.NODEV, "exec", MountAttribute.NOEXEC);

    private MountedInContainer() {}

    /** While the plan is still the host's: binds are looked up where the machine's first process sees them. */
    static void open(List<LaunchStep> steps, String machineKey, List<ContainerMount> mounts) {
        for (ContainerMount mount : mounts) {
            if (mount instanceof ContainerMount.Bind bind) {
                steps.add(new SourceStep.Open(machineKey, bind.source(), true));
            }
        }
    }

    /** @param first number of the first bind among the opened sources */
    static void place(List<LaunchStep> steps, List<ContainerMount> mounts, int first, boolean temporaries) {
        int number = first;
        int files = 0;
        for (ContainerMount mount : mounts) {
            if (mount instanceof ContainerMount.Bind bind) {
                steps.add(new SourceStep.Place(number++, bind.target(), bind.readOnly(), Propagation.of(bind.propagation())));
            } else if (mount instanceof ContainerMount.Volume volume) {
                steps.add(new SourceStep.Volume(volume.name(), volume.target(), volume.readOnly()));
            } else if (mount instanceof ContainerMount.InMemory file) {
                steps.add(new FileStep.MemoryFile(files++, file));
            } else if (temporaries && mount instanceof ContainerMount.Temporary temporary) {
                steps.add(temporary(temporary));
            }
        }
    }

    /** Without a word about it, nothing in it is a program or a device: Docker's default. */
    private static LaunchStep temporary(ContainerMount.Temporary mount) {
        Set<MountAttribute> attributes = EnumSet.of(MountAttribute.NOSUID, MountAttribute.NODEV, MountAttribute.NOEXEC);
        Optional<Propagation> propagation = Optional.empty();
        StringJoiner others = new StringJoiner(",");
        for (String option : mount.options().split(",")) {
            if (SET.containsKey(option)) {
                attributes.add(SET.get(option));
            } else if (CLEARED.containsKey(option)) {
                attributes.remove(CLEARED.get(option));
            } else if (Propagation.find(option).isPresent()) {
                propagation = Propagation.find(option); // of two the last
            } else if (!option.isEmpty()) {
                others.add(option);
            }
        }
        return new MountStep.Mount("tmpfs", "tmpfs", mount.target(), others.toString(), attributes, false, propagation);
    }
}
