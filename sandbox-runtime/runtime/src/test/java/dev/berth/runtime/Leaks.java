package dev.berth.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a test must give back: processes, mounts, control groups and descriptors. Others use the host meanwhile, so only what is the test's counts. */
record Leaks(Path folder, String tag, Set<String> processes, Set<String> mounts, Set<String> groups, Set<String> descriptors) {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    /** @param folder of the test; @param tag of its control groups */
    static Leaks count(Path folder, String tag) {
        return new Leaks(folder, tag, descendants(), mountsAt(folder), groupsOf(tag), descriptorsOfThisProcess());
    }

    /** The same things as before are there, none more. */
    void assertNoneSince() {
        // What is killed takes a moment to go.
        Waiting.atMost(LIMIT, () -> !newer(count(folder, tag)));
        Leaks now = count(folder, tag);
        assertThat(now.processes).as("processes").isSubsetOf(processes);
        assertThat(now.mounts).as("mounts").isSubsetOf(mounts);
        assertThat(now.groups).as("control groups").isSubsetOf(groups);
        assertThat(now.descriptors.size()).as("descriptors now " + now.descriptors + ", before " + descriptors).isLessThanOrEqualTo(descriptors.size());
    }

    private boolean newer(Leaks now) {
        return !processes.containsAll(now.processes) || !mounts.containsAll(now.mounts) || !groups.containsAll(now.groups)
                || now.descriptors.size() > descriptors.size();
    }

    /** Machines and what runs in them are children of the launcher, which is a child of the test. */
    private static Set<String> descendants() {
        return ProcessHandle.current().descendants().map(handle -> Long.toString(handle.pid())).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> mountsAt(Path folder) {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/mounts"))) {
            return lines.filter(line -> line.contains(folder.toString())).collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Set<String> groupsOf(String tag) {
        Set<String> found = new TreeSet<>();
        for (String hierarchy : new String[] {"", "memory", "pids", "freezer"}) {
            found.addAll(names(Path.of("/sys/fs/cgroup", hierarchy, "berth", tag)));
        }
        return found;
    }

    /** Of the kinds that the runtime opens; the virtual machine itself opens files when it likes. */
    private static Set<String> descriptorsOfThisProcess() {
        return names(Path.of("/proc/self/fd")).stream().map(number -> number + "=" + target(number))
                .filter(entry -> entry.matches(".*=(pipe:|socket:|anon_inode:|/dev/pts/).*"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String target(String number) {
        try {
            return Files.readSymbolicLink(Path.of("/proc/self/fd", number)).toString();
        } catch (IOException closed) {
            return "closed";
        }
    }

    private static Set<String> names(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(path -> path.getFileName().toString()).collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException none) {
            return Set.of();
        }
    }
}
