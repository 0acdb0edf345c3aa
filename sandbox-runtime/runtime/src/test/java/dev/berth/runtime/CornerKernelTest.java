package dev.berth.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.runtime.kernel.EventLoop;
import dev.berth.runtime.launcher.KeptProcess;
import dev.berth.runtime.launcher.LauncherConnection;
import dev.berth.runtime.plan.Capability;
import dev.berth.runtime.plan.LaunchPlan;
import dev.berth.runtime.plan.LaunchPlanner;
import dev.berth.runtime.plan.LaunchStep;
import dev.berth.runtime.plan.Operation;
import dev.berth.runtime.plan.Placement;
import java.io.IOException;
import java.nio.file.Files;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The machine's root in the engine's corner itself, with every capability and no filter: where no student ever comes. Even there the layers, which all machines
 * share, cannot be changed. When a machine attached the layers itself, this test wrote the host's files.
 */
class CornerKernelTest {
    private final CompletableFuture<ExitStatus> ended = new CompletableFuture<>();
    private TestHost host;
    private EventLoop loop;
    private LauncherConnection launcher;

    @BeforeEach
    void open() {
        host = new TestHost();
        host.runtime().startMachine(host.machine("alice"));
        loop = new EventLoop("corner");
        launcher = new LauncherConnection(host.socket(), loop, new LauncherConnection.Listener() {
            @Override
            public void started(KeptProcess process) {}

            @Override
            public void ended(String key, ExitStatus status) {
                if (key.equals("corner")) {
                    ended.complete(status);
                }
            }

            @Override
            public void lost() {}
        });
    }

    @AfterEach
    void close() {
        launcher.close();
        loop.close();
        host.close();
    }

    @Test
    void reachesTheLayersBeneathTheCover() throws Exception {
        assertThat(run("test -f busybox/etc/passwd && ! test -e /store/busybox")).isZero();
    }

    @Test
    void doesNotWriteALayer() throws Exception {
        assertThat(run("echo evil >> busybox/etc/passwd")).isNotZero();
        assertThat(passwd()).doesNotContain("evil");
    }

    @Test
    void doesNotMakeTheLayersWritable() throws Exception {
        assertThat(run("mount -o remount,rw,bind none . || mount -o remount,rw none . || echo evil >> busybox/etc/passwd")).isNotZero();
        assertThat(passwd()).doesNotContain("evil");
    }

    @Test
    void doesNotMakeACopyOfTheLayersWritable() throws Exception {
        assertThat(run("mount --bind busybox /files && mount -o remount,rw,bind none /files && echo evil >> /files/etc/passwd")).isNotZero();
        assertThat(passwd()).doesNotContain("evil");
    }

    @Test
    void doesNotMakeTheLayersWritableInAUserNamespaceOfItsOwn() throws Exception {
        assertThat(run("unshare -U -r -m /machine/bin/sh -c 'mount -o remount,rw,bind none . || echo evil >> busybox/etc/passwd'")).isNotZero();
        assertThat(passwd()).doesNotContain("evil");
    }

    @Test
    void doesNotTakeTheCoverAway() throws Exception {
        assertThat(run("umount /store || umount -l /store || rmdir /store || mount --move /store /files")).isNotZero();
    }

    private String passwd() throws IOException {
        return Files.readString(host.layers().resolve(TestHost.LAYER).resolve("etc/passwd"));
    }

    /** @return exit code of a script with the store beneath its cover as working directory */
    private int run(String script) throws Exception {
        LaunchPlan plan = new LaunchPlan(List.of(
                new LaunchStep.Named(Operation.ENTER_MACHINE, LaunchPlanner.machineKey("alice")),
                new LaunchStep.Clone(Set.of()),
                new LaunchStep.Streams(false, 0, 0, false),
                new LaunchStep.Credentials(EnumSet.allOf(Capability.class)),
                new LaunchStep.Exec(List.of("/machine/bin/sh", "-c", script), List.of("PATH=/machine/bin"))));
        KeptProcess process =
                launcher.launch("corner", plan, new Placement(Optional.empty(), List.of())).started().get(60, TimeUnit.SECONDS);
        int code = ended.get(60, TimeUnit.SECONDS).code();
        launcher.forget("corner");
        process.process().close();
        process.streams().output().orElseThrow().close();
        process.streams().error().orElseThrow().close();
        return code;
    }
}
