package dev.berth.engine.image.layer;

import dev.berth.engine.image.Digest;
import dev.berth.engine.tar.AccountNames;
import dev.berth.engine.tar.TarEntry;
import dev.berth.engine.tar.TarWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Map;

/**
 * What lies between a container's own layer and its image, and so is neither the image's nor a change of the container's: where files and folders are mounted in every
 * container, and the mark by which programs know that they are in one. The same for all containers, hence a layer like any other.
 *
 * @see <a href="https://github.com/moby/moby/blob/v20.10.24/daemon/initlayer/setup_unix.go">moby, the init layer</a>
 */
public final class InitLayer {
    /** When the Docker that we follow came out: a layer's digest must not depend on when it is made. */
    private static final Instant MADE = Instant.parse("2023-04-04T00:00:00Z");
    private static final int MODE = 0755;

    private static final byte[] TAR = tar();
    public static final Digest DIFF_ID = Digest.of(TAR);

    private InitLayer() {}

    public static InputStream open() {
        return new ByteArrayInputStream(TAR);
    }

    private static byte[] tar() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        TarWriter tar = new TarWriter(bytes, AccountNames.NONE);
        try {
            add(tar, "", TarEntry.Kind.FILE, ".dockerenv");
            add(tar, "", TarEntry.Kind.FOLDER, "dev/", "dev/pts/", "dev/shm/", "etc/", "proc/", "sys/");
            add(tar, "", TarEntry.Kind.FILE, "dev/console", "etc/hostname", "etc/hosts", "etc/resolv.conf");
            add(tar, "/proc/mounts", TarEntry.Kind.SYMBOLIC_LINK, "etc/mtab");
            tar.finish();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    private static void add(TarWriter tar, String target, TarEntry.Kind kind, String... names) throws IOException {
        for (String name : names) {
            tar.begin(new TarEntry(name, kind, target, MODE, 0, 0, MADE, 0, Map.of()));
        }
    }
}
