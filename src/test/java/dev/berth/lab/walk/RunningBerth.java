package dev.berth.lab.walk;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The Berth that ./test has started and described in the environment. */
final class RunningBerth {

    /** Tells apart the people of each run of the tests, and of each attempt at one: a class takes a name once. */
    private static final String TERM = Long.toString(ProcessHandle.current().pid());
    private static final AtomicInteger ATTEMPTS = new AtomicInteger();

    private final Path run = Path.of(required("BERTH_RUN"));

    /** A test begins, perhaps for the second time: whom it calls by a first name is somebody else than before. */
    static void admitOthers() {
        ATTEMPTS.incrementAndGet();
    }

    /** The name in the class of somebody whom a test calls by a first name. */
    static String nameOf(final String person) {
        return person + " " + TERM + "." + ATTEMPTS;
    }

    String studentLink() {
        return required("BERTH_STUDENT_LINK");
    }

    String instructorLink() {
        return required("BERTH_INSTRUCTOR_LINK");
    }

    /** What pages' addresses begin with. */
    String address() {
        return studentLink().substring(0, studentLink().indexOf('/', "https://".length()));
    }

    /** Kills the lab as {@code kill -9} does; the run script starts another. */
    void killLab() {
        kill("quarkus-run.jar");
    }

    /** Waits until the lab answers. */
    void awaitLab() {
        final URI ready = URI.create(address() + "/q/health/ready");
        for (final long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1); System.nanoTime() < end; ) {
            try (InputStream answer = ready.toURL().openStream()) {
                answer.readAllBytes();
                return;
            } catch (final IOException e) {
                Thread.onSpinWait();
            }
        }
        throw new IllegalStateException("the lab did not answer within a minute");
    }

    /** Kills the engine as {@code kill -9} does; the run script starts another. Returns when that answers. */
    void killEngine() {
        kill("daemon.jar");
        for (final long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1); System.nanoTime() < end; ) {
            try {
                ask("GET", "/_ping");
                return;
            } catch (final IllegalStateException away) {
                Thread.onSpinWait();
            }
        }
        throw new IllegalStateException("the engine did not answer within a minute");
    }

    /** Puts a machine to sleep, as happens to one that nobody has used for a while. */
    void hibernate(final String name) {
        ask("POST", "/berth/machines/" + name + "/hibernate");
    }

    /** Removes a machine, as an administrator does. */
    void remove(final String name) {
        ask("DELETE", "/containers/" + name + "?force=1");
    }

    boolean isAsleep(final String name) {
        return new JsonObject(ask("GET", "/berth/machines/" + name)).getString("State").equals("hibernated");
    }

    /** The name of a machine that runs. @param address of its eth0 */
    String machineAt(final String address) {
        return new JsonArray(ask("GET", "/containers/json")).stream()
                .map(JsonObject.class::cast)
                .filter(each -> each.getJsonObject("NetworkSettings").encode().contains("\"IPAddress\":\"" + address + "\""))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no machine has the address \"" + address + "\""))
                .getJsonArray("Names").getString(0).substring(1);
    }

    /** What the engine says to its administrator. */
    private String ask(final String method, final String path) {
        try {
            final Process curl = new ProcessBuilder("curl", "--silent", "--show-error", "--fail", "--unix-socket", run.resolve("engine.sock").toString(),
                    "--request", method, "http://engine" + path).redirectError(ProcessBuilder.Redirect.INHERIT).start();
            final String answer = new String(curl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (curl.waitFor() != 0) {
                throw new IllegalStateException("the engine refuses " + method + " " + path);
            }
            return answer;
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void kill(final String program) {
        final List<ProcessHandle> found = ProcessHandle.allProcesses()
                .filter(process -> runs(process.pid(), program) && isOurs(process.pid()))
                .toList();
        if (found.size() != 1) {
            throw new IllegalStateException(found.size() + " processes run \"" + program + "\" with BERTH_RUN=\"" + run + "\"; one is expected");
        }
        final ProcessHandle process = found.get(0);
        process.destroyForcibly();
        process.onExit().join();
    }

    private static boolean runs(final long pid, final String program) {
        return read(pid, "cmdline").stream().anyMatch(argument -> argument.endsWith("/" + program));
    }

    private boolean isOurs(final long pid) {
        return read(pid, "environ").contains("BERTH_RUN=" + run);
    }

    /** The strings of a file that separates them by zeros; none, if the process has ended meanwhile. */
    private static List<String> read(final long pid, final String file) {
        try {
            return List.of(Files.readString(Path.of("/proc", Long.toString(pid), file), StandardCharsets.ISO_8859_1).split("\0"));
        } catch (final IOException e) {
            return List.of();
        }
    }

    private static String required(final String variable) {
        return Optional.ofNullable(System.getenv(variable))
                .orElseThrow(() -> new IllegalStateException(variable + " is not set: run ./test, which starts a Berth and says where it is"));
    }
}
