package dev.berth.engine.tar;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** Makes tar archives for tests, with another library than the one under test. Names are written as they are given. */
public final class TarBuilder {
    private static final long MODIFIED_MILLISECONDS = 1_700_000_000_000L;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, "UTF-8");

    public TarBuilder() {
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
        tar.setAddPaxHeadersForNonAsciiNames(true);
    }

    public TarBuilder file(String name, String content) {
        return file(name, content, entry -> { });
    }

    public TarBuilder file(String name, String content, Consumer<TarArchiveEntry> change) {
        return file(name, content.getBytes(StandardCharsets.UTF_8), change);
    }

    public TarBuilder file(String name, byte[] content, Consumer<TarArchiveEntry> change) {
        return put(entry(name, TarConstants.LF_NORMAL), content, change);
    }

    public TarBuilder folder(String name) {
        return folder(name, entry -> { });
    }

    public TarBuilder folder(String name, Consumer<TarArchiveEntry> change) {
        TarArchiveEntry entry = entry(name, TarConstants.LF_DIR);
        entry.setMode(0755);
        return put(entry, new byte[0], change);
    }

    public TarBuilder symbolicLink(String name, String target) {
        return put(entry(name, TarConstants.LF_SYMLINK), new byte[0], entry -> entry.setLinkName(target));
    }

    public TarBuilder hardLink(String name, String existing) {
        return put(entry(name, TarConstants.LF_LINK), new byte[0], entry -> entry.setLinkName(existing));
    }

    /** @param type a constant of {@link TarConstants} */
    public TarBuilder special(String name, byte type) {
        return put(entry(name, type), new byte[0], entry -> { });
    }

    /** A pax header as it is, for the entry that is put next. */
    public TarBuilder paxHeader(String content) {
        return put(entry("header", TarConstants.LF_PAX_EXTENDED_HEADER_LC), content.getBytes(StandardCharsets.UTF_8), entry -> { });
    }

    public static Consumer<TarArchiveEntry> owner(int uid, int gid) {
        return entry -> {
            entry.setUserId(uid);
            entry.setGroupId(gid);
        };
    }

    public static Consumer<TarArchiveEntry> attributes(Map<String, String> attributes) {
        return entry -> attributes.forEach((name, value) -> entry.addPaxHeader("SCHILY.xattr." + name, value));
    }

    public byte[] bytes() {
        try {
            tar.close();
            return bytes.toByteArray();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static TarArchiveEntry entry(String name, byte type) {
        // true: a leading slash stays.
        TarArchiveEntry entry = new TarArchiveEntry(name, type, true);
        entry.setMode(0644);
        entry.setModTime(MODIFIED_MILLISECONDS);
        return entry;
    }

    private TarBuilder put(TarArchiveEntry entry, byte[] content, Consumer<TarArchiveEntry> change) {
        try {
            change.accept(entry);
            entry.setSize(content.length);
            tar.putArchiveEntry(entry);
            tar.write(content);
            tar.closeArchiveEntry();
            return this;
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
