package dev.berth.engine.image.store;

import dev.berth.engine.image.Digest;
import dev.berth.engine.tar.TarBuilder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;

/** An image as programs for OCI layouts write it, in a tar. */
final class OciLayout {
    private OciLayout() {}

    /** Of one layer, compressed. */
    static byte[] packed(SavedImage image, String name, byte[] layer) {
        byte[] packed = gzip(layer);
        String manifest = "{\"schemaVersion\":2,\"config\":" + descriptor(image.configuration()) + ",\"layers\":[" + descriptor(packed) + "]}";
        return layout(manifest, name, image.configuration(), packed);
    }

    static byte[] layout(String manifest, String name, byte[]... blobs) {
        byte[] bytes = manifest.getBytes(StandardCharsets.UTF_8);
        String entry = descriptor(bytes).replaceFirst("}$", ",\"annotations\":{\"io.containerd.image.name\":\"" + name + "\"}}");
        TarBuilder tar = new TarBuilder().file("oci-layout", "{\"imageLayoutVersion\":\"1.0.0\"}").file("index.json", "{\"schemaVersion\":2,\"manifests\":[" + entry + "]}");
        blob(tar, bytes);
        for (byte[] blob : blobs) {
            blob(tar, blob);
        }
        return tar.bytes();
    }

    static void blob(TarBuilder tar, byte[] content) {
        tar.file("blobs/sha256/" + Digest.of(content).hex(), content, entry -> { });
    }

    static String descriptor(byte[] content) {
        return "{\"mediaType\":\"any\",\"digest\":\"" + Digest.of(content) + "\",\"size\":" + content.length + "}";
    }

    static byte[] gzip(byte[] plain) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(plain);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return packed.toByteArray();
    }
}
