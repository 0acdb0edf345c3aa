package dev.berth.engine.volume;

import static dev.berth.engine.EngineException.Kind.INVALID_PARAMETER;
import static dev.berth.engine.EngineException.Kind.NOT_FOUND;

import dev.berth.engine.EngineException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;

/** Decides what a new container has mounted, from all the ways in which that can be asked for. Nothing is looked up or made here. */
final class MountPlanner {
    private static final int MOST = 64;

    private final MountOptions options;
    private final Map<String, PlannedMount> planned = new LinkedHashMap<>();
    private final Set<String> asked = new HashSet<>();
    private final SortedSet<String> temporary = new TreeSet<>();

    private MountPlanner(MountOptions options) {
        this.options = options;
    }

    /**
     * @param anonymous targets of volumes without a name
     * @param mountsOf what a container of that name has; NOT_FOUND when there is none
     * @throws EngineException with Docker's text and status
     */
    static List<PlannedMount> plan(MountOptions options, SortedSet<String> anonymous, Function<String, List<MountPoint>> mountsOf) {
        MountPlanner planner = new MountPlanner(options);
        options.mounts().forEach(MountCheck::check);
        options.temporary().keySet().forEach(target -> planner.temporary.add(MountPath.target(target)));
        options.volumesFrom().forEach(text -> planner.takeOver(text, mountsOf));
        options.binds().forEach(text -> planner.ask(PlannedMount.of(BindText.parse(text, options.driver())), true));
        options.mounts().forEach(request -> planner.ask(PlannedMount.of(request), false));
        anonymous.forEach(planner::addAnonymous);
        if (planner.planned.size() + planner.temporary.size() > MOST) {
            throw new EngineException(INVALID_PARAMETER, "too many mounts: a container has at most " + MOST + " volumes, binds and tmpfs");
        }
        return List.copyOf(planner.planned.values());
    }

    private void takeOver(String text, Function<String, List<MountPoint>> mountsOf) {
        if (text.isEmpty()) {
            throw new EngineException(INVALID_PARAMETER, "volumes-from specification cannot be an empty string");
        }
        int colon = text.indexOf(':');
        String container = colon < 0 ? text : text.substring(0, colon);
        String modeText = colon < 0 ? "" : text.substring(colon + 1);
        MountMode mode = MountMode.parse(modeText)
                .filter(parsed -> parsed.propagation().isEmpty() && !parsed.withoutCopy())
                .orElseThrow(() -> new EngineException(INVALID_PARAMETER, "invalid mode: " + modeText));
        List<MountPoint> theirs;
        try {
            theirs = mountsOf.apply(container);
        } catch (EngineException missing) {
            throw new EngineException(missing.kind() == NOT_FOUND ? INVALID_PARAMETER : missing.kind(), missing.getMessage(), missing);
        }
        theirs.forEach(mount -> planned.put(mount.target(), PlannedMount.takenOver(mount, !mode.readOnly())));
    }

    private void ask(PlannedMount mount, boolean besideTemporary) {
        String target = mount.mount().target();
        if (!asked.add(target) || (besideTemporary && temporary.contains(target))) {
            throw new EngineException(INVALID_PARAMETER, "Duplicate mount point: " + target);
        }
        planned.put(target, mount);
    }

    private void addAnonymous(String text) {
        String target = MountPath.target(text);
        if (!planned.containsKey(target) && !temporary.contains(target)) {
            planned.put(target, PlannedMount.anonymous(target, options.driver()));
        }
    }
}
