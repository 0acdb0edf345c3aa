package dev.berth.engine.image.store;

import dev.berth.engine.image.Digest;
import dev.berth.engine.tar.TarBuilder;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** An image as {@code docker save} writes it. */
final class SavedImage {
    private final List<String> names;
    private final List<byte[]> layers;
    private String command = "sh";
    private String label = "\"a\":\"b\"";

    SavedImage(List<String> names, List<byte[]> layers) {
        this.names = names;
        this.layers = new ArrayList<>(layers);
    }

    /** One layer with one file; images of different content have different ids. */
    static SavedImage of(String name, String content) {
        return new SavedImage(name.isEmpty() ? List.of() : List.of(name), List.of(layer(content)));
    }

    static byte[] layer(String content) {
        return new TarBuilder().folder("etc/").file("etc/motd", content).bytes();
    }

    SavedImage running(String otherCommand) {
        command = otherCommand;
        return this;
    }

    SavedImage forMachines() {
        label = "\"dev.berth.purpose\":\"machine\"";
        return this;
    }

    byte[] configuration() {
        String diffIds = layers.stream().map(layer -> '"' + Digest.of(layer).toString() + '"').collect(Collectors.joining(","));
        return ("{\"architecture\":\"amd64\",\"config\":{\"Env\":[\"PATH=/bin\"],\"Cmd\":[\"" + command + "\"],\"Labels\":{" + label + "}},"
                + "\"created\":\"2024-01-02T03:04:05.678Z\",\"history\":[{\"created\":\"2024-01-02T03:04:05Z\",\"created_by\":\"ADD file\"}],"
                + "\"os\":\"linux\",\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[" + diffIds + "]}}").getBytes(StandardCharsets.UTF_8);
    }

    Digest id() {
        return Digest.of(configuration());
    }

    List<Digest> diffIds() {
        return layers.stream().map(Digest::of).toList();
    }

    byte[] bytes() {
        TarBuilder tar = new TarBuilder();
        List<String> files = new ArrayList<>();
        for (int i = 0; i < layers.size(); i++) {
            files.add(i + "/layer.tar");
            tar.folder(i + "/").file(i + "/VERSION", "1.0").file(i + "/layer.tar", layers.get(i), entry -> { });
        }
        tar.file(id().hex() + ".json", configuration(), entry -> { });
        tar.file("manifest.json", "[{\"Config\":\"" + id().hex() + ".json\",\"RepoTags\":" + quoted(names) + ",\"Layers\":" + quoted(files) + "}]");
        return tar.bytes();
    }

    InputStream stream() {
        return new ByteArrayInputStream(bytes());
    }

    private static String quoted(List<String> texts) {
        return texts.stream().map(text -> '"' + text + '"').collect(Collectors.joining(",", "[", "]"));
    }
}
