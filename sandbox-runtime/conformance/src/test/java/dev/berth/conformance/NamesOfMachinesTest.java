package dev.berth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Names in containers are those of one machine, and are there again when another engine begins. */
class NamesOfMachinesTest {
    private static final String IMAGE = SmallImage.NAME;

    private static String lookUp(Docker machine, String name) {
        return machine.run("exec", "web", "timeout", "5", "nslookup", "-type=a", name).output().lines().filter(line -> line.startsWith("Address: ")).findFirst().orElse("");
    }

    private static void start(Docker machine, String subnet, String other) {
        machine.succeed("network", "create", "--subnet", subnet, "mynet");
        machine.succeed("run", "-d", "--restart", "always", "--name", other, "--network", "mynet", IMAGE, "sleep", "1000");
        machine.succeed("run", "-d", "--restart", "always", "--name", "web", "--network", "mynet", "--network-alias", "page", IMAGE, "sleep", "1000");
    }

    @Test
    @Timeout(90)
    void outliveTheEngineAndAreNobodyElses() throws Exception {
        try (Berth berth = new Berth()) {
            Docker alice = berth.startMachine("alice");
            Docker bob = berth.startMachine("bob");
            start(alice, "10.5.0.0/24", "db");
            start(bob, "10.6.0.0/24", "store");
            assertThat(lookUp(alice, "db") + lookUp(bob, "store")).isEqualTo("Address: 10.5.0.2Address: 10.6.0.2");
            assertThat(lookUp(alice, "store") + lookUp(bob, "db")).isEmpty();

            berth.killEngine();
            berth.reviveEngine();

            assertThat(lookUp(alice, "db") + lookUp(bob, "store")).isEqualTo("Address: 10.5.0.2Address: 10.6.0.2");
            assertThat(lookUp(alice, "page")).isEqualTo("Address: 10.5.0.3");
            alice.succeed("run", "-d", "--name", "new", "--network", "mynet", IMAGE, "sleep", "1000");
            assertThat(lookUp(alice, "new")).isEqualTo("Address: 10.5.0.4");

            berth.admin().succeed("restart", "alice");
            alice.await("web", "{{.State.Running}}", "true");
            alice.await("db", "{{.State.Running}}", "true");
            assertThat(lookUp(alice, "db")).startsWith("Address: 10.5.0.");
        }
    }
}
