package dev.berth.daemon.docker.image;

import static dev.berth.engine.EngineException.Kind.INVALID_PARAMETER;
import static dev.berth.engine.EngineException.Kind.NOT_IMPLEMENTED;
import static dev.berth.engine.EngineException.Kind.UNAVAILABLE;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.daemon.http.Exchange;
import dev.berth.daemon.http.Json;
import dev.berth.daemon.http.PiecewiseAnswer;
import dev.berth.daemon.http.Router;
import dev.berth.daemon.http.UploadLine;
import dev.berth.daemon.http.Workers;
import dev.berth.engine.EngineException;
import dev.berth.engine.image.ImageReference;
import dev.berth.engine.image.Images;
import dev.berth.engine.image.Platform;
import dev.berth.engine.image.RegistryCredentials;
import dev.berth.engine.image.Transfer;
import dev.berth.engine.machine.MachineView;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;

/** How images come in and go out: {@code docker load}, {@code docker import}, {@code docker pull}, {@code docker push}, {@code docker save}. */
public final class ImageTransferRoutes {
    private static final int MOST_SAVED = 100;
    private static final AutoCloseable NOTHING = () -> { };

    /** Each unpacks layers as it goes, with the memory that this takes, for as long as its client reads. */
    private static final int MOST_SAVES = 4;

    private final Images images;
    private final UploadLine uploads;
    private final Workers workers;
    private final Semaphore saves = new Semaphore(MOST_SAVES);

    private ImageTransferRoutes(MachineView machine, UploadLine uploads, Workers workers) {
        this.uploads = uploads;
        this.workers = workers;
        images = machine.images();
    }

    public static void add(Router router, MachineView machine, UploadLine uploads, Workers workers) {
        ImageTransferRoutes routes = new ImageTransferRoutes(machine, uploads, workers);
        router.add("POST", "/images/load", routes::load);
        router.add("GET", "/images/get", exchange -> routes.save(exchange, exchange.queries("names")));
        router.add("GET", "/images/{name}/get", exchange -> routes.save(exchange, List.of(exchange.place("name"))));
        router.add("POST", "/images/create", routes::create);
        router.add("POST", "/images/{name}/push", routes::push);
    }

    private CompletionStage<?> load(Exchange exchange) {
        ProgressLines lines = new ProgressLines(exchange);
        // As Docker answers: docker-py knows a load that failed by its line, and dockerode gives its caller an error in place of the lines.
        return lines.alwaysEndWith(transfer(exchange, content -> {
            images.load(content, text -> lines.line(Json.object().put("stream", text + "\n")));
            return null;
        }));
    }

    private CompletionStage<?> save(Exchange exchange, List<String> names) {
        if (names.size() > MOST_SAVED) {
            throw new EngineException(INVALID_PARAMETER, names.size() + " images in one archive are too many: save at most " + MOST_SAVED + " at once");
        }
        if (!saves.tryAcquire()) {
            throw new EngineException(UNAVAILABLE, MOST_SAVES + " archives of images are being sent to clients of this machine, as many as can: try again when one is complete");
        }
        return workers.files(() -> images.save(names))
                .thenCompose(tar -> PiecewiseAnswer.send(exchange, "application/x-tar", tar, workers))
                .whenComplete((done, failure) -> saves.release());
    }

    private CompletionStage<?> create(Exchange exchange) {
        Optional<Platform> platform = ImageRoutes.platform(exchange);
        String source = exchange.query("fromSrc");
        if (source.isEmpty()) {
            return pull(exchange, platform);
        }
        if (!source.equals("-")) {
            throw new EngineException(NOT_IMPLEMENTED, "importing from \"" + source + "\" is not supported here: fetch it and import the file");
        }
        return importRootFileSystem(exchange, platform);
    }

    private CompletionStage<?> importRootFileSystem(Exchange exchange, Optional<Platform> platform) {
        String repository = exchange.query("repo");
        Optional<ImageReference> reference =
                repository.isEmpty() ? Optional.empty() : Optional.of(ImageRoutes.reference(repository, exchange.query("tag")));
        if (platform.isPresent() && !platform.get().operatingSystem().equals(Platform.HOST.operatingSystem())) {
            throw new EngineException(INVALID_PARAMETER, "operating system is not supported");
        }
        String message = exchange.query("message");
        List<String> changes = exchange.queries("changes");
        ProgressLines lines = new ProgressLines(exchange);
        return lines.endWith(transfer(exchange, content -> images.importRootFileSystem(content, reference, message, changes))
                .thenAccept(image -> lines.line(Json.object().put("status", image.id().toString()))));
    }

    private interface Reading<T> {
        T from(InputStream content);
    }

    private <T> CompletionStage<T> transfer(Exchange exchange, Reading<T> reading) {
        InputStream content = exchange.content();
        return uploads.transfer(exchange, content, () -> reading.from(content));
    }

    private CompletionStage<?> pull(Exchange exchange, Optional<Platform> platform) {
        String name = exchange.query("fromImage");
        String tag = exchange.query("tag");
        ImageReference reference = pulled(name, tag);
        boolean allTags = tag.isEmpty() && !name.contains("@") && name.indexOf(':', name.lastIndexOf('/') + 1) < 0;
        Images.Pull pull = new Images.Pull(reference, allTags, platform, RegistryAuth.read(exchange));
        ProgressLines lines = new ProgressLines(exchange);
        Transfer transfer = new TransferLines(lines, exchange.gone());
        Callable<ImageReference> pulling = () -> {
            images.pull(pull, transfer);
            return reference;
        };
        return lines.endWith(reference.isOfDefaultRegistry() ? workers.files(pulling) : uploads.transfer(exchange, NOTHING, pulling));
    }

    private CompletionStage<?> push(Exchange exchange) {
        String name = exchange.place("name");
        String tag = exchange.query("tag");
        ImageReference reference = ImageReference.parse(tag.isEmpty() ? name : name + ":" + tag);
        boolean allTags = tag.isEmpty() && name.indexOf(':', name.lastIndexOf('/') + 1) < 0;
        if (reference.isByDigest()) {
            throw new EngineException(INVALID_PARAMETER, "cannot push a digest reference");
        }
        if (exchange.header(RegistryAuth.HEADER).isEmpty()) {
            throw new EngineException(INVALID_PARAMETER, "Bad parameters and missing " + RegistryAuth.HEADER + ": EOF");
        }
        RegistryCredentials credentials = RegistryAuth.read(exchange);
        ProgressLines lines = new ProgressLines(exchange);
        Transfer transfer = new TransferLines(lines, exchange.gone());
        return lines.endWith(uploads.transfer(exchange, NOTHING, () -> {
            images.push(reference, allTags, credentials, transfer);
            return reference;
        }));
    }

    /** Older clients put all into the name, newer ones what follows it into the tag. */
    private static ImageReference pulled(String name, String tag) {
        if (tag.isEmpty() || name.contains("@")) {
            return ImageReference.parse(name);
        }
        return ImageReference.parse(name + (tag.startsWith("sha256:") ? "@" : ":") + tag);
    }
}
