package dev.berth.daemon.docker.container;

import static dev.berth.engine.EngineException.Kind.INVALID_PARAMETER;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.daemon.http.Exchange;
import dev.berth.daemon.http.Json;
import dev.berth.daemon.http.PiecewiseAnswer;
import dev.berth.daemon.http.Router;
import dev.berth.daemon.http.UploadLine;
import dev.berth.daemon.http.Workers;
import dev.berth.engine.EngineException;
import dev.berth.engine.container.ContainerFiles;
import dev.berth.engine.container.ContainerFiles.CommitRequest;
import dev.berth.engine.container.Containers;
import dev.berth.engine.file.Change;
import dev.berth.engine.file.PathText;
import dev.berth.engine.machine.MachineView;
import dev.berth.engine.work.PiecewiseOutput;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The files of containers: {@code docker cp}, {@code export}, {@code diff}, {@code commit}. */
public final class ContainerFileRoutes {
    private final ContainerFiles files;
    private final Containers containers;
    private final UploadLine uploads;
    private final Workers workers;

    private ContainerFileRoutes(MachineView machine, UploadLine uploads, Workers workers) {
        this.uploads = uploads;
        this.workers = workers;
        files = machine.files();
        containers = machine.containers();
    }

    public static void add(Router router, MachineView machine, UploadLine uploads, Workers workers) {
        ContainerFileRoutes routes = new ContainerFileRoutes(machine, uploads, workers);
        router.add("HEAD", "/containers/{id}/archive", routes::stat);
        router.add("GET", "/containers/{id}/archive", routes::archive);
        router.add("PUT", "/containers/{id}/archive", routes::extract);
        router.add("GET", "/containers/{id}/export", routes::export);
        router.add("GET", "/containers/{id}/changes", routes::changes);
        router.add("POST", "/commit", routes::commit);
    }

    private CompletionStage<?> stat(Exchange exchange) {
        return files.stat(exchange.place("id"), exchange.queryPath("path")).thenAccept(facts -> exchange.onLoop(() -> {
            exchange.respondWith(PathStat.HEADER, PathStat.header(facts));
            exchange.answer(200);
        }));
    }

    private CompletionStage<?> archive(Exchange exchange) {
        return files.archive(exchange.place("id"), exchange.queryPath("path")).thenCompose(archive -> {
            exchange.onLoop(() -> exchange.respondWith(PathStat.HEADER, PathStat.header(archive.facts())));
            return PiecewiseAnswer.send(exchange, "application/x-tar", archive.tar(), workers);
        });
    }

    private CompletionStage<?> extract(Exchange exchange) {
        InputStream content = exchange.content();
        return files.target(exchange.place("id"), exchange.queryPath("path"), exchange.flag("noOverwriteDirNonDir"), exchange.flag("copyUIDGID"))
                .thenCompose(target -> uploads.transfer(exchange, target, () -> {
                    target.extract(content);
                    return target;
                }))
                .whenComplete((done, failure) -> close(content))
                .thenRun(() -> exchange.answer(200));
    }

    private static void close(InputStream content) {
        try {
            content.close();
        } catch (IOException unread) {
            throw new IllegalStateException("a request's content cannot be dropped", unread);
        }
    }

    private CompletionStage<?> export(Exchange exchange) {
        return files.export(exchange.place("id")).thenCompose(tar -> PiecewiseAnswer.send(exchange, "application/octet-stream", tar, workers));
    }

    private CompletionStage<?> changes(Exchange exchange) {
        return files.changes(exchange.place("id"))
                .thenCompose(changes -> PiecewiseAnswer.send(exchange, "application/json", new ChangeList(changes), workers));
    }

    /** One JSON array; {@code null} when nothing has changed, as Docker has it. */
    private static final class ChangeList implements PiecewiseOutput {
        private static final int PIECE_BYTES = 128 * 1024;

        private final ContainerFiles.Changes changes;
        private boolean begun;

        ChangeList(ContainerFiles.Changes changes) {
            this.changes = changes;
        }

        @Override
        public boolean writeNext(OutputStream target) throws IOException {
            int written = 0;
            while (written < PIECE_BYTES) {
                Optional<Change> change = changes.next();
                if (change.isEmpty()) {
                    target.write((begun ? "]\n" : "null\n").getBytes(StandardCharsets.US_ASCII));
                    return false;
                }
                target.write(begun ? ',' : '[');
                begun = true;
                ObjectNode json = Json.object().put("Path", PathText.shown(change.get().path())).put("Kind", change.get().kind().ordinal());
                byte[] text = Json.write(json);
                target.write(text);
                written += text.length;
            }
            return true;
        }

        @Override
        public void close() {
            changes.close();
        }
    }

    private CompletionStage<?> commit(Exchange exchange) {
        String container = exchange.query("container");
        if (container.isEmpty()) {
            throw new EngineException(INVALID_PARAMETER, "invalid name or ID supplied: \"\"");
        }
        String repository = exchange.query("repo");
        String tag = exchange.query("tag");
        List<String> changes = exchange.queries("changes");
        boolean pause = exchange.query("pause").isEmpty() || exchange.flag("pause");
        String author = exchange.query("author");
        String message = exchange.query("comment");
        return exchange.json()
                .thenApply(CommitBody::config)
                .thenCombine(containers.inspect(container), (config, known) -> new CommitRequest(author, message, config, changes, pause))
                .thenCompose(request -> files.commit(container, request, CommitBody.reference(repository, tag))) // of several mistakes Docker tells that of the name last
                .thenAccept(id -> exchange.answer(201, Json.object().put("Id", id.toString())));
    }
}
