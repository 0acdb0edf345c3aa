package dev.berth.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.TreeSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a test must give back: processes, mounts, control groups and descriptors. Others may use the host meanwhile, so only what is ours counts. */
record Leaks(Set<String> processes, Set<String> mounts, Set<String> groups, Set<String> descriptors) {

    private static final Duration LIMIT = Duration.ofSeconds(5);

    static Leaks count() {
        return new Leaks(processesInOtherNamespaces(), mountsOfTests(), groupsOfTests(), descriptorsOfThisProcess());
    }

    /** The same things as before are there, none more. */
    void assertNoneSince() {
        // What is killed takes a moment to go.
        Waiting.atMost(LIMIT, () -> !newer(count()));
        Leaks now = count();
        assertThat(now.processes).as("processes").isSubsetOf(processes);
        assertThat(now.mounts).as("mounts").isSubsetOf(mounts);
        assertThat(now.groups).as("control groups").isSubsetOf(groups);
        assertThat(now.descriptors.size()).as("descriptors now " + now.descriptors + ", before " + descriptors).isLessThanOrEqualTo(descriptors.size());
    }

    private boolean newer(Leaks now) {
        return !processes.containsAll(now.processes) || !mounts.containsAll(now.mounts) || !groups.containsAll(now.groups)
                || now.descriptors.size() > descriptors.size();
    }

    /** Children of this test's launchers run as the launcher does, with a folder of a test in their arguments, or in a user namespace made by one. */
    private static Set<String> processesInOtherNamespaces() {
        return ProcessHandle.current().descendants().map(handle -> Long.toString(handle.pid())).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> mountsOfTests() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/mounts"))) {
            return lines.filter(line -> line.contains("berth-test")).collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Set<String> groupsOfTests() {
        Set<String> found = new TreeSet<>();
        for (String hierarchy : new String[] {"", "memory", "pids", "freezer"}) {
            found.addAll(names(Path.of("/sys/fs/cgroup", hierarchy, "berth")));
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
