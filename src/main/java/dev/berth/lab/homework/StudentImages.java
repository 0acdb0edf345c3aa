package dev.berth.lab.homework;

import dev.berth.lab.homework.GradePart.Change;
import dev.berth.lab.machine.DockerClient;
import dev.berth.lab.machine.TarWriter;
import dev.berth.lab.value.StudentValues;
import dev.berth.lab.value.Template;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** Makes images that differ for each student, or for each grading, and loads them into machines. Blocks. */
final class StudentImages {

    private static final Duration LOADING = Duration.ofSeconds(60);

    private final CatalogImages catalog;
    private final LoopCalls calls;
    private final SubmissionFiles files;

    StudentImages(CatalogImages catalog, LoopCalls calls, SubmissionFiles files) {
        this.catalog = catalog;
        this.calls = calls;
        this.files = files;
    }

    /** Loads those images of the student's own that the machine has not. */
    void provide(Homework homework, StudentValues values, DockerClient docker) {
        for (OwnImage image : homework.images()) {
            String name = image.name().fill(values);
            if (!calls.await(LOADING, () -> docker.hasImage(name))) {
                load(name, image, values, docker);
            }
        }
    }

    private void load(String name, OwnImage image, StudentValues values, DockerClient docker) {
        load(docker, archive -> catalog.build(name, image.from(), image.command().stream().map(word -> word.fill(values)).toList(), layer -> {
            Set<String> folders = new LinkedHashSet<>();
            for (OwnImage.Item item : image.items()) {
                String path = inLayer(item.path(), values);
                makeFolders(layer, folders, path);
                if (item instanceof OwnImage.Item.Link link) {
                    layer.link(path, link.target().fill(values));
                } else {
                    layer.file(path, item instanceof OwnImage.Item.Program ? 0755 : 0644, content(item, values));
                }
            }
        }, archive));
    }

    /** The content of a file of such an image. */
    byte[] file(Homework homework, StudentValues values, String image, String path) {
        return homework.images().stream().filter(each -> each.name().fill(values).equals(image))
                .flatMap(each -> each.items().stream())
                .filter(item -> item.path().fill(values).equals(path))
                .findFirst().map(item -> content(item, values))
                .orElseThrow(() -> new IllegalStateException("homework \"" + homework.id() + "\" puts no \"" + path + "\" into an image \"" + image + "\""));
    }

    private byte[] content(OwnImage.Item item, StudentValues values) {
        if (item instanceof OwnImage.Item.Text text) {
            return text.text().fill(values).getBytes(StandardCharsets.UTF_8);
        }
        OwnImage.Item.Program program = (OwnImage.Item.Program) item;
        byte[] content = catalog.file(program.image(), program.source());
        byte[] mark = ("\n" + program.mark().fill(values) + "\n").getBytes(StandardCharsets.UTF_8);
        byte[] marked = new byte[content.length + mark.length];
        System.arraycopy(content, 0, marked, 0, content.length);
        System.arraycopy(mark, 0, marked, content.length, mark.length);
        return marked;
    }

    /** Puts a changed image in the place of the catalogue's. The same seed makes the same change. */
    void change(Change change, long seed, DockerClient docker) {
        Random random = new Random(seed);
        int count = change.least() + random.nextInt(change.most() - change.least() + 1);
        String path = change.file().substring(1);
        load(docker, archive -> catalog.build(change.image(), Optional.of(change.image()), List.of(), layer -> {
            makeFolders(layer, new LinkedHashSet<>(), path);
            layer.file(path, 0644, change.lines() ? withLines(catalog.file(change.image(), change.file()), count) : filled(random, count));
        }, archive));
    }

    private static byte[] withLines(byte[] content, int count) throws IOException {
        ByteArrayOutputStream more = new ByteArrayOutputStream();
        more.write(content);
        for (int i = 0; i < count; i++) {
            more.write(("guest" + i + ":x:" + (2000 + i) + ":2000::/:/bin/false\n").getBytes(StandardCharsets.US_ASCII));
        }
        return more.toByteArray();
    }

    private static byte[] filled(Random random, int kib) {
        byte[] content = new byte[kib << 10];
        random.nextBytes(content);
        return content;
    }

    /** Writes an archive. */
    @FunctionalInterface
    private interface Builder {
        void build(Path archive) throws IOException;
    }

    private void load(DockerClient docker, Builder builder) {
        try {
            Path archive = files.newIncoming();
            try {
                builder.build(archive);
                calls.await(LOADING, () -> docker.load(archive));
            } finally {
                Files.deleteIfExists(archive);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot make an image", failure);
        }
    }

    private static String inLayer(Template path, StudentValues values) {
        return path.fill(values).substring(1);
    }

    private static void makeFolders(TarWriter layer, Set<String> made, String path) throws IOException {
        for (int slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
            if (made.add(path.substring(0, slash))) {
                layer.folder(path.substring(0, slash));
            }
        }
    }
}
