package dev.berth.engine.container;

import static dev.berth.engine.fake.EngineOnFake.config;
import static dev.berth.engine.fake.EngineOnFake.done;
import static dev.berth.engine.fake.EngineOnFake.program;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.engine.container.option.RestartPolicy;
import dev.berth.engine.terminal.Terminals.TerminalConfig;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Launches of each kind on a host that has no memory left. */
class ShortMemoryTest extends ContainersOfAMachine {
    private static final int KILLED = 137;

    private void useUpMemory() {
        host.runtime().availableMemory(0);
    }

    private void freeMemory() {
        host.runtime().availableMemory(Long.MAX_VALUE);
    }

    /** A start that waited on the machine's queue would keep everything else of that machine waiting. */
    @Test
    void aStartWaitsAndItsMachineGoesOn() {
        create("web", program("sleep", "1000"));
        useUpMemory();

        CompletableFuture<Void> started = containers.start("web").toCompletableFuture();

        create("other", program("true"));
        done(containers.rename("web", "site"));
        assertThat(inspect("site").state()).isInstanceOf(ContainerState.Created.class);
        assertThat(started).isNotDone();
        freeMemory();
        done(started);
        assertThat(inspect("site").state()).isInstanceOf(ContainerState.Running.class);
    }

    @Test
    void whoIsRefusedIsToldInDockersWordsAndRunsWhenThereIsMemoryAgain() {
        create("web", program("sleep", "1000"));
        create("once", config("debian").command("true").removeWhenEnded().build());
        useUpMemory();

        CompletableFuture<Void> web = containers.start("web").toCompletableFuture();
        CompletableFuture<Void> once = containers.start("once").toCompletableFuture();

        await(() -> web.isDone() && once.isDone());
        assertThatThrownBy(() -> done(web)).hasMessage("failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: "
                + "cannot allocate memory: no room for one more program on this computer within 10 seconds, try again when others have ended: unknown");
        await(() -> done(containers.list()).size() == 1);
        freeMemory();
        done(containers.start("web"));
    }

    @Test
    void aClientThatGoesAwayStartsNothing() {
        create("web", program("sleep", "1000"));
        useUpMemory();
        CompletableFuture<Void> gone = new CompletableFuture<>();
        CompletableFuture<Void> started = containers.start("web", gone).toCompletableFuture();
        create("other", program("true")); // the first has its place in line by now
        done(containers.rename("other", "another"));

        gone.complete(null);

        assertThatThrownBy(started::join).hasRootCauseInstanceOf(CancellationException.class);
        freeMemory();
        done(containers.start("another"));
        assertThat(inspect("web").state()).isInstanceOf(ContainerState.Created.class);
    }

    @Test
    void whatIsRemovedWhileItWaitsIsNotStarted() {
        create("web", program("sleep", "1000"));
        useUpMemory();
        CompletableFuture<Void> started = containers.start("web").toCompletableFuture();

        done(containers.remove("web", true, false));
        freeMemory();

        assertThatThrownBy(() -> done(started)).hasMessage("container is marked for removal and cannot be started");
    }

    @Test
    void execsAndTerminalsWaitToo() {
        run("web", "sleep", "1000");
        String exec = done(containers.createExec("web", new Containers.ExecConfig(List.of("true"), List.of(), "", "", false, false, true, true, false, "")));
        useUpMemory();

        CompletableFuture<?> executed = containers.startExec(exec, 0, 0, Optional.empty()).toCompletableFuture();
        CompletableFuture<String> opened = host.engine().terminals().open("alice", new TerminalConfig("", List.of("bash"), List.of(), "", "/root", 24, 80)).toCompletableFuture();

        assertThat(inspect("web").state()).isInstanceOf(ContainerState.Running.class);
        assertThat(executed).isNotDone();
        assertThat(opened).isNotDone();
        freeMemory();
        done(executed);
        assertThat(done(opened)).isNotEmpty();
    }

    /** Refused, a container that is to run always would have ended for good. */
    @Test
    void aRestartWaitsAsLongAsItTakes() {
        String id = create("web", config("debian").command("sleep", "1000").restart(RestartPolicy.Kind.ALWAYS, 0).build());
        done(containers.start("web"));
        useUpMemory();

        host.runtime().process(id).end(KILLED);
        await(() -> inspect("web").state() instanceof ContainerState.Restarting);
        freeMemory();

        await(() -> inspect("web").state() instanceof ContainerState.Running);
    }

    @Test
    void aRestartThatWaitsCanBeStopped() {
        String id = create("web", config("debian").command("sleep", "1000").restart(RestartPolicy.Kind.ALWAYS, 0).build());
        done(containers.start("web"));
        useUpMemory();
        host.runtime().process(id).end(KILLED);
        await(() -> inspect("web").state() instanceof ContainerState.Restarting);

        done(containers.stop("web", OptionalInt.empty()));
        freeMemory();

        assertThat(inspect("web").state()).isInstanceOf(ContainerState.Exited.class);
    }

    @Test
    void machinesWaitToo() {
        useUpMemory();
        CompletableFuture<Void> bob = CompletableFuture.runAsync(() -> host.startMachine("bob"));

        await(() -> done(host.engine().admin().containers().list()).size() == 2);
        assertThat(host.engine().machines()).hasSize(1);
        freeMemory();
        done(bob);
        assertThat(host.engine().machines()).hasSize(2);
    }
}
