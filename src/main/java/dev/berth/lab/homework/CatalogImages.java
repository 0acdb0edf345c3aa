package dev.berth.lab.homework;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.lab.machine.CleanMachines;
import dev.berth.lab.machine.TarReader;
import dev.berth.lab.machine.TarWriter;
import dev.berth.lab.value.Checksum;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Files of small images of the catalogue, and images of one more layer. What {@code docker save} wrote once is kept with the class: programs that students were asked
 * about stay what they were when the catalogue's images are made anew.
 */
final class CatalogImages {

    private static final long MOST_BYTES = 16L << 20;
    private static final int MOST_FILE_BYTES = 4 << 20;
    private static final Duration SAVING = Duration.ofSeconds(60);
    private static final Duration ASKING = Duration.ofSeconds(25);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;
    private final SubmissionFiles files;
    private final CleanMachines machines;
    private final LoopCalls calls;

    CatalogImages(Path folder, SubmissionFiles files, CleanMachines machines, LoopCalls calls) {
        this.folder = folder;
        this.files = files;
        this.machines = machines;
        this.calls = calls;
    }

    /** A layer that is put on top of an image. */
    @FunctionalInterface
    interface LayerContent {
        void write(TarWriter layer) throws IOException;
    }

    /** The content of a file of an image; links in its path are not followed. */
    byte[] file(String image, String path) {
        String wanted = path.startsWith("/") ? path.substring(1) : path;
        try {
            Path archive = saved(image);
            byte[] found = null;
            for (JsonNode layer : manifest(archive).path("Layers")) {
                try (InputStream input = open(archive)) {
                    found = find(new TarReader(at(input, layer.asText()).stream()), wanted).orElse(found);
                }
            }
            if (found == null) {
                throw new NoSuchFileException(path);
            }
            return found;
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot read image \"" + image + "\"", failure);
        }
    }

    private static Optional<byte[]> find(TarReader layer, String path) throws IOException {
        for (Optional<TarReader.Entry> entry = layer.next(); entry.isPresent(); entry = layer.next()) {
            if (entry.get().isFile() && entry.get().name().replaceFirst("^\\./", "").equals(path)) {
                if (entry.get().size() > MOST_FILE_BYTES) {
                    throw new IOException("\"" + path + "\" is too large");
                }
                return Optional.of(layer.content());
            }
        }
        return Optional.empty();
    }

    /**
     * Writes an archive for {@code docker load} with the one new layer in it; the layers below are not, since every machine has them.
     *
     * @param from    the image below; empty for none
     * @param command in place of the one of the image below, unless empty
     */
    void build(String name, Optional<String> from, List<String> command, LayerContent content, Path archive) throws IOException {
        ByteArrayOutputStream layer = new ByteArrayOutputStream();
        TarWriter layerWriter = new TarWriter(layer);
        content.write(layerWriter);
        layerWriter.end();
        byte[] top = layer.toByteArray();
        ObjectNode configuration = JSON.createObjectNode().put("architecture", "amd64").put("os", "linux").put("created", "2024-01-01T00:00:00Z");
        ArrayNode layers = JSON.createArrayNode();
        ArrayNode diffIds = configuration.putObject("rootfs").put("type", "layers").putArray("diff_ids");
        if (from.isPresent()) {
            JsonNode below = JSON.readTree(calls.await(ASKING, () -> machines.inspectImage(from.get())).encode());
            configuration.set("config", below.path("Config"));
            below.path("RootFS").path("Layers").forEach(diffId -> {
                diffIds.add(diffId);
                layers.add("below-" + layers.size() + ".tar"); // not in the archive: the machine has it
            });
        }
        layers.add("top.tar");
        diffIds.add("sha256:" + Checksum.sha256(top));
        if (!command.isEmpty()) {
            ArrayNode words = configuration.withObject("/config").putArray("Cmd");
            command.forEach(words::add);
        }
        byte[] document = JSON.writeValueAsBytes(configuration);
        String documentName = Checksum.sha256(document) + ".json";
        try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(archive))) {
            TarWriter writer = new TarWriter(file);
            writer.file("top.tar", 0644, top);
            writer.file(documentName, 0644, document);
            ObjectNode manifest = JSON.createObjectNode().put("Config", documentName);
            manifest.putArray("RepoTags").add(name.contains(":") ? name : name + ":latest");
            manifest.set("Layers", layers);
            writer.file("manifest.json", 0644, JSON.writeValueAsBytes(JSON.createArrayNode().add(manifest)));
            writer.end();
        }
    }

    private static JsonNode manifest(Path archive) throws IOException {
        try (InputStream input = open(archive)) {
            return JSON.readTree(at(input, "manifest.json").content()).path(0);
        }
    }

    private static TarReader at(InputStream input, String name) throws IOException {
        TarReader reader = new TarReader(input);
        find(reader, name, Path.of(name));
        return reader;
    }

    private static TarReader.Entry find(TarReader reader, String name, Path where) throws IOException {
        for (Optional<TarReader.Entry> entry = reader.next(); entry.isPresent(); entry = reader.next()) {
            if (entry.get().isFile() && entry.get().name().equals(name)) {
                return entry.get();
            }
        }
        throw new NoSuchFileException(where.toString(), name, "is not in the archive");
    }

    private static InputStream open(Path archive) throws IOException {
        return new BufferedInputStream(Files.newInputStream(archive));
    }

    /** Asks the engine for it the first time. */
    private synchronized Path saved(String image) throws IOException {
        Path file = folder.resolve(HexFormat.of().formatHex(image.getBytes(StandardCharsets.UTF_8)) + ".tar");
        if (!Files.exists(file)) {
            Files.createDirectories(folder);
            Path next = files.newIncoming();
            try {
                calls.await(SAVING, () -> machines.saveImage(image, next, MOST_BYTES));
                try (FileChannel channel = FileChannel.open(next, StandardOpenOption.WRITE)) {
                    channel.force(true); // else the name may be on disk before the content
                }
                Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(next);
            }
        }
        return file;
    }
}
