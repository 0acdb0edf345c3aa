package dev.berth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/** The host loses its power and comes back: what has a restart policy runs again, everything else says how it ended, and nothing that was on disk is lost. */
@DisabledIfSystemProperty(named = "berth.sockets", matches = ".+", disabledReason = "it cannot switch a stock Docker's host off")
class RebootTest {
    private static final String IMAGE = SmallImage.NAME;
    private static final String STATE = "{{.State.Status}} {{.State.ExitCode}}";

    private Berth berth;
    private Docker alice;

    @BeforeEach
    void start() throws IOException, InterruptedException {
        berth = new Berth();
        berth.admin().succeed("run", "-d", "--runtime", "machine", "--restart", "unless-stopped", "--hostname", "vm1", "--name", "alice", IMAGE);
        alice = berth.machine("alice");
    }

    @AfterEach
    void close() throws IOException, InterruptedException {
        berth.close();
    }

    private void run(Docker machine, String name, String... options) {
        String[] command = new String[options.length + 4];
        System.arraycopy(new String[] {"run", "-d", "--name", name}, 0, command, 0, 4);
        System.arraycopy(options, 0, command, 4, options.length);
        machine.succeed(command);
    }

    @Test
    void policiesDecideWhatRunsAgain() throws Exception {
        run(alice, "plain", IMAGE, "sleep", "1000");
        run(alice, "always", "--restart", "always", IMAGE, "sleep", "1000");
        run(alice, "unless", "--restart", "unless-stopped", IMAGE, "sleep", "1000");
        run(alice, "failure", "--restart", "on-failure:3", IMAGE, "sleep", "1000");
        run(alice, "always-stopped", "--restart", "always", IMAGE, "sleep", "1000");
        run(alice, "unless-stopped", "--restart", "unless-stopped", IMAGE, "sleep", "1000");
        run(alice, "frozen", IMAGE, "sleep", "1000");
        run(alice, "removed", "--rm", IMAGE, "sleep", "1000");
        alice.succeed("stop", "-t", "0", "always-stopped", "unless-stopped");
        alice.succeed("pause", "frozen");
        alice.succeed("create", "--name", "new", IMAGE, "true");
        alice.run("run", "--name", "ended", IMAGE, "sh", "-c", "exit 3");
        String ended = alice.inspect("ended", "{{json .State}}");

        berth.reboot();

        berth.admin().await("alice", STATE, "running 0");
        alice.await("always", STATE, "running 0");
        alice.await("unless", STATE, "running 0");
        alice.await("failure", STATE, "running 0");
        alice.await("always-stopped", STATE, "running 0");
        assertThat(alice.inspect("unless-stopped", STATE)).isEqualTo("exited 137");
        assertThat(alice.inspect("plain", STATE)).isEqualTo("exited 255");
        assertThat(alice.inspect("frozen", STATE)).isEqualTo("exited 255");
        assertThat(alice.inspect("new", STATE)).isEqualTo("created 0");
        assertThat(alice.inspect("ended", "{{json .State}}")).isEqualTo(ended);
        assertThat(alice.run("inspect", "removed").code()).isEqualTo(1);
        assertThat(alice.inspect("always", "{{.RestartCount}}")).isEqualTo("0");
    }

    @Test
    void idsNamesAddressesLogsFilesAndVolumesAreWhereTheyWere() throws Exception {
        alice.succeed("volume", "create", "kept");
        run(alice, "web", "--restart", "always", "-v", "kept:/data", IMAGE, "sh", "-c", "echo run $((1 + $(cat /runs 2>/dev/null || echo 0))) | tee /data/last; echo 1 >/runs; exec sleep 1000");
        alice.succeed("exec", "web", "sh", "-c", "echo mine >/file");
        alice.succeed("commit", "web", "made:1");
        String facts = "{{.Id}} {{.Created}} {{.NetworkSettings.IPAddress}} {{.HostConfig.RestartPolicy.Name}}";
        String before = alice.inspect("web", facts);
        String finished = alice.inspect("web", "{{.State.StartedAt}}");
        String machine = berth.admin().inspect("alice", "{{.Id}}"); // its address may be another's by then: all copies of Berth on a host share the pools
        String images = alice.succeed("images", "-q", "--no-trunc").output();

        berth.reboot();
        berth.admin().await("alice", STATE, "running 0");
        alice.await("web", STATE, "running 0");

        assertThat(berth.admin().inspect("alice", "{{.Id}}")).isEqualTo(machine);
        assertThat(alice.inspect("web", facts)).isEqualTo(before);
        assertThat(alice.inspect("web", "{{.State.FinishedAt}}")).isGreaterThan(finished);
        while (!alice.succeed("logs", "web").output().equals("run 1\nrun 2\n")) {
            assertThat(alice.succeed("logs", "web").output()).startsWith("run 1\n");
        }
        assertThat(alice.succeed("exec", "web", "cat", "/file", "/data/last").output()).isEqualTo("mine\nrun 2\n");
        assertThat(alice.succeed("volume", "ls", "-q").output()).isEqualTo("kept\n");
        assertThat(alice.succeed("images", "-q", "--no-trunc").output()).isEqualTo(images);
        assertThat(alice.succeed("run", "--rm", "made:1", "cat", "/file").output()).isEqualTo("mine\n");
    }

    /** It had the lowest that was free. */
    @Test
    void aMachineHasTheAddressThatItHadInWhateverOrderTheyAreStarted() {
        String address = "{{.NetworkSettings.IPAddress}}";
        berth.startMachine("bob");
        String first = berth.admin().inspect("alice", address);
        String second = berth.admin().inspect("bob", address);
        berth.admin().succeed("stop", "-t", "0", "alice", "bob");

        berth.admin().succeed("start", "bob");
        berth.admin().succeed("start", "alice");

        assertThat(berth.admin().inspect("bob", address)).isEqualTo(second);
        assertThat(berth.admin().inspect("alice", address)).isEqualTo(first).isNotEqualTo(second);
    }

    @Test
    void aMachineWithoutAPolicyWaitsForItsStartAndASleepingOneGoesOnSleeping() throws Exception {
        Docker bob = berth.startMachine("bob");
        run(bob, "always", "--restart", "always", IMAGE, "sleep", "1000");
        Docker carol = berth.startMachine("carol");
        run(carol, "plain", IMAGE, "sleep", "1000");
        assertThat(berth.admin().wire().post("/berth/machines/carol/hibernate").status()).isEqualTo(204);

        berth.reboot();

        assertThat(berth.admin().inspect("bob", STATE)).isEqualTo("exited 255");
        assertThat(berth.admin().wire().get("/berth/machines/carol").json().path("State").asText()).isEqualTo("hibernated");
        berth.admin().succeed("start", "bob");
        bob.await("always", STATE, "running 0");
        assertThat(berth.admin().wire().post("/berth/machines/carol/wake").status()).isEqualTo(204);
        assertThat(carol.inspect("plain", STATE)).isEqualTo("running 0");
    }
}
