package dev.berth.lab.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.lab.machine.DockerSocket;
import dev.berth.lab.machine.EngineTerminals;
import dev.berth.lab.machine.FakeEngine;
import dev.berth.lab.machine.FakeEngine.FakeTerminal;
import dev.berth.lab.machine.MachineName;
import dev.berth.lab.machine.RawStreams;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineShellTest {

    @TempDir
    private Path folder;
    private final Vertx vertx = FakeEngine.newVertx();
    private final Context loop = vertx.getOrCreateContext();
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private FakeEngine engine;
    private EngineTerminals terminals;
    private EngineShells shells;

    @BeforeEach
    void open() throws Exception {
        engine = new FakeEngine(folder.resolve("engine.sock")).start();
        terminals = new EngineTerminals(
                new DockerSocket(DockerSocket.newHttpClient(vertx), folder.resolve("engine.sock")),
                new RawStreams(RawStreams.newNetClient(vertx), folder.resolve("engine.sock")));
        shells = shells(1);
    }

    private EngineShells shells(int terminal) {
        return new EngineShells(new TerminalName(new MachineName("ada", "vm1"), terminal), terminals, Future::succeededFuture,
                () -> Future.succeededFuture(false), loop);
    }

    @AfterEach
    void close() throws Exception {
        engine.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    @Test
    void hearsWhatTheShellPrints() throws Exception {
        listen(current());

        terminal().print("$ ");

        hear("0 $ ");
    }

    @Test
    void findsTheShellThatIsThereAndItsOutput() throws Exception {
        engine.terminals.put("terminal0", new FakeTerminal());
        terminal().print("before");

        listen(current());

        hear("0 before");
        assertThat(engine.terminals).hasSize(1);
    }

    @Test
    void losesAndDoublesNothingWhenTheEngineIsKilled() throws Exception {
        listen(current());
        terminal().print("before ");
        hear("0 before ");

        engine.kill();
        hear("reachable false");
        terminal().print("meanwhile ");
        engine.start();
        hear("reachable true");
        terminal().print("after");

        hear("7 meanwhile after");
    }

    @Test
    void keepsWhatIsTypedWhileTheEngineIsAway() throws Exception {
        Shell shell = current();
        listen(shell);
        terminal().print("$ ");
        hear("0 $ ");
        engine.kill();
        hear("reachable false");

        CompletableFuture<Void> typed = new CompletableFuture<>();
        loop.runOnContext(now -> shell.type(Buffer.buffer("ls\r")).onSuccess(typed::complete));
        engine.start();

        typed.get(60, TimeUnit.SECONDS);
        terminal().print("ok");
        hear("reachable true", "2 ok");
        assertThat(terminal().typed()).isEqualTo("ls\r");
    }

    @Test
    void tellsTheExitCode() throws Exception {
        listen(current());
        terminal().print("bye");
        hear("0 bye");

        terminal().end(7);

        hear("ended 7");
    }

    @Test
    void saysThatAShellIsGoneWhoseMachineWasRemoved() throws Exception {
        listen(current());
        terminal().print("$ ");
        hear("0 $ ");
        FakeTerminal removed = engine.terminals.remove("terminal0");

        removed.end(137);

        hear("ended -1");
    }

    @Test
    void opensAnotherShellAndForgetsTheEndedOne() throws Exception {
        current();
        terminal().end(0);

        Shell renewed = await(shells.renewed(80, 24));

        assertThat(renewed.id()).isNotEqualTo("terminal0");
        assertThat(engine.terminals).containsOnlyKeys(renewed.id());
    }

    /** Who had forgotten -d had no other shell than the one that waited. */
    @Test
    void eachTerminalOfAMachineHasShellsOfItsOwn() throws Exception {
        Shell first = current();

        Shell second = await(shells(2).current(80, 24));

        assertThat(second.id()).isNotEqualTo(first.id());
        assertThat(await(shells(2).current(80, 24)).id()).as("after a start of the lab").isEqualTo(second.id());
        engine.terminals.get(second.id()).end(0);
        Shell renewed = await(shells(2).renewed(80, 24));
        assertThat(engine.terminals).containsOnlyKeys(first.id(), renewed.id());
        await(shells(2).close());
        assertThat(engine.terminals).containsOnlyKeys(first.id());
    }

    /** Each size was a request of its own, and thousands of them waited in the lab. */
    @Test
    void tellsTheNewestSizeWhenTheOneBeforeHasArrived() throws Exception {
        Shell shell = current();
        listen(shell);
        terminal().print("$ ");
        hear("0 $ ");

        loop.runOnContext(now -> {
            for (int columns = 1; columns <= 500; columns++) {
                shell.resize(columns, 30);
            }
        });

        awaitCall("POST /berth/terminals/terminal0/resize?h=30&w=500");
        assertThat(engine.calls.stream().filter(call -> call.contains("/resize")).count()).isLessThan(10);
    }

    private void awaitCall(String call) {
        for (long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10); !engine.calls.contains(call); Thread.onSpinWait()) {
            assertThat(System.nanoTime()).as("no \"" + call + "\" in " + engine.calls).isLessThan(end);
        }
    }

    private FakeTerminal terminal() {
        return engine.terminals.get("terminal0");
    }

    private Shell current() throws Exception {
        return await(shells.current(80, 24));
    }

    /** Output that comes in pieces is put together. */
    private void hear(String... expected) throws InterruptedException {
        for (String each : expected) {
            String got = heard.poll(5, TimeUnit.SECONDS);
            while (got != null && got.length() < each.length() && each.startsWith(got)) {
                String more = heard.poll(5, TimeUnit.SECONDS);
                got = more == null ? got : got + more.substring(more.indexOf(' ') + 1);
            }
            assertThat(got).isEqualTo(each);
        }
    }

    private void listen(Shell shell) {
        loop.runOnContext(now -> shell.listen(new Shell.Listener() {
            private boolean reachable = true;

            @Override
            public void output(long offset, Buffer bytes) {
                heard.add(offset + " " + bytes);
            }

            @Override
            public void ended(int exitCode) {
                heard.add("ended " + exitCode);
            }

            @Override
            public void reachable(boolean can) {
                if (can != reachable) {
                    reachable = can;
                    heard.add("reachable " + can);
                }
            }
        }));
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }
}
