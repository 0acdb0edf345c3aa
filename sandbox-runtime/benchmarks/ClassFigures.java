import java.io.IOException;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Joins a class over HTTP and WebSockets as browsers do, and prints what it costs. Run by {@code sandbox-runtime/benchmarks/class-figures}, as root on the host.
 * Times are milliseconds, memory is KiB unless a unit stands there.
 */
public final class ClassFigures {
    private static final String LESSON = "/lessons/first-container";
    private static final Pattern GREETING = Pattern.compile("docker run debian echo &quot;hello, ([a-z-]+)&quot;");
    private static final byte INPUT = 0x01;
    private static final byte SIZE = 0x02;
    private static final byte READ = 0x03;
    private static final byte OUTPUT = 0x11;

    /** A student's browser: a session and one terminal. */
    static final class Student implements WebSocket.Listener {
        private final URI base;
        private final CookieManager cookies = new CookieManager();
        private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).cookieHandler(cookies).followRedirects(HttpClient.Redirect.NORMAL).build();
        private final ByteBuffer frame = ByteBuffer.allocate(1 << 20);
        private final StringBuilder screen = new StringBuilder();
        private WebSocket socket;
        private String page;
        private CompletableFuture<?> sent = CompletableFuture.completedFuture(null);
        private long typed;
        private long shown;

