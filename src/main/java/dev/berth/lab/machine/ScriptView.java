package dev.berth.lab.machine;

import dev.berth.lab.check.CheckScript;
import dev.berth.lab.check.FactRequest;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** What a script that checks a task sees of a student's machine, copied into a tar: {@code check/run} is the script, {@code student/} has files, {@code docker/} Docker's lists. */
final class ScriptView {

    private static final int PROGRAM_MODE = 0755;
    private static final int FILE_MODE = 0644;
    private static final int CONTAINERS_LIMIT = 128;
    private static final String HOME = "/root";

    private final DockerClient docker;
    private final Function<FactRequest.FileAt, Future<Buffer>> archive;

    /** @param archive reads the beginning of an archive of what is at a path of the machine */
    ScriptView(DockerClient docker, Function<FactRequest.FileAt, Future<Buffer>> archive) {
        this.docker = docker;
        this.archive = archive;
    }

    private record TarFile(String path, int mode, byte[] content) {
    }

    /** The same machine makes the same bytes. */
    Future<Buffer> of(CheckScript script) {
        List<Future<Optional<TarFile>>> parts = new ArrayList<>();
        parts.add(Future.succeededFuture(Optional.of(new TarFile("check/run", PROGRAM_MODE, script.text().getBytes(StandardCharsets.UTF_8)))));
        script.files().forEach(path -> parts.add(file(path.startsWith("~") ? HOME + path.substring(1) : path)));
        script.docker().forEach(list -> parts.add(list(list).map(all -> Optional.of(new TarFile("docker/" + list + ".json", FILE_MODE, all.toBuffer().getBytes())))));
        return Future.all(parts).map(all -> tar(all.<Optional<TarFile>>list().stream().flatMap(Optional::stream).toList()));
    }

    /** Content alone: no link, no owner, no device comes along. */
    private Future<Optional<TarFile>> file(String path) {
        return archive.apply(new FactRequest.FileAt("", path, true))
                .map(bytes -> content(bytes).map(content -> new TarFile("student" + path, FILE_MODE, content)))
                .recover(failure -> DockerFacts.isGone(failure) ? Future.succeededFuture(Optional.empty()) : Future.failedFuture(failure));
    }

    private static Optional<byte[]> content(Buffer archive) {
        TarReader tar = new TarReader(new ByteArrayInputStream(archive.getBytes()));
        try {
            Optional<TarReader.Entry> entry = tar.next();
            byte[] content = entry.isPresent() ? tar.beginning(archive.length()) : new byte[0];
            return entry.filter(found -> found.isFile() && found.size() == content.length && content.length <= FactRequest.MOST_WHOLE_FILE_BYTES).map(found -> content);
        } catch (IOException noTar) {
            return Optional.empty();
        }
    }

    private Future<JsonArray> list(String name) {
        return switch (name) {
            case "containers" -> docker.containers().compose(this::inspectAll);
            case "images" -> docker.images();
            case "networks" -> docker.networks();
            case "volumes" -> docker.volumes();
            default -> throw new IllegalArgumentException("no list \"" + name + "\" is known");
        };
    }

    /** What was removed meanwhile is left out. */
    private Future<JsonArray> inspectAll(JsonArray list) {
        List<Future<Optional<JsonObject>>> inspected = new ArrayList<>();
        for (int i = 0; i < Math.min(list.size(), CONTAINERS_LIMIT); i++) {
            inspected.add(docker.inspect(list.getJsonObject(i).getString("Id")).map(Optional::of)
                    .recover(failure -> DockerFacts.isGone(failure) ? Future.succeededFuture(Optional.empty()) : Future.failedFuture(failure)));
        }
        return Future.all(inspected).map(all -> new JsonArray(all.<Optional<JsonObject>>list().stream().flatMap(Optional::stream).toList()));
    }

    private static Buffer tar(List<TarFile> files) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        TarWriter tar = new TarWriter(bytes);
        Set<String> folders = new LinkedHashSet<>();
        try {
            for (TarFile file : files) {
                for (int slash = file.path().indexOf('/'); slash > 0; slash = file.path().indexOf('/', slash + 1)) {
                    if (folders.add(file.path().substring(0, slash))) {
                        tar.folder(file.path().substring(0, slash));
                    }
                }
                tar.file(file.path(), file.mode(), file.content());
            }
            tar.end();
        } catch (IOException impossible) {
            throw new UncheckedIOException("cannot write into memory", impossible);
        }
        return Buffer.buffer(bytes.toByteArray());
    }
}
