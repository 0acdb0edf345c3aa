package dev.berth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.conformance.Docker.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Containers that share namespaces with another one or with the host, which is the machine where there is one. */
@ExtendWith(EngineUnderTest.class)
class SharedNamespacesTest {
    private static final String IMAGE = SmallImage.NAME;
    private final Docker docker;

    SharedNamespacesTest(Docker docker) {
        this.docker = docker;
    }

    private void sleeper(String... options) {
        String[] command = new String[options.length + 5];
        command[0] = "run";
        command[1] = "-d";
        System.arraycopy(options, 0, command, 2, options.length);
        command[options.length + 2] = IMAGE;
        command[options.length + 3] = "sleep";
        command[options.length + 4] = "1000";
        docker.succeed(command);
    }

    private String namespace(String kind, String... options) {
        String[] command = new String[options.length + 5];
        command[0] = "run";
        command[1] = "--rm";
        System.arraycopy(options, 0, command, 2, options.length);
        command[options.length + 2] = IMAGE;
        command[options.length + 3] = "readlink";
        command[options.length + 4] = "/proc/self/ns/" + kind;
        return docker.succeed(command).line();
    }

    private String namespaceOf(String container, String kind) {
        return docker.succeed("exec", container, "readlink", "/proc/self/ns/" + kind).line();
    }

    @Test
    void processesOfAnotherContainer() {
        sleeper("--name", "first");

        assertThat(docker.succeed("run", "--rm", "--pid", "container:first", IMAGE, "ps").output()).contains("sleep 1000");
        assertThat(namespace("pid", "--pid", "container:first")).isEqualTo(namespaceOf("first", "pid"));
    }

    @Test
    void processesOfTheHost() {
        assertThat(namespace("pid", "--pid", "host")).isEqualTo(namespace("pid", "--pid", "host")).isNotEqualTo(namespace("pid"));
    }

    @Test
    void memoryOfAnotherContainer() {
        sleeper("--name", "first", "--ipc", "shareable");

        assertThat(namespace("ipc", "--ipc", "container:first")).isEqualTo(namespaceOf("first", "ipc"));
        docker.succeed("exec", "first", "sh", "-c", "echo shared > /dev/shm/word");
        assertThat(docker.succeed("run", "--rm", "--ipc", "container:first", IMAGE, "cat", "/dev/shm/word").line()).isEqualTo("shared");
    }

    @Test
    void memoryThatIsPrivateIsNotShared() {
        sleeper("--name", "first", "--ipc", "private");

        Result result = docker.run("run", "--rm", "--ipc", "container:first", IMAGE, "true");

        assertThat(result.code()).isEqualTo(125);
        assertThat(result.errors()).contains("non-shareable IPC");
    }

    @Test
    void memoryOfTheHost() {
        assertThat(namespace("ipc", "--ipc", "host")).isEqualTo(namespace("ipc", "--ipc", "host")).isNotEqualTo(namespace("ipc"));
    }

    @Test
    void nameOfTheHost() {
        assertThat(namespace("uts", "--uts", "host")).isEqualTo(namespace("uts", "--uts", "host")).isNotEqualTo(namespace("uts"));
    }

    @Test
    void aNameOfItsOwnContradictsThatOfTheHost() {
        assertThat(docker.run("create", "--uts", "host", "-h", "own", IMAGE).errors()).contains("conflicting options: hostname and the UTS mode");
    }

    @Test
    void networkOfAnotherContainer() {
        sleeper("--name", "first");

        assertThat(namespace("net", "--network", "container:first")).isEqualTo(namespaceOf("first", "net"));
    }

    @Test
    void networkOfTheHost() {
        assertThat(namespace("net", "--network", "host")).isEqualTo(namespace("net", "--network", "host")).isNotEqualTo(namespace("net"));
    }

    @Test
    void aContainerToJoinMustRun() {
        docker.succeed("create", "--name", "idle", IMAGE);

        Result result = docker.run("run", "--name", "joining", "--pid", "container:idle", IMAGE, "true");

        assertThat(result.code()).isEqualTo(125);
        assertThat(result.errors()).contains("container " + docker.inspect("idle", "{{.Id}}") + " is not running");
    }

    @Test
    void aContainerToJoinMustExist() {
        Result result = docker.run("run", "--pid", "container:nosuch", IMAGE, "true");

        assertThat(result.code()).isEqualTo(125);
        assertThat(result.errors()).contains("No such container: nosuch");
    }

    @Test
    void wordsThatAreNoNamespace() {
        assertThat(docker.run("create", "--pid", "nosuch", IMAGE).errors()).contains("--pid: invalid PID mode");
        assertThat(docker.run("create", "--uts", "nosuch", IMAGE).errors()).contains("--uts: invalid UTS mode");
        assertThat(docker.run("create", "--userns", "nosuch", IMAGE).errors()).contains("--userns: invalid USER mode");
        assertThat(docker.run("run", "--ipc", "nosuch", IMAGE).errors()).contains("Invalid IPC mode: nosuch");
    }

    @Test
    void usersOfTheHost() {
        assertThat(namespace("user", "--userns", "host")).isEqualTo(namespace("user"));
    }
}
