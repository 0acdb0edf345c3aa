package dev.berth.engine.file;

import dev.berth.engine.tar.AccountNames;
import dev.berth.runtime.kernel.ReadFile;
import dev.berth.runtime.kernel.ReadableFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The accounts that a container has written down below its {@code /etc}: of each file the beginning, no link followed. */
public final class WrittenAccounts {
    private static final int LONGEST = 128 * 1024;

    private WrittenAccounts() {}

    /** What {@code /etc/passwd} says; {@code ""} when there is none. @param root the container's; it stays open */
    static String users(ReadableFolder root) {
        return text(root, "passwd");
    }

    /** @param root the container's; it stays open */
    public static AccountNames names(ReadableFolder root) {
        return AccountNames.parse(users(root), text(root, "group"));
    }

    private static String text(ReadableFolder root, String name) {
        byte[] bytes = new byte[LONGEST];
        try (ReadableFolder folder = root.enter("etc"); ReadFile file = folder.read(name)) {
            return new String(bytes, 0, file.read(0, bytes, bytes.length), StandardCharsets.UTF_8);
        } catch (IOException none) {
            return "";
        }
    }
}
