package dev.berth.daemon.docker.container;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.daemon.docker.GoTime;
import dev.berth.daemon.http.Json;
import dev.berth.engine.file.PathFacts;
import dev.berth.engine.file.PathText;
import java.util.Base64;

/** The header by which {@code docker cp} learns what is at a path: JSON in base64, the mode as Go has it. */
final class PathStat {
    static final String HEADER = "X-Docker-Container-Path-Stat";

    private static final int SETUID = 04000;
    private static final int SETGID = 02000;
    private static final int STICKY = 01000;
    private static final int KIND = 0170000;
    private static final int PIPE = 0010000;
    private static final int CHARACTER_DEVICE = 0020000;
    private static final int FOLDER = 0040000;
    private static final int BLOCK_DEVICE = 0060000;
    private static final int SYMBOLIC_LINK = 0120000;
    private static final int SOCKET = 0140000;

    private PathStat() {}

    static String header(PathFacts path) {
        ObjectNode json = Json.object();
        json.put("name", PathText.shown(path.name()));
        json.put("size", path.size());
        json.put("mode", mode(path.mode()));
        json.put("mtime", GoTime.text(path.modified()));
        json.put("linkTarget", PathText.shown(path.linkTarget()));
        return Base64.getEncoder().encodeToString(Json.write(json));
    }

    /** @see <a href="https://pkg.go.dev/io/fs#FileMode">FileMode</a> */
    private static long mode(int unix) {
        long mode = unix & 0777;
        mode |= (unix & SETUID) != 0 ? 1L << 23 : 0;
        mode |= (unix & SETGID) != 0 ? 1L << 22 : 0;
        mode |= (unix & STICKY) != 0 ? 1L << 20 : 0;
        return mode | switch (unix & KIND) {
            case FOLDER -> 1L << 31;
            case SYMBOLIC_LINK -> 1L << 27;
            case BLOCK_DEVICE -> 1L << 26;
            case PIPE -> 1L << 25;
            case SOCKET -> 1L << 24;
            case CHARACTER_DEVICE -> 1L << 26 | 1L << 21;
            default -> 0;
        };
    }
}
