package dev.berth.engine.build;

import static dev.berth.engine.EngineException.Kind.INVALID_PARAMETER;

import dev.berth.engine.EngineException;
import dev.berth.engine.file.ExtractOptions.Owner;
import dev.berth.engine.file.FileTree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Whose files become by {@code --chown}: numbers, or names of the image's own accounts. */
final class FileOwner {
    private static final int MOST_BYTES = 1 << 20;
    private static final int NUMBER = 2;

    private FileOwner() {}

    /** @param text {@code user[:group]}; a user alone is a group's name as well, as in Docker. @throws EngineException INVALID_PARAMETER with Docker's text */
    static Owner find(String text, FileTree image) {
        String[] parts = text.split(":", 2);
        if (parts[0].isEmpty() || parts.length > 1 && parts[1].isEmpty()) {
            throw refused("invalid chown string format: " + text);
        }
        int uid = number(parts[0], image, "/etc/passwd", "uid", "user");
        int gid = number(parts.length > 1 ? parts[1] : parts[0], image, "/etc/group", "gid", "group");
        return new Owner(uid, gid);
    }

    private static int number(String name, FileTree image, String accounts, String number, String what) {
        if (name.matches("\\d{1,9}")) {
            return Integer.parseInt(name);
        }
        for (String line : read(image, accounts).split("\n")) {
            String[] fields = line.split(":");
            if (fields.length > NUMBER && fields[0].equals(name) && fields[NUMBER].matches("\\d{1,9}")) {
                return Integer.parseInt(fields[NUMBER]);
            }
        }
        throw refused("can't find " + number + " for " + what + " " + name + ": no such " + what + ": " + name);
    }

    private static String read(FileTree image, String path) {
        try {
            return new String(image.read(path, MOST_BYTES), StandardCharsets.UTF_8);
        } catch (IOException none) {
            return "";
        }
    }

    private static EngineException refused(String reason) {
        return new EngineException(INVALID_PARAMETER, "unable to convert uid/gid chown string to host mapping: " + reason);
    }
}
