package dev.berth.lab.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.lab.check.CheckScript;
import dev.berth.lab.check.CheckScript.Outcome;
import dev.berth.lab.check.FactRequest;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** Scripts that check tasks, on the engine of the Berth that runs ({@code BERTH_RUN}). */
@Tag("end-to-end")
@EnabledIfEnvironmentVariable(named = "BERTH_RUN", matches = ".+")
class CheckScriptsTest {

    private final Vertx vertx = FakeEngine.newVertx();
    private final Context loop = vertx.getOrCreateContext();
    private final HttpClient http = DockerSocket.newHttpClient(vertx);
    private final CheckScripts scripts =
            new CheckScripts(vertx, new EngineCleanMachines(http, Path.of(System.getenv("BERTH_RUN")), new MachineSize(256L << 20, 200)));

    @AfterEach
    void close() {
        await(scripts::close);
        await(vertx::close);
    }

    private <T> Future<T> await(Supplier<Future<T>> work) {
        Promise<T> done = Promise.promise();
        loop.runOnContext(now -> work.get().onComplete(done));
        Promise<Future<T>> ended = Promise.promise();
        done.future().onComplete(result -> ended.complete(done.future()));
        return ended.future().toCompletionStage().toCompletableFuture().orTimeout(60, TimeUnit.SECONDS).join();
    }

    private Future<Outcome> run(String lines) {
        CheckScript script = new CheckScript("check-it.sh", "#!/bin/bash\n" + lines + "\n", "debian", List.of("/root/notes"), List.of());
        ScriptView view = new ScriptView(new DockerClient(new DockerSocket(http, Path.of("/nowhere"))), this::notes);
        return await(() -> view.of(script).compose(tar -> scripts.run(script, Map.of("BERTH_STUDENT_WORD", "heron"), tar)));
    }

    private Future<Buffer> notes(FactRequest.FileAt file) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            new TarWriter(bytes).file("notes", 0777, "written\n".getBytes(StandardCharsets.UTF_8));
        } catch (IOException impossible) {
            return Future.failedFuture(impossible);
        }
        return Future.succeededFuture(Buffer.buffer(bytes.toByteArray()));
    }

    @Test
    void seesFilesAndTheStudentsValues() {
        assertThat(run("[ \"$(cat /student/root/notes)\" = written ] && [ \"$BERTH_STUDENT_WORD\" = heron ]").result()).isEqualTo(new Outcome(true, ""));
        assertThat(run("echo a; echo 'the last line'; exit 1").result()).isEqualTo(new Outcome(false, "the last line"));
    }

    /** Neither the neighbour's container nor what a script before it has left. */
    @Test
    void hasNoNetworkAndFindsNothingOfAnotherScript() {
        assertThat(run("echo secret >/tmp/left; [ \"$(ls /sys/class/net)\" = lo ]").result()).isEqualTo(new Outcome(true, ""));
        assertThat(run("[ ! -e /tmp/left ] && [ ! -e /var/run/docker.sock ]").result()).isEqualTo(new Outcome(true, ""));
    }

    /** The next one is run all the same. */
    @Test
    void isOursToMendWhenItFailsHangsOrTakesTooMuch() {
        assertThat(run("exit 3").cause()).hasMessage("it ended with 3: ");
        assertThat(run("sleep 60").failed()).isTrue();
        assertThat(run("true").result()).isEqualTo(new Outcome(true, ""));
        assertThat(run("bomb() { bomb | bomb & }; bomb; sleep 60").failed()).isTrue();
        assertThat(run("true").result()).isEqualTo(new Outcome(true, ""));
    }

    @Test
    void takesTurns() {
        List<Future<Outcome>> all = await(() -> {
            CheckScript script = new CheckScript("check-it.sh", "#!/bin/bash\nexit 0\n", "debian", List.of(), List.of());
            ScriptView view = new ScriptView(new DockerClient(new DockerSocket(http, Path.of("/nowhere"))), this::notes);
            return view.of(script).compose(tar -> {
                List<Future<Outcome>> runs = IntStream.range(0, 10).mapToObj(each -> scripts.run(script, Map.of(), tar)).toList();
                return Future.join(runs).map(runs);
            });
        }).result();

        assertThat(all).hasSize(10).allMatch(Future::succeeded);
    }
}
