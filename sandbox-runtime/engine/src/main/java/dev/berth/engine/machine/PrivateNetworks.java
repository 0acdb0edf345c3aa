package dev.berth.engine.machine;

import static dev.berth.engine.EngineException.Kind.INVALID_PARAMETER;

import dev.berth.engine.EngineException;
import dev.berth.engine.container.ContainerRecord;
import dev.berth.engine.container.option.ContainerConfig;
import dev.berth.engine.work.SerialQueue;
import dev.berth.runtime.MachineRuntime;
import dev.berth.runtime.kernel.ActingAs;
import dev.berth.runtime.kernel.FileStamp;
import dev.berth.runtime.kernel.FolderDescriptor;
import dev.berth.runtime.kernel.NewFile;
import dev.berth.runtime.kernel.RootedFolder;
import dev.berth.runtime.network.MachineNetwork;
import dev.berth.runtime.network.PrivateNetwork;
import dev.berth.runtime.network.Subnet;
import java.io.IOException;
import java.net.Inet4Address;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The private networks of students: machines with the same label {@value #LABEL}, whose host names end in different numbers, are joined while at least two of them run, and know each other by name. Thread
 * safe. What cannot be joined, since a student has changed the machine, runs without.
 */
public final class PrivateNetworks {
    /** Whose the machine is. */
    static final String LABEL = "berth.student";

    private static final Logger LOG = LoggerFactory.getLogger(PrivateNetworks.class);

    /** It names a file. */
    private static final Pattern STUDENT = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]{0,63}");

    private static final Pattern NUMBERED = Pattern.compile("(?:.*\\D)?([1-9]\\d?)");
    private static final String NEW_HOSTS = MachineHosts.ETC + "/hosts.berth-new";
    private static final int MODE = 0644;

    private final MachineRuntime runtime;
    private final Path folder;
    private final List<Inet4Address> nameservers;
    private final Map<String, Group> groups = new ConcurrentHashMap<>();

    /** @param run folder of the engine's sockets: a folder in it has the routers; @param nameservers of machines */
    PrivateNetworks(MachineRuntime runtime, Path run, List<String> nameservers) {
        this.runtime = runtime;
        this.folder = folder(run);
        this.nameservers = nameservers.stream().map(server -> Subnet.parse(server + "/32").first()).toList();
    }

    private static Path folder(Path run) {
        return run.resolve("networks");
    }

    /** Removes all that is left of them, when no engine runs. @param run folder of the engine's sockets */
    public static void closeAll(Path run) {
        PrivateNetwork.closeAll(folder(run));
    }

    /** A machine that runs. @param name in the network: its host name */
    private record Running(String machine, String name, int number, int baseId, Optional<Inet4Address> gateway, SerialQueue queue) {}

    /** Machines of one student. */
    private final class Group {
        private final PrivateNetwork network;

        /** Host names of those that exist, by their numbers. */
        private final Map<Integer, String> names = new TreeMap<>();

        private final Map<String, Running> running = new TreeMap<>();

        Group(String student) {
            this.network = new PrivateNetwork(folder.resolve(student));
        }

        synchronized void know(int number, String name) {
            names.putIfAbsent(number, name);
        }

        synchronized void forget(int number, String name) {
            names.remove(number, name);
        }

        /** Lines for {@code /etc/hosts} of a machine, as {@code name:address}. */
        synchronized List<String> others(String name) {
            return names.entrySet().stream().filter(each -> !each.getValue().equals(name))
                    .map(each -> each.getValue() + ":" + PrivateNetwork.address(each.getKey()).getHostAddress()).toList();
        }

        /** @param started it has just begun: what an earlier run of it has left is not its */
        void join(Running machine, boolean started) {
            List<Running> others;
            synchronized (this) {
                if (running.values().stream().anyMatch(other -> other.number() == machine.number())) {
                    LOG.warn("machine \"{}\" is in no private network: another machine of its student has the number {} in its host name", machine.machine(), machine.number());
                    return;
                }
                if (started) {
                    notInTheWay(machine.machine(), () -> network.unplug(machine.number()));
                }
                others = List.copyOf(running.values());
                running.put(machine.machine(), machine);
            }
            if (!others.isEmpty()) {
                connect(machine);
                others.forEach(other -> other.queue().execute(() -> connect(other)));
            }
        }

        /** On the machine's queue. */
        private void connect(Running machine) {
            try {
                synchronized (this) {
                    if (running.get(machine.machine()) != machine) {
                        return; // it has ended meanwhile
                    }
                    runtime.join(machine.machine(), network, new PrivateNetwork.Member(machine.number(), machine.gateway(), nameservers));
                }
                tellNames(machine, others(machine.name()));
            } catch (IOException | RuntimeException failure) {
                LOG.warn("machine \"{}\" is not quite in its private network: {}", machine.machine(), failure.getMessage());
            }
        }

        synchronized void leave(String machine) {
            Running ended = running.remove(machine);
            if (ended == null) {
                return;
            }
            notInTheWay(machine, running.isEmpty() ? network::close : () -> network.unplug(ended.number()));
        }

        /** A machine starts and ends whatever becomes of its private network. */
        private static void notInTheWay(String machine, Runnable change) {
            try {
                change.run();
            } catch (RuntimeException failure) {
                LOG.warn("something of the private network of machine \"{}\" is left: {}", machine, failure.getMessage());
            }
        }
    }

    /** @throws EngineException INVALID_PARAMETER when the label cannot be a student's */
    static void check(ContainerConfig config) {
        String student = config.labels().get(LABEL);
        if (student != null && !STUDENT.matcher(student).matches()) {
            throw new EngineException(INVALID_PARAMETER, "label \"" + LABEL + "=" + student + "\" names no student: use 1 to 64 of letters, digits, _ . and -, a letter or digit first");
        }
    }

    private Optional<Group> group(ContainerConfig config) {
        return Optional.ofNullable(config.labels().get(LABEL)).map(student -> groups.computeIfAbsent(student, Group::new));
    }

    private static Optional<Integer> number(String hostname) {
        Matcher matcher = NUMBERED.matcher(hostname);
        return matcher.matches() ? Optional.of(Integer.parseInt(matcher.group(1))) : Optional.empty();
    }

    /** A machine exists, whether it runs or not. */
    void know(ContainerRecord record) {
        group(record.config()).ifPresent(group -> number(record.hostname()).ifPresent(number -> group.know(number, record.hostname())));
    }

    /** It does not any more. */
    void forget(ContainerRecord record) {
        group(record.config()).ifPresent(group -> number(record.hostname()).ifPresent(number -> group.forget(number, record.hostname())));
    }

    /** A machine runs. Called on its queue. @param started just now; otherwise it went on while there was no engine */
    void join(ContainerRecord record, MachineAllocation place, SerialQueue queue, boolean started) {
        Optional<Inet4Address> gateway = place.link().map(MachineAllocation.Link::network).map(MachineNetwork::gateway);
        group(record.config()).ifPresent(group -> number(record.hostname()).ifPresent(number ->
                group.join(new Running(record.name(), record.hostname(), number, place.baseId(), gateway, queue), started)));
    }

    /** It has ended. */
    void leave(ContainerRecord record) {
        group(record.config()).ifPresent(group -> group.leave(record.name()));
    }

    /** The other machines of its student, as {@code name:address}: for {@code /etc/hosts} of its containers. */
    List<String> others(ContainerRecord record) {
        return group(record.config()).map(group -> group.others(record.hostname())).orElse(List.of());
    }

    /** Adds what is not there yet to the machine's {@code /etc/hosts}, which is its student's to write as well. */
    private void tellNames(Running machine, List<String> others) throws IOException {
        try (FolderDescriptor root = runtime.openMachineRoot(machine.machine()); ActingAs itsRoot = ActingAs.user(machine.baseId())) {
            String before = MachineHosts.read(root);
            String missing = others.stream().filter(other -> !names(before, other.substring(0, other.indexOf(':')))).map(ContainerFiles::line).collect(Collectors.joining());
            if (missing.isEmpty()) {
                return;
            }
            byte[] content = (before + (before.isEmpty() || before.endsWith("\n") ? "" : "\n") + missing).getBytes(StandardCharsets.ISO_8859_1);
            try (RootedFolder target = RootedFolder.open(root)) {
                if (target.find(NEW_HOSTS).isPresent()) {
                    target.remove(NEW_HOSTS);
                }
                try (NewFile file = target.makeFile(NEW_HOSTS)) {
                    file.write(content, 0, content.length);
                    file.stamp(new FileStamp(machine.baseId(), machine.baseId(), MODE, Instant.now(), Map.of()));
                }
                target.rename(NEW_HOSTS, MachineHosts.HOSTS);
            }
        }
    }

    private static boolean names(String hosts, String name) {
        return hosts.lines().filter(line -> !line.startsWith("#")).anyMatch(line -> Arrays.stream(line.split("\\s+")).skip(1).anyMatch(name::equals));
    }
}
