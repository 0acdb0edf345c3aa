import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * How long {@code docker run --rm busybox true} takes in one machine while another one attacks, beside the same command a moment before. Run by
 * {@code sandbox-runtime/benchmarks/neighbour-figures}, as root. Times are milliseconds, taken in the machine itself.
 */
public final class NeighbourFigures {
    private static final int RUNS = 8;
    private static final int SETTLE_SECONDS = 2;
    private static final double GOAL = 2;

    /** Prints the milliseconds of each run. */
    private static final String TIMED = """
            use Time::HiRes 'time';
            for (1 .. $ARGV[0]) {
                my $start = time;
                system('docker', 'run', '--rm', 'busybox', 'true') == 0 or die "a run failed";
                printf "%.2f\\n", (time - $start) * 1000;
            }
            """;

    /** Asks on connections that stay, some requests ahead of the answers, and connects again where the engine closes. */
    private static final String FLOOD = """
            use IO::Socket::UNIX; use IO::Select; $SIG{PIPE} = 'IGNORE';
            my ($path, $processes, $connections, $ahead) = @ARGV;
            my $request = "GET $path HTTP/1.1\\r\\nHost: docker\\r\\n\\r\\n";
            for (2 .. $processes) { last unless fork }
            my $open = IO::Select->new;
            while (1) {
                while ($open->count < $connections) {
                    my $new = IO::Socket::UNIX->new('/run/docker.sock') or do { select undef, undef, undef, 0.05; next };
                    syswrite $new, $request x $ahead;
                    $open->add($new);
                }
                for my $ready ($open->can_read) {
                    my $count = sysread $ready, my $answer, 65536;
                    if (!$count) { $open->remove($ready); close $ready; next }
                    my $answers = () = $answer =~ m{HTTP/1.1 }g;
                    syswrite $ready, $request x $answers;
                }
            }
            """;

    private static final String NUL_BYTES = """
            use IO::Socket::UNIX; $SIG{PIPE} = 'IGNORE';
            for (2 .. 4) { last unless fork }
            my $nothing = "\\0" x 65536;
            while (1) {
                my $socket = IO::Socket::UNIX->new('/run/docker.sock') or next;
                1 while defined syswrite $socket, $nothing;
            }
            """;

    private static final String CONNECTIONS = """
            use IO::Socket::UNIX; $SIG{PIPE} = 'IGNORE';
            for (2 .. 4) { last unless fork }
            while (1) {
                my $silent = IO::Socket::UNIX->new('/run/docker.sock');
                my $asking = IO::Socket::UNIX->new('/run/docker.sock') or next;
                syswrite $asking, "GET /_ping HTTP/1.1\\r\\nHost: docker\\r\\nConnection: close\\r\\n\\r\\n";
                1 while sysread $asking, my $answer, 65536;
            }
            """;

    /**
     * What a student does to others.
     *
     * @param prepare typed in the machine before, once
     * @param command goes on until it is ended
     * @param tidy typed when it has ended
     */
    private record Attack(String name, String prepare, String command, String tidy) {}

    private static final String REMOVE_ALL = "docker rm -f $(docker ps -aq --filter ancestor=busybox) >/dev/null";

    /** What takes the processor and asks nothing of the engine comes first: a share of that is lost to whoever runs there. */
    private static final List<Attack> ATTACKS = List.of(
            new Attack("processor alone, 2 containers", "", containers(2, "sh -c 'while :; do :; done'"), REMOVE_ALL),
            new Attack("processor alone, 6 containers", "", containers(6, "sh -c 'while :; do :; done'"), REMOVE_ALL),
            new Attack("output of yes, 2 containers", "", containers(2, "yes"), REMOVE_ALL),
            new Attack("output of yes, 6 containers", "", containers(6, "yes"), REMOVE_ALL),
            new Attack("flood of /info", "", perl(FLOOD, "/info", "4", "8", "4"), ""),
            new Attack("NUL bytes before requests", "", perl(NUL_BYTES), ""),
            new Attack("/system/df", "docker run --name files debian sh -c 'mkdir /files && cd /files && seq 3000 | xargs touch'", perl(FLOOD, "/system/df", "1", "8", "1"), ""),
            new Attack("new connections", "", perl(CONNECTIONS), ""),
            new Attack("filling the disk", "", "while :; do dd if=/dev/zero of=/root/fill bs=1M; rm /root/fill; done 2>/dev/null", "rm -f /root/fill"),
            new Attack("commit and export", "docker run --name large debian sh -c 'head -c 60000000 /dev/urandom >/large; mkdir /files && cd /files && seq 2000 | xargs touch'",
                    "for each in 1 2; do (while :; do docker commit large copy$each; docker rmi copy$each; done) & (while :; do docker export large; done) & done >/dev/null; wait", ""));

    private static String containers(int count, String program) {
        return "for each in $(seq " + count + "); do docker run -d busybox " + program + "; done >/dev/null; sleep infinity";
    }

