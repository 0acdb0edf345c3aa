package dev.berth.conformance;

import static dev.berth.conformance.DockerCommand.words;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.conformance.Docker.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What docker run's options make of a container's inside: names, addresses, environment, folders, terminals. */
@ExtendWith(EngineUnderTest.class)
class CreateOptionsTest {
    private static final String IMAGE = SmallImage.NAME;
    private final Docker docker;

    CreateOptionsTest(Docker docker) {
        this.docker = docker;
    }

    private String shell(String script, String... options) {
        String[] command = new String[options.length + 6];
        command[0] = "run";
        command[1] = "--rm";
        System.arraycopy(options, 0, command, 2, options.length);
        command[options.length + 2] = IMAGE;
        command[options.length + 3] = "sh";
        command[options.length + 4] = "-c";
        command[options.length + 5] = script;
        return docker.succeed(command).line();
    }

    @Test
    void environmentFromAFile(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("environment"), "# a comment\nCOLOUR=red\nEMPTY=\n");

        assertThat(shell("echo $COLOUR-${EMPTY-unset}", "--env-file", file.toString())).isEqualTo("red-");
    }

    @Test
    void environmentWithoutAValueIsTakenAway() {
        assertThat(docker.wire().post("/containers/create?name=bare", "{\"Image\": \"" + IMAGE + "\", \"Cmd\": [\"env\"], \"Env\": [\"HOME\"]}").status()).isEqualTo(201);

        assertThat(docker.succeed("start", "-a", "bare").output()).doesNotContain("HOME=\n");
    }

    @Test
    void aProgramKnowsPathHostnameAndHome() {
        Result result = docker.succeed("run", "--rm", "-h", "web", IMAGE, "env");

        assertThat(result.output().lines()).containsExactlyInAnyOrder("PATH=/bin", "HOSTNAME=web", "HOME=/root");
    }

    @Test
    void aTerminalIsInTheEnvironment() {
        assertThat(docker.succeed("run", "--rm", "-t", IMAGE, "sh", "-c", "echo $TERM").line()).isEqualTo("xterm");
    }

    @Test
    void homeIsThatOfTheUser() {
        assertThat(shell("echo $HOME", "-u", "nobody")).isEqualTo("/home");
    }

    @Test
    void labelsFromAFileAndTheCommand(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("labels"), "one=1\ntwo=2\n");
        docker.succeed("create", "--name", "labelled", "--label-file", file.toString(), "--label", "three=3", "--label", "bare", IMAGE);

        assertThat(docker.inspect("labelled", "{{json .Config.Labels}}")).isEqualTo("{\"bare\":\"\",\"one\":\"1\",\"three\":\"3\",\"two\":\"2\"}");
    }

    @Test
    void theIdIsWrittenToAFile(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("id");
        docker.succeed("create", "--name", "noted", "--cidfile", file.toString(), IMAGE);

        assertThat(Files.readString(file)).isEqualTo(docker.inspect("noted", "{{.Id}}"));
    }

    @Test
    void userAndGroupByNumberAndByName() {
        assertThat(shell("id -u; id -g", "-u", "1234:567")).isEqualTo("1234\n567");
        assertThat(shell("id -u; id -g", "-u", "nobody:root")).isEqualTo("65534\n0");
    }

    @Test
    void aUserWhomTheImageDoesNotKnow() {
        Result result = docker.run("run", "-u", "mallory", IMAGE, "true");

        assertThat(result.code()).isEqualTo(125);
        assertThat(result.errors()).contains("unable to find user mallory: no matching entries in passwd file");
    }

    @Test
    void furtherGroups() {
        assertThat(shell("id -G", "--group-add", "nogroup", "--group-add", "77")).isEqualTo("0 77 65534");
    }

    @Test
    void theWorkingFolderIsMade() {
        assertThat(shell("pwd", "-w", "/made/for/this")).isEqualTo("/made/for/this");
    }

    @Test
    void theWorkingFolderIsAbsolute() {
        Result result = docker.run("create", "-w", "relative", IMAGE);

        assertThat(result.errors()).contains("the working directory 'relative' is invalid, it needs to be an absolute path");
    }

    @Test
    void aFirstProcessThatReaps() {
        assertThat(shell("ps -o pid,args | sed -n 2p", "--init")).contains("1 /sbin/docker-init -- sh -c");
    }

    @Test
    void anInitPassesSignalsAndExitCodes() {
        docker.succeed("run", "-d", "--init", "--name", "minded", IMAGE, "sh", "-c", "trap 'exit 7' TERM; while :; do sleep 0.1; done");

        docker.succeed("stop", "minded");

        assertThat(docker.inspect("minded", "{{.State.ExitCode}}")).isEqualTo("7");
    }

    @Test
    void orphansAreReaped() {
        docker.succeed("run", "-d", "--init", "--name", "orphanage", IMAGE, "sleep", "1000");

        docker.succeed("exec", "orphanage", "sh", "-c", "(true &)");

        docker.succeed("exec", "orphanage", "sh", "-c", "while ps -o stat | grep -q Z; do :; done");
    }

    @Test
    void hostsAreAdded() {
        assertThat(shell("grep other /etc/hosts", "--add-host", "other:10.0.0.7")).isEqualTo("10.0.0.7\tother");
    }

    @Test
    void theHostsFileKnowsTheContainer() {
        assertThat(shell("cat /etc/hosts", "-h", "web")).contains("127.0.0.1\tlocalhost\n").containsPattern("172\\.17\\.0\\.\\d+\tweb");
    }

    @Test
    void aHostToAddHasAnAddress() {
        assertThat(docker.run("create", "--add-host", "other", IMAGE).errors()).contains("bad format for add-host: \"other\"");
        assertThat(docker.wire().post("/containers/create", "{\"Image\": \"" + IMAGE + "\", \"HostConfig\": {\"ExtraHosts\": [\"other\"]}}").error())
                .isEqualTo("400 bad format for add-host: \"other\"");
    }

    @Test
    void nameServersAreWritten() {
        assertThat(shell("cat /etc/resolv.conf", "--dns", "192.0.2.1", "--dns-search", "example.org", "--dns-option", "ndots:2"))
                .isEqualTo("search example.org\nnameserver 192.0.2.1\noptions ndots:2");
    }

    @Test
    void domainName() {
        docker.succeed("create", "--name", "far", "-h", "web.example.org", "--domainname", "example.com", IMAGE);

        assertThat(docker.inspect("far", "{{.Config.Hostname}} {{.Config.Domainname}}")).isEqualTo("web.example.org example.com");
    }

    @Test
    void aRootThatIsReadOnlyHasWritableTemporaryFolders() {
        assertThat(shell("echo x > /scratch/file && cat /scratch/file; touch /file 2>&1; true", "--read-only", "--tmpfs", "/scratch"))
                .isEqualTo("x\ntouch: /file: Read-only file system");
    }

    @Test
    void temporaryFoldersHaveSizeAndMode() {
        assertThat(shell("stat -c %a /scratch; df -k /scratch | tail -1 | tr -s ' ' | cut -d' ' -f2", "--tmpfs", "/scratch:size=1m,mode=700")).isEqualTo("700\n1024");
    }

    @Test
    void temporaryFoldersAreNoexecUnlessAsked() {
        assertThat(shell("grep ' /scratch ' /proc/mounts", "--tmpfs", "/scratch")).contains("nosuid").contains("nodev").contains("noexec");
        assertThat(shell("grep ' /scratch ' /proc/mounts", "--tmpfs", "/scratch:exec")).doesNotContain("noexec");
    }

    @ParameterizedTest
    @CsvSource({"shared,1", "rshared,1", "'shared,private',0", "private,0", "rprivate,0", "slave,0", "rslave,0"})
    void temporaryFoldersHaveTheirPropagation(String propagation, String shared) {
        assertThat(shell("grep ' /scratch ' /proc/self/mountinfo | grep -c ' shared:'; true", "--tmpfs", "/scratch:" + propagation)).isEqualTo(shared);
        assertThat(shell("df -k /scratch | tail -1 | tr -s ' ' | cut -d' ' -f2", "--tmpfs", "/scratch:" + propagation + ",size=1m")).isEqualTo("1024");
    }

    @ParameterizedTest
    @ValueSource(strings = {"unbindable", "runbindable"})
    void temporaryFoldersMayBeUnbindable(String propagation) {
        assertThat(shell("grep ' /scratch ' /proc/self/mountinfo | grep -c ' unbindable '", "--tmpfs", "/scratch:" + propagation)).isEqualTo("1");
    }

    @Test
    void anEmptyHomeIsTheUsersOwn() {
        assertThat(shell("env | grep ^HOME=", "-e", "HOME=")).isEqualTo("HOME=/root");
        assertThat(shell("env | grep ^HOME=", "-e", "HOME=", "-u", "nobody")).isEqualTo("HOME=/home");
        assertThat(shell("env | grep ^HOME=", "-e", "HOME=/srv")).isEqualTo("HOME=/srv");
        docker.succeed("run", "-d", "--name", "homeless", "-e", "HOME=", "-e", "LATER=1", IMAGE, "sleep", "1000");
        assertThat(docker.inspect("homeless", "{{json .Config.Env}}")).contains("\"HOME=\"");
        assertThat(docker.succeed("exec", "homeless", "sh", "-c", "env | grep -e ^HOME= -e ^LATER= | sort").output()).isEqualTo("HOME=/root\nLATER=1\n");
        assertThat(docker.succeed("exec", "-e", "HOME=", "homeless", "sh", "-c", "echo $HOME").line()).isEqualTo("/root");
    }

    @Test
    void sharedMemoryHasItsSize() {
        assertThat(shell("df -k /dev/shm | tail -1 | tr -s ' ' | cut -d' ' -f2")).isEqualTo("65536");
        assertThat(shell("df -k /dev/shm | tail -1 | tr -s ' ' | cut -d' ' -f2", "--shm-size", "2m")).isEqualTo("2048");
        assertThat(shell("df /dev/shm | tail -1 | cut -d' ' -f1")).isEqualTo("shm");
    }

    @Test
    void withoutCommunicationThereIsNoSharedMemory() {
        assertThat(shell("test -e /dev/shm || echo none", "--ipc", "none")).isEqualTo("none");
        assertThat(shell("grep -c /dev/shm /proc/mounts", "--ipc", "none", "--tmpfs", "/dev/shm")).isEqualTo("1");
    }

    @Test
    void stopSignalAndTime() {
        docker.succeed("run", "-d", "--name", "own", "--stop-signal", "SIGUSR2", "--stop-timeout", "30", IMAGE, "sh", "-c", "trap 'exit 21' USR2; while :; do sleep 0.1; done");

        docker.succeed("stop", "own");

        assertThat(docker.inspect("own", "{{.State.ExitCode}} {{.Config.StopTimeout}}")).isEqualTo("21 30");
    }

    @Test
    void aSignalThatDoesNotExist() {
        assertThat(docker.run("create", "--stop-signal", "SIGNOPE", IMAGE).errors()).contains("Invalid signal: SIGNOPE");
    }

    @Test
    void standardStreamsCanBeChosen() {
        assertThat(docker.run("run", "--rm", "-a", "stderr", IMAGE, "sh", "-c", "echo out; echo err >&2")).isEqualTo(new Result(0, "", "err\n"));
    }

    @Test
    void pullNeverAsksNobody() {
        Result result = docker.run("run", "--pull", "never", "nosuch:1", "true");

        String expected = words("docker: Error response from daemon: No such image: nosuch:1.\nSee 'docker run --help'.\n")
                .since(28, "docker: Error response from daemon: No such image: nosuch:1\n\nRun 'docker run --help' for more information\n").said();
        assertThat(result).isEqualTo(new Result(125, "", expected));
    }

    @Test
    void aWordThatIsNoImageName() {
        assertThat(docker.run("create", "UPPER").errors()).contains(
                words("invalid reference format: repository name must be lowercase").since(26, "invalid reference format: repository name (library/UPPER) must be lowercase").said());
    }

    @Test
    void anImageWithoutACommandNeedsOne() throws Exception {
        docker.runWith(SmallImage.tar(), "import", "-", "commandless");

        assertThat(docker.run("create", "commandless").errors()).contains("Error response from daemon: No command specified");
    }

    @Test
    void anEmptyEntrypointTakesTheImagesAway() throws Exception {
        docker.runWith(SmallImage.tar(), "import", "--change", "ENTRYPOINT [\"echo\", \"entered\"]", "--change", "ENV PATH=/bin", "-", "entering");

        assertThat(docker.succeed("run", "--rm", "entering", "by", "word").line()).isEqualTo("entered by word");
        assertThat(docker.succeed("run", "--rm", "--entrypoint", "", "entering", "echo", "free").line()).isEqualTo("free");
    }

    @Test
    void theHardwareAddressCanBeChosen() {
        docker.succeed("run", "-d", "--name", "usual", IMAGE, "sleep", "1000");
        assertThat(docker.succeed("exec", "usual", "cat", "/sys/class/net/eth0/address").line()).startsWith("02:42:ac:11:").isEqualTo(docker.inspect("usual", "{{.NetworkSettings.MacAddress}}"));

        createWithHardwareAddress("chosen", "02:42:AC:11:00:77");
        docker.succeed("start", "chosen");
        assertThat(docker.succeed("exec", "chosen", "cat", "/sys/class/net/eth0/address").line()).isEqualTo("02:42:ac:11:00:77");
        assertThat(docker.inspect("chosen", "{{.Config.MacAddress}} {{.NetworkSettings.MacAddress}} {{.NetworkSettings.Networks.bridge.MacAddress}}"))
                .isEqualTo("02:42:AC:11:00:77 02:42:ac:11:00:77 02:42:ac:11:00:77");

        createWithHardwareAddress("long", "02:42:ac:11:00:78:00:01");
        docker.succeed("start", "long");
        assertThat(docker.succeed("exec", "long", "cat", "/sys/class/net/eth0/address").line()).isEqualTo("02:42:ac:11:00:78");

        createWithHardwareAddress("wrong", "bogus");
        assertThat(docker.wire().post("/containers/wrong/start").error()).isEqualTo("500 address bogus: invalid MAC address");
        createWithHardwareAddress("group", "01:00:5e:00:00:01");
        assertThat(docker.wire().post("/containers/group/start").message())
                .startsWith(Difference.between("group-address", "failed to create shim task: OCI runtime create failed: ", "failed to add interface "))
                .contains("cannot assign requested address");
    }

    /** Not by the docker command: a newer one sends it where engines of this version do not look. */
    private void createWithHardwareAddress(String name, String address) {
        String body = "{\"Image\": \"" + IMAGE + "\", \"Cmd\": [\"sleep\", \"1000\"], \"MacAddress\": \"" + address + "\"}";
        assertThat(docker.wire().post("/containers/create?name=" + name, body).status()).isEqualTo(201);
    }

    @Test
    void withoutANetworkThereIsOnlyTheLoop() {
        assertThat(shell("ls /sys/class/net", "--network", "none")).isEqualTo("lo");
    }
}
