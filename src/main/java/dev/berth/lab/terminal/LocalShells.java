package dev.berth.lab.terminal;

import com.pty4j.PtyProcessBuilder;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;

/** Shells on the learner's own computer, in their own home folder. */
final class LocalShells implements ShellSource {

    private final Vertx vertx;
    private final Executor loop;
    private final List<String> command;

    LocalShells(Vertx vertx, Executor loop, List<String> command) {
        this.vertx = vertx;
        this.loop = loop;
        this.command = command;
    }

    /** Always a new one: a shell of this kind does not outlive the lab, and the lab holds the one that runs. */
    @Override
    public Future<Shell> current(int columns, int rows) {
        return vertx.executeBlocking(() -> open(columns, rows));
    }

    @Override
    public Future<Shell> renewed(int columns, int rows) {
        return current(columns, rows);
    }

    /** The lab holds the one that runs, and has let it go. */
    @Override
    public Future<Void> close() {
        return Future.succeededFuture();
    }

    @Override
    public Future<Boolean> sleeps() {
        return Future.succeededFuture(false);
    }

    private Shell open(int columns, int rows) throws IOException {
        Map<String, String> environment = new HashMap<>(System.getenv());
        // Not Java's user.home: that is "?" for a user without an entry in the system's list.
        String home = environment.getOrDefault("HOME", "/");
        environment.put("TERM", "xterm-256color");
        return new LocalShell(new PtyProcessBuilder(command.toArray(String[]::new))
                .setEnvironment(environment)
                .setDirectory(home)
                .setInitialColumns(columns)
                .setInitialRows(rows)
                .start(), loop, columns, rows);
    }
}
