package dev.berth.daemon.machine;

import dev.berth.daemon.http.Exchange;
import dev.berth.daemon.http.PiecewiseAnswer;
import dev.berth.daemon.http.Router;
import dev.berth.daemon.http.Workers;
import dev.berth.engine.machine.ImageFilesOfMachines;
import java.util.concurrent.CompletionStage;

/** {@code /berth/machines/NAME/images/archive} on the admin socket: a file of an image. See docs/machine-api.md. */
final class ImageFileRoutes {
    private final ImageFilesOfMachines files;
    private final Workers workers;

    private ImageFileRoutes(ImageFilesOfMachines files, Workers workers) {
        this.files = files;
        this.workers = workers;
    }

    static void add(Router router, ImageFilesOfMachines files, Workers workers) {
        router.add("GET", "/berth/machines/{name}/images/archive", new ImageFileRoutes(files, workers)::archive);
    }

    private CompletionStage<?> archive(Exchange exchange) {
        return files.archive(exchange.place("name"), exchange.query("image"), exchange.queryPath("path"))
                .thenCompose(tar -> PiecewiseAnswer.send(exchange, "application/x-tar", tar, workers));
    }
}
