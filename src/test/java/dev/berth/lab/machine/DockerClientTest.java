package dev.berth.lab.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DockerClientTest {

    @TempDir
    private Path folder;
    private final Vertx vertx = FakeEngine.newVertx();
    private FakeEngine engine;
    private DockerClient docker;

    @BeforeEach
    void open() throws Exception {
        engine = new FakeEngine(folder.resolve("docker.sock")).start();
        docker = new DockerClient(new DockerSocket(DockerSocket.newHttpClient(vertx), folder.resolve("docker.sock")));
    }

    @AfterEach
    void close() throws Exception {
        engine.close();
        await(vertx.close());
    }

    @Test
    void readsWhatDockerKnowsOfAContainer() throws Exception {
        engine.answer("/containers/web/json", new JsonObject().put("Name", "/web").toBuffer());

        assertThat(await(docker.inspect("web")).getString("Name")).isEqualTo("/web");
    }

    @Test
    void putsBothStreamsOfALogTogether() throws Exception {
        engine.answer("/containers/web/logs", Buffer.buffer().appendBytes(new byte[] {1, 0, 0, 0, 0, 0, 0, 3}).appendString("hi\n")
                .appendBytes(new byte[] {2, 0, 0, 0, 0, 0, 0, 5}).appendString("oops\n"));

        assertThat(await(docker.logs("web", false, 1000))).isEqualTo("hi\noops\n");
    }

    @Test
    void takesTheLogOfATerminalAsItIs() throws Exception {
        engine.answer("/containers/web/logs", Buffer.buffer("hi\r\n"));

        assertThat(await(docker.logs("web", true, 1000))).isEqualTo("hi\r\n");
    }

    @Test
    void readsNoMoreOfALogThanItWasToldTo() throws Exception {
        engine.answer("/containers/web/logs", Buffer.buffer("x".repeat(1_000_000)));

        assertThat(await(docker.logs("web", true, 1000))).hasSize(1000);
    }

    @Test
    void refusesAnAnswerThatIsTooLarge() {
        engine.answer("/containers/web/json", Buffer.buffer("x".repeat(5 << 20)));

        assertThatThrownBy(() -> await(docker.inspect("web"))).hasMessageContaining("is larger than");
    }

    @Test
    void tellsRefusalsInDockersWords() {
        assertThatThrownBy(() -> await(docker.start("nobody"))).cause()
                .isInstanceOfSatisfying(DockerException.class, refused -> assertThat(refused.isNotFound()).isTrue())
                .hasMessage("No such container: nobody");
    }

    @Test
    void saysToStudentsThatNobodyAnswersAndToTheLogWhere() throws Exception {
        engine.kill();

        assertThatThrownBy(() -> await(docker.ping())).cause()
                .isInstanceOf(DockerException.class).hasMessage("the engine does not answer at the moment")
                .cause().hasMessageContaining("docker.sock");
    }

    @Test
    void encodesNamesThatStudentsMadeUp() throws Exception {
        assertThatThrownBy(() -> await(docker.inspect("../x y"))).isNotNull();

        assertThat(engine.calls).containsExactly("GET /containers/..%2Fx%20y/json");
    }

    @Test
    void tellsEachEventAndTheEndOnce() throws Exception {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        await(docker.events(event -> heard.add(event.getString("Action")), () -> heard.add("the end")));

        engine.tell(new JsonObject().put("Action", "create"));
        assertThat(heard.poll(5, TimeUnit.SECONDS)).isEqualTo("create");
        engine.kill();

        assertThat(heard.poll(5, TimeUnit.SECONDS)).isEqualTo("the end");
        assertThat(heard.poll(50, TimeUnit.MILLISECONDS)).isNull();
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }
}
