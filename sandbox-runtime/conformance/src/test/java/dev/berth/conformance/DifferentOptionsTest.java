package dev.berth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Options that Docker takes and a machine cannot give: refused by name, never dropped silently. */
@ExtendWith(EngineUnderTest.class)
class DifferentOptionsTest {
    private static final String IMAGE = SmallImage.NAME;
    private final Docker docker;

    DifferentOptionsTest(Docker docker) {
        this.docker = docker;
    }

    private Answer create(String fields) {
        return docker.wire().post("/containers/create", "{\"Image\": \"" + IMAGE + "\", \"Cmd\": [\"true\"], " + fields + "}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            seccomp           | 201 | 501 | "SecurityOpt": ["seccomp={}"]
            system-paths      | 201 | 400 | "MaskedPaths": [], "ReadonlyPaths": []
            devices           | 201 | 501 | "Devices": [{"PathOnHost": "/dev/null", "PathInContainer": "/dev/x", "CgroupPermissions": "rwm"}]
            devices           | 201 | 501 | "DeviceCgroupRules": ["c 1:3 rwm"]
            devices           | 201 | 501 | "DeviceRequests": [{"Count": -1, "Capabilities": [["gpu"]]}]
            published-ports   | 201 | 501 | "PortBindings": {"80/sctp": [{"HostPort": "8080"}]}
            control-groups    | 201 | 501 | "CgroupParent": "/x"
            control-groups    | 201 | 501 | "CgroupnsMode": "host"
            precedence        | 201 | 400 | "Ulimits": [{"Name": "nice", "Soft": 1, "Hard": 1}]
            precedence        | 201 | 400 | "Ulimits": [{"Name": "rtprio", "Soft": 1, "Hard": 1}]
            empty-owner       | 201 | 400 | "PidMode": "container:"
            empty-owner       | 201 | 400 | "IpcMode": "container:"
            """)
    void refusesOfTheHost(String line, int dockers, int ours, String fields) {
        assertThat(create("\"HostConfig\": {" + fields + "}").status()).isEqualTo(Difference.between(line, dockers, ours));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            on-build          | 201 | 501 | "OnBuild": ["RUN x"]
            volume-targets    | 201 | 400 | "Volumes": {"relative": {}}
            volume-targets    | 201 | 400 | "Volumes": {"/": {}}
            """)
    void refusesOfTheContainer(String line, int dockers, int ours, String fields) {
        assertThat(create(fields).status()).isEqualTo(Difference.between(line, dockers, ours));
    }

    /** Its body has 4.3 MB: it was refused for its size. */
    @Test
    void aRangeOfAllPortsIsWhatIsRefused() {
        Docker.Result result = docker.run("create", "--name", "open", "-p", "1-65535:1-65535", IMAGE);

        assertThat(result.errors()).contains(Difference.between("published-ports", "", "65535 ports are to be published, and a machine may have 256: publish fewer"));
        assertThat(result.code()).isEqualTo(Difference.between("published-ports", 0, 1));
    }

    @Test
    void volumesAreFolders() {
        assertThat(docker.wire().post("/volumes/create", "{\"Name\": \"memory\", \"DriverOpts\": {\"type\": \"tmpfs\", \"device\": \"tmpfs\"}}").status())
                .isEqualTo(Difference.between("volume-options", 201, 501));
        assertThat(docker.wire().post("/volumes/create", "{\"Name\": \"bound\", \"DriverOpts\": {\"type\": \"none\", \"o\": \"bind\", \"device\": \"/tmp\"}}").status())
                .isEqualTo(Difference.between("volume-options", 201, 501));
    }

    private String createExec() {
        docker.succeed("run", "-d", "--name", "host-of-exec", IMAGE, "sleep", "1000");
        String answer = docker.wire().post("/containers/host-of-exec/exec", "{\"Cmd\": [\"true\"], \"AttachStdout\": true}").text();
        return answer.substring(answer.indexOf(":\"") + 2, answer.lastIndexOf('"'));
    }

    @Test
    void anExecIsStartedByAnEmptyBody() {
        String exec = createExec();

        assertThat(docker.wire().post("/exec/" + exec + "/start").status()).isEqualTo(Difference.between("empty-body", 400, 200));
        assertThat(docker.wire().post("/volumes/create").status()).isEqualTo(Difference.between("empty-body", 400, 201));
    }

    @Test
    void anExecIsKnownAsLongAsItsContainer() {
        String exec = createExec();

        docker.succeed("kill", "host-of-exec");

        assertThat(docker.wire().get("/exec/" + exec + "/json").status()).isEqualTo(Difference.between("exec-forgotten", 404, 200));
    }
}
