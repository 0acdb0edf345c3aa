package dev.berth.engine.volume;

import static dev.berth.engine.EngineException.Kind.INVALID_PARAMETER;

import dev.berth.engine.EngineException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/** Paths of sources and targets as text: nothing is looked up, links are not known yet. */
final class MountPath {
    /** PATH_MAX of the kernel, with its zero. */
    private static final int LONGEST = 4095;

    private MountPath() {}

    /** Shortest form of an absolute path: no {@code .}, {@code ..} or empty names, no slash at the end. */
    static String clean(String absolute) {
        Deque<String> names = new ArrayDeque<>();
        for (String name : absolute.split("/")) {
            if (name.equals("..")) {
                names.pollLast();
            } else if (!name.isEmpty() && !name.equals(".")) {
                names.addLast(name);
            }
        }
        return "/" + String.join("/", names);
    }

    /** @throws EngineException INVALID_PARAMETER, with Docker's text, for what nothing can be mounted on */
    static String target(String text) {
        if (text.startsWith("/") && clean(text).equals("/")) {
            throw new EngineException(INVALID_PARAMETER, "invalid specification: destination can't be '/'");
        }
        return absolute(text);
    }

    /** @throws EngineException INVALID_PARAMETER, with Docker's text, for one that is not absolute */
    static String absolute(String text) {
        if (!text.startsWith("/")) {
            throw new EngineException(INVALID_PARAMETER, "invalid mount path: '" + text + "' mount path must be absolute");
        }
        if (text.getBytes(StandardCharsets.UTF_8).length > LONGEST) {
            throw new EngineException(INVALID_PARAMETER, "invalid mount path: it is longer than " + LONGEST + " bytes");
        }
        return clean(text);
    }

    /** How many folders deep. */
    static int depth(String clean) {
        return (int) clean.chars().filter(letter -> letter == '/').count();
    }
}