        Student(URI link, String name) throws IOException, InterruptedException {
            base = link.resolve("/");
            HttpRequest join = HttpRequest.newBuilder(link).header("Content-Type", "application/x-www-form-urlencoded").header("Origin", origin())
                    .POST(HttpRequest.BodyPublishers.ofString("name=" + URLEncoder.encode(name, StandardCharsets.UTF_8))).build();
            HttpClient joining = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).cookieHandler(client.cookieHandler().orElseThrow()).build();
            int status = joining.send(join, HttpResponse.BodyHandlers.discarding()).statusCode();
            if (status != 303) {
                throw new IOException("joining as \"" + name + "\" answered " + status);
            }
        }

        private String origin() {
            return base.getScheme() + "://" + base.getAuthority();
        }

        private String session() {
            HttpCookie cookie = cookies.getCookieStore().getCookies().get(0);
            return cookie.getName() + "=" + cookie.getValue();
        }

        /** Opens the lesson and the terminal; returns milliseconds until the prompt is there. */
        double open() throws Exception {
            long start = System.nanoTime();
            HttpResponse<String> lesson = client.send(HttpRequest.newBuilder(base.resolve(LESSON)).build(), HttpResponse.BodyHandlers.ofString());
            if (lesson.statusCode() != 200) {
                throw new IOException("the lesson answered " + lesson.statusCode());
            }
            page = lesson.body();
            URI terminal = URI.create("ws://" + base.getAuthority() + "/terminal/vm1?client=figures-" + System.nanoTime() + "&output=0");
            socket = HttpClient.newHttpClient().newWebSocketBuilder().subprotocols("berth-terminal-1").header("Origin", origin())
                    .header("Cookie", session()).buildAsync(terminal, this).get(20, TimeUnit.SECONDS);
            send(ByteBuffer.allocate(5).put(SIZE).putShort((short) 80).putShort((short) 24).flip());
            await("# ", 20_000);
            return (System.nanoTime() - start) / 1e6;
        }

        /** Fulfils the first task; returns milliseconds from the prompt after the command until the page is told so. */
        double fulfil() throws Exception {
            Matcher greeting = GREETING.matcher(page);
            if (!greeting.find()) {
                throw new IOException("the lesson does not ask for a greeting");
            }
            CompletableFuture<Long> passed = new CompletableFuture<>();
            client.sendAsync(HttpRequest.newBuilder(base.resolve(LESSON + "/live")).build(), HttpResponse.BodyHandlers.ofLines()).thenAccept(live -> live.body()
                    .filter(line -> line.contains("\"task\":\"greet\"") && line.contains("\"verdict\":\"passed\""))
                    .findFirst().ifPresent(line -> passed.complete(System.nanoTime())));
            forget();
            type("docker run debian echo \"hello, " + greeting.group(1) + "\"; echo over-$((40+2))\r");
            await("over-42", 20_000);
            long over = System.nanoTime();
            return Math.max(0, (passed.get(20, TimeUnit.SECONDS) - over) / 1e6);
        }

        synchronized void type(String text) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            ByteBuffer message = ByteBuffer.allocate(9 + bytes.length).put(INPUT).putLong(typed).put(bytes).flip();
            typed += bytes.length;
            send(message);
        }

        /** One after another, as the WebSocket demands. */
        private synchronized void send(ByteBuffer message) {
            sent = sent.thenCompose(done -> socket.sendBinary(message, true));
        }

        synchronized void forget() {
            screen.setLength(0);
        }

        synchronized long shown() {
            return shown;
        }

        synchronized void await(String text, long milliseconds) throws InterruptedException, IOException {
            long end = System.currentTimeMillis() + milliseconds;
            while (screen.indexOf(text) < 0) {
                long left = end - System.currentTimeMillis();
                if (left <= 0) {
                    throw new IOException("\"" + text + "\" did not appear; the screen ends with: " + screen.substring(Math.max(0, screen.length() - 300)));
                }
                wait(left);
            }
        }

        @Override
        public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            System.err.println("a terminal was closed: " + code + " " + reason);
            return null;
        }

        @Override
        public synchronized CompletionStage<?> onBinary(WebSocket from, ByteBuffer part, boolean last) {
            frame.put(part);
            if (last) {
                frame.flip();
                if (frame.get() == OUTPUT) {
                    long offset = frame.getLong();
                    int length = frame.remaining();
                    screen.append(StandardCharsets.ISO_8859_1.decode(frame));
                    if (screen.length() > 1 << 16) {
                        screen.delete(0, screen.length() - (1 << 12));
                    }
                    shown = offset + length;
                    notifyAll();
                    send(ByteBuffer.allocate(9).put(READ).putLong(shown).flip());
                }
                frame.clear();
            }
            from.request(1);
            return null;
        }
    }

    public static void main(String[] arguments) throws Exception {
        int count = Integer.parseInt(arguments[0]);
        URI link = URI.create(arguments[1]);
        long engine = processOf("daemon.jar");
        long lab = processOf("quarkus-run.jar");
        row("engine at rest, PSS", pss(engine));
        row("lab at rest, PSS", pss(lab));

        List<Student> students = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            students.add(new Student(link, "figures " + Long.toString(System.nanoTime(), 36)));
        }
        long before = kernel();
        double[] prompts = new double[count];
        for (int number = 0; number < count; number++) {
            prompts[number] = students.get(number).open();
        }
        percentiles("opening the lesson to the prompt, one after another", prompts);
        row("engine with " + count + " terminals, PSS", pss(engine));
        row("lab with " + count + " terminals, PSS", pss(lab));
        row("both", pss(engine) + pss(lab));
        long withMachines = kernel();
        row("a machine with its shell: kernel memory", (withMachines - before) / count);
        row("  anonymous memory of its first process", ofMachines("Pss_Anon:", "init") / count);
        row("  the shell, PSS", ofMachines("Pss:", "bash") / count);

        double[] verdicts = new double[count];
        for (int number = 0; number < count; number++) {
            verdicts[number] = students.get(number).fulfil();
        }
        percentiles("verdict on the page, after the prompt is back", verdicts);
        withMachines = kernel();
        for (Student student : students) {
            student.forget();
            student.type("docker run -d busybox sleep 100000; echo done-$((40+2))\r");
            student.await("done-42", 20_000);
        }
        row("an idle container: kernel memory", (kernel() - withMachines) / count);
        row("  anonymous memory of its shim", ofMachines("Pss_Anon:", "shim ") / count);
        row("  its process, PSS", ofMachines("Pss:", "sleep") / count);

        Path machine = firstMachine();
        String docker = System.getenv("BERTH_DOCKER");
        String socket = "unix://" + machine.resolve("docker.sock");
        percentiles("docker --version (the CLI's floor)", time(20, docker, "--version"));
        percentiles("docker run --rm busybox true", time(20, docker, "-H", socket, "run", "--rm", "busybox", "true"));

        Student first = students.get(0);
        first.type("clear; yes 0123456789012345678901234567890123456789012345678901234567890123456789 | head -c 100000000 > /tmp/big; echo made-$((40+2))\r");
        first.await("made-42", 60_000);
        long start = System.nanoTime();
        long from = first.shown();
        first.type("cat /tmp/big; echo cat-$((40+2))\r");
        Student second = students.get(count > 1 ? 1 : 0);
        double[] echoes = new double[15];
        for (int number = 0; number < echoes.length; number++) {
            second.forget();
            String mark = "m" + number + "x";
            long typed = System.nanoTime();
            second.type(mark);
            second.await(mark, 10_000);
            echoes[number] = (System.nanoTime() - typed) / 1e6;
        }
        first.await("cat-42", 300_000);
        double seconds = (System.nanoTime() - start) / 1e9;
        row("terminal throughput, MB/s", Math.round((first.shown() - from) / 1e6 / seconds));
        percentiles("echo in another terminal meanwhile", echoes);
        first.forget();
        first.type("cat /tmp/big\r");
        first.await("0123456789", 10_000);
        long pressed = System.nanoTime();
        first.type("\u0003");
        first.await("^C", 60_000);
        row("Ctrl-C in the same terminal until ^C is shown, ms", Math.round((System.nanoTime() - pressed) / 1e6));
        System.exit(0);
    }

    private static double[] time(int runs, String... command) throws IOException, InterruptedException {
        double[] times = new double[runs];
        for (int run = -1; run < runs; run++) {
            long start = System.nanoTime();
            int status = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor();
            if (status != 0) {
                throw new IOException(String.join(" ", command) + " ended with " + status);
            }
            if (run >= 0) {
                times[run] = (System.nanoTime() - start) / 1e6;
            }
        }
        return times;
    }

    private static Path firstMachine() throws IOException {
        try (Stream<Path> machines = Files.list(Path.of(System.getenv("BERTH_RUN"), "machines"))) {
            return machines.findFirst().orElseThrow();
        }
    }

    /** The process of this Berth (by BERTH_RUN in its environment) whose command line names the jar. */
    private static long processOf(String jar) throws IOException {
        String mine = "BERTH_RUN=" + System.getenv("BERTH_RUN") + "\0";
        try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
            return all.filter(process -> read("/proc/" + process.pid() + "/cmdline").contains(jar))
                    .filter(process -> read("/proc/" + process.pid() + "/environ").contains(mine))
                    .mapToLong(ProcessHandle::pid).findFirst().orElseThrow(() -> new IOException("no process runs " + jar));
        }
    }

    /** Sums a row of smaps_rollup over the processes in this Berth's machines whose command line begins with a word. */
    private static long ofMachines(String field, String word) throws IOException {
        List<String> groups;
        try (Stream<Path> machines = Files.list(Path.of(System.getenv("BERTH_RUN"), "machines"))) {
            groups = machines.map(machine -> "/" + machine.getFileName()).toList();
        }
        try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
            return all.filter(process -> read("/proc/" + process.pid() + "/cmdline").startsWith(word))
                    .filter(process -> {
                        String own = read("/proc/" + process.pid() + "/cgroup");
                        return groups.stream().anyMatch(own::contains);
                    })
                    .mapToLong(process -> field(read("/proc/" + process.pid() + "/smaps_rollup"), field)).sum();
        }
    }

    private static long pss(long process) {
        return field(read("/proc/" + process + "/smaps_rollup"), "Pss:");
    }

    /** What the kernel holds and cannot page out. MemAvailable would swing by more than a class costs: per-CPU lists, and whoever else runs. */
    private static long kernel() throws InterruptedException {
        TimeUnit.SECONDS.sleep(2); // namespaces and sockets settle in work queues; there is no event for it
        String memory = read("/proc/meminfo");
        return Stream.of("SUnreclaim:", "KernelStack:", "PageTables:", "Percpu:").mapToLong(name -> field(memory, name)).sum();
    }

    private static long field(String text, String name) {
        return text.lines().filter(line -> line.startsWith(name)).mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", ""))).findFirst().orElse(0);
    }

    private static String read(String file) {
        try {
            return new String(Files.readAllBytes(Path.of(file)), StandardCharsets.ISO_8859_1);
        } catch (IOException gone) {
            return ""; // a process that has just ended
        }
    }

    private static void row(String name, long value) {
        System.out.printf(Locale.ROOT, "%-60s %,12d%n", name, value);
    }

    private static void percentiles(String name, double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        System.out.printf(Locale.ROOT, "%-60s p50 %7.1f  p95 %7.1f ms%n", name, sorted[sorted.length / 2], sorted[Math.min(sorted.length - 1, (int) (sorted.length * 0.95))]);
    }
}
