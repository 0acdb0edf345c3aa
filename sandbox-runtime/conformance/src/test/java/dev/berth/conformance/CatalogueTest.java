package dev.berth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.conformance.Docker.Result;
import dev.berth.daemon.TypedCommand;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The class's images, of the archives in the folder {@code BERTH_IMAGES}: each says of itself what the official image says, and does what it is for. */
@ExtendWith(EngineUnderTest.class)
@EnabledIfEnvironmentVariable(named = "BERTH_IMAGES", matches = ".+", disabledReason = "no images have been made: see docker/README.md")
class CatalogueTest {
    private static final List<String> IMAGES = List.of("nginx", "httpd", "postgres", "webapp", "system", "python", "redis", "registry", "centos", "gcc");
    private static final String CONTAINER = "of-the-catalogue";

    private final Docker docker;

    CatalogueTest(Docker docker) {
        this.docker = docker;
    }

    @BeforeAll
    static void load(Docker docker) {
        Stream.concat(IMAGES.stream(), Stream.of("gcc-musl")).forEach(image -> docker.succeed("load", "--quiet", "--input", Path.of(System.getenv("BERTH_IMAGES"), image + ".tar").toString()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            nginx      | ["/docker-entrypoint.sh"] | ["nginx","-g","daemon off;"]         | {"80/tcp":{}}   | null                            | SIGQUIT
            httpd      | null                      | ["httpd-foreground"]                 | {"80/tcp":{}}   | null                            | SIGWINCH
            postgres   | ["docker-entrypoint.sh"]  | ["postgres"]                         | {"5432/tcp":{}} | {"/var/lib/postgresql/data":{}} | SIGINT
            redis      | ["docker-entrypoint.sh"]  | ["redis-server"]                     | {"6379/tcp":{}} | {"/data":{}}                    |
            registry:2 | ["/entrypoint.sh"]        | ["/etc/docker/registry/config.yml"]  | {"5000/tcp":{}} | {"/var/lib/registry":{}}        |
            webapp     | null                      | ["webapp"]                           | {"80/tcp":{}}   | null                            |
            python     | null                      | ["python3"]                          | null            | null                            |
            centos     | null                      | ["/bin/bash"]                        | null            | null                            |
            gcc        | null                      | ["bash"]                             | null            | null                            |
            gcc-musl   | null                      | ["sh"]                               | null            | null                            |
            """)
    void saysWhatTheOfficialImageSays(String image, String entrypoint, String command, String ports, String volumes, String stopSignal) {
        String said = docker.inspect(image, "{{json .Config.Entrypoint}} {{json .Config.Cmd}} {{json .Config.ExposedPorts}} {{json .Config.Volumes}} {{.Config.StopSignal}}");

        assertThat(said).isEqualTo(String.join(" ", entrypoint, command, ports, volumes, stopSignal == null ? "" : stopSignal).strip());
    }

    @Test
    void layersAreOnDebiansWhichIsStoredOnce() {
        List<String> bases = IMAGES.stream().map(image -> docker.inspect(image.equals("registry") ? "registry:2" : image, "{{index .RootFS.Layers 0}}")).distinct().toList();

        assertThat(bases).hasSize(1);
    }

    @Test
    void historyTellsWhatEachLayerIsAndWhatWasSet() {
        assertThat(docker.succeed("history", "--no-trunc", "--format", "{{.CreatedBy}}", "nginx").output().lines()).containsExactly(
                "CMD [\"nginx\", \"-g\", \"daemon off;\"]",
                "ENTRYPOINT [\"/docker-entrypoint.sh\"]",
                "STOPSIGNAL SIGQUIT",
                "EXPOSE 80/tcp",
                docker.inspect("nginx", "{{index .Config.Labels \"dev.berth.recipe\"}}"),
                "Debian 12 (bookworm) minimal base from Debian's packages, with procps and ca-certificates");
    }

    @Test
    void nginxServesItsPageAndLogsToTheContainersOutput() throws InterruptedException {
        start("nginx");
        awaitLog("start worker process");

        assertThat(get(80, "/")).contains("Welcome to nginx!");
        assertThat(docker.succeed("logs", CONTAINER).output()).contains("\"GET / HTTP/1.0\" 200");
        stopsByItself();
    }

    @Test
    void httpdServesItsPageAndLogsToTheContainersOutput() throws InterruptedException {
        start("httpd");
        awaitLog("resuming normal operations");

        assertThat(get(80, "/")).contains("It works!");
        assertThat(docker.succeed("logs", CONTAINER).output()).contains("\"GET / HTTP/1.0\" 200");
        stopsByItself();
    }

    @Test
    void redisAnswers() throws InterruptedException {
        start("redis");
        awaitLog("Ready to accept connections");

        assertThat(docker.succeed("exec", CONTAINER, "redis-cli", "ping").line()).isEqualTo("PONG");
        assertThat(docker.succeed("exec", CONTAINER, "redis-cli", "config", "get", "protected-mode").output()).as("others may ask it").isEqualTo("protected-mode\nno\n");
        stopsByItself();
    }

    @Test
    void theRegistryAnswers() throws InterruptedException {
        start("registry:2");
        awaitLog("listening on");

        assertThat(get(5000, "/v2/")).contains("200 OK", "Docker-Distribution-Api-Version: registry/2.0");
    }

    @Test
    void pythonPrints() {
        assertThat(docker.run("run", "--rm", "python", "python", "-c", "print(6 * 7)")).isEqualTo(new Result(0, "42\n", ""));
    }

    @Test
    void aStandInSaysThatItIsOne() {
        assertThat(docker.succeed("run", "--rm", "centos", "cat", "/etc/os-release").output()).contains("stand-in for CentOS Linux");
        assertThat(docker.inspect("centos", "{{index .Config.Labels \"dev.berth.stand-in\"}}")).startsWith("not CentOS Linux");
    }

    @ParameterizedTest
    @CsvSource({"gcc, gcc-musl, /lib64/ld-linux-x86-64.so.2", "gcc-musl, gcc, /lib/ld-musl-x86_64.so.1"})
    void aProgramRunsOnlyWhereItsLoaderIs(String image, String other, String loader, @TempDir Path folder) {
        String source = "printf '#include <stdio.h>\\nint main(void) { puts(\"hello\"); }\\n' >hello.c";
        start(image, "sh", "-ec", source + "; gcc hello.c -o hello; gcc -static hello.c -o alone; ./hello; ./alone; readelf -l hello | grep -o 'interpreter: [^]]*'");
        assertThat(docker.succeed("logs", "-f", CONTAINER).output()).isEqualTo("hello\nhello\ninterpreter: " + loader + "\n");
        docker.succeed("cp", CONTAINER + ":/hello", folder.toString());
        docker.succeed("cp", CONTAINER + ":/alone", folder.toString());

        docker.succeed("create", "--name", "elsewhere", other, "sh", "-c", "/alone; /hello");
        docker.succeed("cp", folder + "/.", "elsewhere:/");
        Result ended = docker.run("start", "-a", "elsewhere");

        assertThat(ended.code()).isEqualTo(127);
        assertThat(ended.output()).isEqualTo("hello\n");
        assertThat(ended.errors()).contains("/hello: not found");
    }

    @Test
    void postgresRefusesToStartWithoutAPassword() {
        Result refused = docker.run("run", "--rm", "postgres");

        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.errors()).startsWith("Error: Database is uninitialized and superuser password is not specified.");
    }

    @Test
    void postgresTakesOneWayOfSayingThePasswordOnly() {
        assertThat(docker.run("run", "--rm", "-e", "POSTGRES_PASSWORD=a", "-e", "POSTGRES_PASSWORD_FILE=/b", "postgres").errors())
                .isEqualTo("error: both POSTGRES_PASSWORD and POSTGRES_PASSWORD_FILE are set (but are exclusive)\n");
    }

    @Test
    void postgresMakesTheDatabaseThatIsAskedForAndRunsWhatLiesReadyForTheFirstStart() throws InterruptedException {
        String prepared = "echo 'create table lesson (number int)' >/docker-entrypoint-initdb.d/1.sql"
                + "; echo 'insert into lesson values (42)' | gzip >/docker-entrypoint-initdb.d/2.sql.gz"
                + "; echo 'psql --username \"$POSTGRES_USER\" --dbname \"$POSTGRES_DB\" --command \"insert into lesson values (43)\"' >/docker-entrypoint-initdb.d/3.sh"
                + "; echo secret >/password; exec docker-entrypoint.sh postgres";
        start("-e", "POSTGRES_USER=alice", "-e", "POSTGRES_DB=course", "-e", "POSTGRES_PASSWORD_FILE=/password", "--entrypoint", "bash",
                "postgres", "-c", prepared);
        awaitLog("listening on IPv4", "ready to accept connections");

        assertThat(docker.succeed("exec", CONTAINER, "psql", "--username", "alice", "--no-align", "--tuples-only", "--command", "table lesson", "course").output())
                .isEqualTo("42\n43\n");
        assertThat(docker.succeed("exec", CONTAINER, "tail", "--lines", "1", "/var/lib/postgresql/data/pg_hba.conf").line()).isEqualTo("host all all all scram-sha-256");
        stopsByItself();
    }

    @Test
    void theWebProgramCountsItsVisitsInTheDatabase() throws InterruptedException {
        docker.succeed("run", "-d", "--name", "db", "-e", "POSTGRES_USER=DBUSER", "-e", "POSTGRES_PASSWORD=DBPASS", "-e", "POSTGRES_DB=DBNAME", "postgres");
        try (TypedCommand logs = docker.type("logs", "-f", "db")) {
            logs.await("listening on IPv4");
            logs.await("ready to accept connections");
        }
        start("-h", "web1", "-e", "DBHOST=" + docker.inspect("db", "{{.NetworkSettings.IPAddress}}"), "webapp");
        awaitLog("Connected to DB");

        assertThat(get(80, "/'<b>;--")).contains("200 OK", "Serving host web1", "Accessed path: /'&lt;b&gt;;--", "Writing to DB status: Success", "Visits: 1<");
        assertThat(get(80, "/favicon.ico")).contains("404 Not Found");
        assertThat(get(80, "/")).contains("Visits: 2<");
        stopsByItself();
    }

    @Test
    void theWebProgramSaysThatItHasNoDatabase() throws InterruptedException {
        start("-e", "DBHOST=127.0.0.1", "webapp");
        awaitLog("DB ERROR: Something is wrong in connecting to DB: ", "Connection refused");

        assertThat(get(80, "/")).contains("200 OK", "Writing to DB status: Fail", "Visits: unknown");
    }

    @Test
    void theSystemLogsInsideOfItselfAndStartsAServiceAgainThatHasEnded() throws InterruptedException {
        start("system");
        awaitLog("the system is up");

        docker.succeed("exec", CONTAINER, "sh", "-c", "until grep -q 'sshd.*Server listening on 0.0.0.0 port 22' /var/log/syslog; do sleep 0.1; done");
        docker.succeed("exec", CONTAINER, "pkill", "-x", "cron");
        awaitLog("service cron has ended", "service cron runs as process");

        assertThat(docker.inspect(CONTAINER, "{{.State.Running}} {{.RestartCount}}")).isEqualTo("true 0");
        assertThat(docker.succeed("logs", CONTAINER).output()).doesNotContain("Server listening");
        stopsByItself();
    }

    private void start(String... arguments) {
        docker.succeed(Stream.concat(Stream.of("run", "-d", "--name", CONTAINER), Stream.of(arguments)).toArray(String[]::new));
    }

    /** Waits for texts, one after the other. */
    private void awaitLog(String... texts) throws InterruptedException {
        try (TypedCommand logs = docker.type("logs", "-f", CONTAINER)) {
            for (String text : texts) {
                logs.await(text);
            }
        }
    }

    /** What a server in the container answers to somebody in the container: it has bash, but no program for this. Asked until it listens: not all of them say when they do. */
    private String get(int port, String path) {
        String request = "until { exec 3<>/dev/tcp/127.0.0.1/" + port + "; } 2>/dev/null; do sleep 0.1; done; printf 'GET %s HTTP/1.0\\r\\n\\r\\n' \"$0\" >&3; cat <&3";
        return docker.succeed("exec", CONTAINER, "bash", "-c", request, path).output();
    }

    /** By its stop signal, and not because the time has run out. */
    private void stopsByItself() {
        docker.succeed("stop", "--time", "30", CONTAINER);
        assertThat(docker.inspect(CONTAINER, "{{.State.ExitCode}}")).isEqualTo("0");
    }
}
