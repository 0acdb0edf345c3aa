package dev.berth.engine.image.layer;

import dev.berth.engine.EngineException;
import dev.berth.runtime.kernel.FileName;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Where an entry of a layer's tar belongs: below the layer's root, whatever its name says.
 *
 * @param text without leading slash, empty parts and dots; empty: the root itself
 * @see <a href="https://github.com/opencontainers/image-spec/blob/main/layer.md#whiteouts">OCI image spec, whiteouts</a>
 */
record LayerPath(String text) {
    /** As the kernel takes it at once, so that whatever unpacks, mounts or copies a layer can name all that is in it. */
    private static final int LONGEST_PATH = 4095;
    private static final int LONGEST_NAME = 255;
    private static final int SHOWN = 100;
    private static final String WHITEOUT = ".wh.";
    private static final String MARK = ".wh..wh.";
    private static final String OPAQUE = ".wh..wh..opq";

    /** @throws EngineException INVALID_PARAMETER if {@code name} leads out of its folder, or is too long for a file's */
    static LayerPath parse(String name) {
        if (name.indexOf('\0') >= 0) {
            throw notAName(name);
        }
        if (FileName.encode(name).length > LONGEST_PATH) {
            throw LayerUnpacker.refused("\"" + shown(name) + "\" is longer than " + LONGEST_PATH + " bytes");
        }
        Deque<String> parts = new ArrayDeque<>();
        for (String part : name.split("/")) {
            if (part.equals("..")) {
                throw LayerUnpacker.refused("\"" + shown(name) + "\" leads out of its folder");
            }
            if (FileName.encode(part).length > LONGEST_NAME) {
                throw LayerUnpacker.refused("\"" + shown(part) + "\" is longer than " + LONGEST_NAME + " bytes");
            }
            if (!part.isEmpty() && !part.equals(".")) {
                parts.add(part);
            }
        }
        return new LayerPath(String.join("/", parts));
    }

    boolean isRoot() {
        return text.isEmpty();
    }

    /** Says something about the layers below and is no file. */
    boolean isMark() {
        return lastName().startsWith(WHITEOUT);
    }

    /** Hides what lower layers have in this folder; empty: this is another mark. */
    Optional<LayerPath> opaqueFolder() {
        return lastName().equals(OPAQUE) ? Optional.of(folder()) : Optional.empty();
    }

    /**
     * What this mark hides; empty: it is one that Docker's old storage left behind.
     *
     * @throws EngineException INVALID_PARAMETER if it hides no name
     */
    Optional<LayerPath> hidden() {
        String name = lastName();
        if (name.startsWith(MARK)) {
            return Optional.empty();
        }
        String hidden = name.substring(WHITEOUT.length());
        if (hidden.isEmpty() || hidden.equals(".") || hidden.equals("..")) {
            throw notAName(text);
        }
        return Optional.of(new LayerPath(folder().isRoot() ? hidden : folder().text() + "/" + hidden));
    }

    private LayerPath folder() {
        int slash = text.lastIndexOf('/');
        return new LayerPath(slash < 0 ? "" : text.substring(0, slash));
    }

    private String lastName() {
        return text.substring(text.lastIndexOf('/') + 1);
    }

    static EngineException notAName(String name) {
        return LayerUnpacker.refused("\"" + shown(name) + "\" is no name for a file");
    }

    /** For a message. */
    static String shown(String name) {
        return name.length() <= SHOWN ? name : name.substring(0, SHOWN) + "…";
    }
}
