package dev.berth.runtime.plan;

import dev.berth.runtime.ContainerSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * Plans that hand a root file system out to the engine instead of running a program. Pure, as {@link LaunchPlanner}. The tree is put together in a mount namespace of
 * its own and taken out of it, so that nobody in the machine can change what is mounted in it, and it ends with the descriptor.
 */
public final class RootPlanner {
    public static final String FILE = "file";

    private static final String TREE = "/container";

    /** Of a container that does not run. */
    public LaunchPlan ofLayers(ContainerSpec spec, Placement placement) {
        List<LaunchStep> steps = new ArrayList<>();
        LaunchPlanner.joinControlGroups(steps, placement);
        MountedInContainer.open(steps, LaunchPlanner.machineKey(spec.machine()), spec.mounts());
        enter(steps, spec.machine());
        ContainerPlanner.roomForFiles(steps);
        steps.add(ContainerPlanner.overlay(spec));
        handOut(steps, spec, 0);
        return new LaunchPlan(steps);
    }

    /** Of a container that runs: its own root, since a second overlay of the same folders would not see what the first remembers. */
    public LaunchPlan ofRunning(ContainerSpec spec, Placement placement) {
        List<LaunchStep> steps = new ArrayList<>();
        LaunchPlanner.joinControlGroups(steps, placement);
        steps.add(new SourceStep.Open(LaunchPlanner.containerKey(spec.machine(), spec.id()), "/", false));
        MountedInContainer.open(steps, LaunchPlanner.machineKey(spec.machine()), spec.mounts());
        enter(steps, spec.machine());
        ContainerPlanner.roomForFiles(steps);
        placeFirst(steps);
        handOut(steps, spec, 1);
        return new LaunchPlan(steps);
    }

    /** Of a machine, with what its root has mounted in it. */
    public LaunchPlan ofMachine(String machine, Placement placement) {
        List<LaunchStep> steps = new ArrayList<>();
        LaunchPlanner.joinControlGroups(steps, placement);
        steps.add(new SourceStep.Open(LaunchPlanner.machineKey(machine), "/", true));
        enter(steps, machine);
        placeFirst(steps);
        steps.add(new LaunchStep.Named(Operation.HAND_OUT_ROOT, TREE));
        return new LaunchPlan(steps);
    }

    /** One file of a container that runs, as it sees it, which is {@value #FILE} in a folder of its own. */
    public LaunchPlan ofFile(String machine, String container, String path, Placement placement) {
        List<LaunchStep> steps = new ArrayList<>();
        LaunchPlanner.joinControlGroups(steps, placement);
        steps.add(new SourceStep.Open(LaunchPlanner.containerKey(machine, container), path, false));
        enter(steps, machine);
        ContainerPlanner.roomForFiles(steps);
        steps.add(new SourceStep.Place(0, ContainerPlanner.FILES + "/" + FILE, false, Propagation.RPRIVATE));
        steps.add(new LaunchStep.Named(Operation.HAND_OUT_ROOT, ContainerPlanner.FILES));
        return new LaunchPlan(steps);
    }

    private static void enter(List<LaunchStep> steps, String machine) {
        steps.add(new LaunchStep.Named(Operation.ENTER_MACHINE, LaunchPlanner.machineKey(machine)));
        steps.add(new LaunchStep.Plain(Operation.MOUNT_NAMESPACE));
    }

    private static void placeFirst(List<LaunchStep> steps) {
        steps.add(new LaunchStep.Named(Operation.ROOT, "/"));
        steps.add(new SourceStep.Place(0, TREE, false, Propagation.RPRIVATE));
    }

    private static void handOut(List<LaunchStep> steps, ContainerSpec spec, int firstSource) {
        steps.add(new LaunchStep.Named(Operation.ROOT, TREE));
        MountedInContainer.place(steps, spec.mounts(), firstSource, false);
        ContainerPlanner.bindFiles(steps, spec);
        steps.add(new LaunchStep.Named(Operation.HAND_OUT_ROOT, TREE));
    }
}
