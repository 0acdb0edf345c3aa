package dev.berth.runtime.controlgroup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** One control group as the folder that the kernel shows. Made by {@link #create}, gone after {@link #remove}. */
record GroupFolder(Path path) {
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(10);
    private static final long FIRST_PAUSE = TimeUnit.MICROSECONDS.toNanos(200);
    private static final long LONGEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(20);

    GroupFolder child(String name) {
        return new GroupFolder(path.resolve(name));
    }

    boolean exists() {
        return Files.isDirectory(path);
    }

    GroupFolder create() {
        try {
            Files.createDirectories(path);
            return this;
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot make the control group \"" + path + "\"", failure);
        }
    }

    void write(String file, String value) {
        try {
            // Not Files.writeString: control files refuse to be created or cut.
            Files.write(path.resolve(file), value.getBytes(java.nio.charset.StandardCharsets.US_ASCII), StandardOpenOption.WRITE);
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot write \"" + value + "\" to \"" + path.resolve(file) + "\"", failure);
        }
    }

    /** Nothing happens on a host whose kernel does not account for that, e.g. swap. */
    void writeIfKnown(String file, String value) {
        if (Files.exists(path.resolve(file))) {
            write(file, value);
        }
    }

    /** Nothing happens when the group is gone: who ends a container may be overtaken by who ends its machine. */
    void writeIfThere(String file, String value) {
        try {
            write(file, value);
        } catch (UncheckedIOException failure) {
            if (exists()) {
                throw failure;
            }
        }
    }

    /** Empty when the group or its file is not there. */
    Optional<String> read(String file) {
        try {
            return Optional.of(Files.readString(path.resolve(file)).strip());
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    /** A file of one number; 0 when it is not there. */
    long number(String file) {
        return read(file).map(Long::parseLong).orElse(0L);
    }

    /** A file with one number or {@link ControlGroups#NO_LIMIT}. */
    OptionalLong limit(String file) {
        return read(file).filter(text -> !text.equals(ControlGroups.NO_LIMIT)).map(Long::parseLong).map(OptionalLong::of).orElse(OptionalLong.empty());
    }

    /** All of a file of lines {@code name number}. */
    Map<String, Long> fields(String file) {
        Map<String, Long> fields = new TreeMap<>();
        read(file).stream().flatMap(String::lines).map(line -> line.split(" ")).filter(words -> words.length == 2)
                .forEach(words -> fields.put(words[0], Long.parseUnsignedLong(words[1])));
        return fields;
    }

    /** The number behind a name in a file of lines {@code name number}; 0 when there is none. */
    long field(String file, String name) {
        return read(file).stream().flatMap(String::lines)
                .filter(line -> line.startsWith(name + " "))
                .mapToLong(line -> Long.parseLong(line.substring(name.length() + 1)))
                .findFirst().orElse(0);
    }

    List<Integer> processes() {
        return read("cgroup.procs").stream().flatMap(String::lines).filter(line -> !line.isBlank()).map(Integer::valueOf).filter(pid -> pid > 0).toList();
    }

    /** In it and in the groups beneath, but for one of them. */
    List<Integer> processesBeneath(String leftOut) {
        List<Integer> found = new ArrayList<>(processes());
        children().stream().filter(child -> !child.path.getFileName().toString().equals(leftOut)).forEach(child -> found.addAll(child.processesBeneath("")));
        return found;
    }

    List<GroupFolder> children() {
        List<GroupFolder> children = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(path, Files::isDirectory)) {
            entries.forEach(entry -> children.add(new GroupFolder(entry)));
        } catch (IOException gone) {
            return List.of();
        }
        return children;
    }

    /** Names of groups beneath that are the host's, made by us. */
    SortedSet<String> ownChildren() {
        SortedSet<String> names = new TreeSet<>();
        for (GroupFolder child : children()) {
            try {
                if (Integer.valueOf(0).equals(Files.getAttribute(child.path, "unix:uid"))) {
                    names.add(child.path.getFileName().toString());
                }
            } catch (IOException gone) {
                // then it is not there
            }
        }
        return names;
    }

    /** Kills all processes in it and in the groups beneath, and removes them. */
    void remove() {
        if (!comesTrue(this::tryRemove)) {
            throw new IllegalStateException("control group \"" + path + "\" still has processes: " + processes());
        }
    }

    /** The kernel does not tell of everything when it has come to pass (on cgroup v1 of nothing), so it is asked again, ever more slowly. @return false after ten seconds */
    static boolean comesTrue(BooleanSupplier wanted) {
        long limit = System.nanoTime() + PATIENCE;
        for (long pause = FIRST_PAUSE; !wanted.getAsBoolean(); pause = Math.min(2 * pause, LONGEST_PAUSE)) {
            if (System.nanoTime() > limit) {
                return false;
            }
            LockSupport.parkNanos(pause);
        }
        return true;
    }

    /** A folder without groups beneath goes at once; only one that does not is looked into: it has dozens of files, and the kernel wants to be asked about each. */
    private boolean tryRemove() {
        if (tryRemoveAlone()) {
            return true;
        }
        for (GroupFolder child : children()) {
            if (!child.tryRemove()) {
                return false;
            }
        }
        if (tryRemoveAlone()) {
            return true;
        }
        processes().forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
        return false;
    }

    private boolean tryRemoveAlone() {
        try {
            Files.deleteIfExists(path);
            return true;
        } catch (FileSystemException busy) {
            return false;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