    private static String perl(String program, String... words) {
        StringBuilder command = new StringBuilder("perl -e '" + program.replace("'", "'\\''") + "'");
        Arrays.stream(words).forEach(word -> command.append(' ').append(word));
        return command.toString();
    }

    private record Times(List<Double> rest, List<Double> attacked, List<Double> engine) {
        Times() {
            this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        }
    }

    private final String docker;
    private final String admin;
    private final long engine;

    private NeighbourFigures(String docker, String admin, long engine) {
        this.docker = docker;
        this.admin = admin;
        this.engine = engine;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        int rounds = Integer.parseInt(arguments[3]);
        List<String> words = Arrays.asList(arguments).subList(4, arguments.length);
        List<Attack> chosen = ATTACKS.stream().filter(attack -> words.isEmpty() || words.stream().anyMatch(attack.name()::contains)).toList();
        new NeighbourFigures(arguments[0], arguments[1], Long.parseLong(arguments[2])).run(chosen, rounds);
    }

    private void run(List<Attack> attacks, int rounds) throws IOException, InterruptedException {
        for (String machine : List.of("attacker", "neighbour")) {
            admin("run", "-d", "--runtime", "machine", "--storage-opt", "size=3g", "--name", machine, "berth/workstation");
        }
        try {
            System.err.println("load of the host before: " + Files.readString(Path.of("/proc/loadavg")).strip());
            time(3 * RUNS); // Java has compiled then what this takes
            for (Attack attack : attacks) {
                type(attack.prepare());
            }
            Map<Attack, Times> all = new LinkedHashMap<>();
            attacks.forEach(attack -> all.put(attack, new Times()));
            for (int round = 0; round < rounds; round++) {
                for (Attack attack : attacks) {
                    measure(attack, all.get(attack));
                }
            }
            print(all);
        } finally {
            admin("rm", "-f", "attacker", "neighbour");
        }
    }

    private void measure(Attack attack, Times times) throws IOException, InterruptedException {
        times.rest().addAll(time(RUNS));
        // Ends with its input, so also when this program does.
        Process running = begin(ProcessBuilder.Redirect.DISCARD, "exec", "-i", "attacker", "bash", "-c",
                "trap : TERM\n(" + attack.command() + ") & cat >/dev/null\nkill -TERM 0\nwait\n" + attack.tidy() + "\n:");
        try {
            TimeUnit.SECONDS.sleep(SETTLE_SECONDS); // it is to be in full swing
            double spent = processorTime();
            long start = System.nanoTime();
            times.attacked().addAll(time(RUNS));
            times.engine().add((processorTime() - spent) * 1e9 / (System.nanoTime() - start));
        } finally {
            running.getOutputStream().close();
            running.waitFor();
        }
        TimeUnit.SECONDS.sleep(1);
    }

    private List<Double> time(int runs) throws IOException, InterruptedException {
        return admin("exec", "neighbour", "perl", "-e", TIMED, Integer.toString(runs)).lines().map(Double::valueOf).toList();
    }

    private void type(String command) throws IOException, InterruptedException {
        if (!command.isEmpty()) {
            admin("exec", "attacker", "sh", "-c", command);
        }
    }

    private Process begin(ProcessBuilder.Redirect output, String... words) throws IOException {
        List<String> line = Stream.concat(Stream.of(docker, "--host", admin), Arrays.stream(words)).toList();
        return new ProcessBuilder(line).redirectOutput(output).redirectError(output == ProcessBuilder.Redirect.DISCARD ? output : ProcessBuilder.Redirect.INHERIT).start();
    }

    private String admin(String... words) throws IOException, InterruptedException {
        Process process = begin(ProcessBuilder.Redirect.PIPE, words);
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("docker " + String.join(" ", words) + " failed");
        }
        return said;
    }

    /** Seconds that the engine has had of the processors. */
    private double processorTime() {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(engine), "stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / 100.0;
        } catch (IOException ended) {
            throw new UncheckedIOException("the engine has ended", ended);
        }
    }

    private static double part(List<Double> times, double part) {
        double[] sorted = times.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return sorted[(int) Math.min(sorted.length - 1, sorted.length * part)];
    }

    private static void print(Map<Attack, Times> all) {
        List<Double> rest = all.values().stream().flatMap(times -> times.rest().stream()).toList();
        System.out.printf(Locale.ROOT, "at rest: median %.0f ms, tenths from %.0f to %.0f%n%n", part(rest, 0.5), part(rest, 0.1), part(rest, 0.9));
        System.out.println("| another machine's | at rest | attacked | slowest tenth | ratio | processors that the engine takes |");
        System.out.println("|---|---|---|---|---|---|");
        all.forEach((attack, times) -> {
            double ratio = part(times.attacked(), 0.5) / part(times.rest(), 0.5);
            System.out.printf(Locale.ROOT, "| %s | %.0f | %.0f | %.0f | %.1f%s | %.2f |%n", attack.name(), part(times.rest(), 0.5), part(times.attacked(), 0.5), part(times.attacked(), 0.9), ratio,
                    ratio > GOAL ? " (goal: " + (int) GOAL + ")" : "", part(times.engine(), 0.5));
        });
    }
}
