package dev.berth.engine.build;

import static dev.berth.engine.EngineException.Kind.SYSTEM;

import dev.berth.engine.EngineException;
import dev.berth.engine.file.FileTree;
import dev.berth.engine.image.ImageLimits;
import dev.berth.engine.image.Images;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;

/**
 * What ADD has fetched from an address, which is not unpacked.
 *
 * @param tree has the file alone
 * @param isNamed whether the address ends with a name
 */
record AddedAddress(FileTree tree, String name, boolean isNamed) {
    private static final Pattern ADDRESS = Pattern.compile("https?://.*", Pattern.DOTALL);
    /** As Docker's. */
    private static final String UNNAMED = "__unnamed__";
    private static final int LONGEST_NAME = 255;
    private static final int PIECE_BYTES = 64 * 1024;

    static boolean is(String source) {
        return ADDRESS.matcher(source).matches();
    }

    /**
     * Blocks for as long as the server sends.
     *
     * @param images by whose network it comes, whose rules hold
     * @param folder exists, and is empty; it has the file then
     * @param gone ends it
     */
    static AddedAddress fetch(String address, Images images, Path folder, CompletionStage<Void> gone) {
        URI parsed = parse(address);
        String name = name(parsed);
        String ownName = name.isEmpty() ? UNNAMED : name;
        try {
            images.download(parsed, (content, modified) -> {
                Path file = Files.createFile(folder.resolve(ownName), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                write(address, content, file);
                Files.setLastModifiedTime(file, FileTime.from(modified(modified)));
            }, gone);
        } catch (EngineException refused) {
            throw new EngineException(refused.kind(), "ADD failed: " + refused.getMessage(), refused);
        }
        return new AddedAddress(FileTree.of(folder), ownName, !name.isEmpty());
    }

    private static URI parse(String address) {
        try {
            URI parsed = new URI(address);
            if (parsed.getHost() != null && parsed.getUserInfo() == null) {
                return parsed;
            }
        } catch (URISyntaxException malformed) {
            // said below
        }
        throw new EngineException(SYSTEM, "ADD failed: \"" + address + "\" is no address that can be fetched: write it as http://host/path");
    }

    private static String name(URI address) {
        String name = address.getPath().substring(address.getPath().lastIndexOf('/') + 1);
        boolean isName = name.indexOf('\0') < 0 && !name.equals(".") && !name.equals("..") && name.getBytes(StandardCharsets.UTF_8).length <= LONGEST_NAME;
        return isName ? name : "";
    }

    private static void write(String address, InputStream content, Path file) throws IOException {
        byte[] piece = new byte[PIECE_BYTES];
        long left = ImageLimits.DEFAULT.layerBytes();
        try (OutputStream target = Files.newOutputStream(file)) {
            for (int read = content.read(piece); read >= 0; read = content.read(piece)) {
                left -= read;
                if (left < 0) {
                    throw new IOException("\"" + address + "\" has more than " + ImageLimits.DEFAULT.layerBytes() + " bytes");
                }
                target.write(piece, 0, read);
            }
        }
    }

    private static Instant modified(String header) {
        try {
            return ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
        } catch (DateTimeParseException none) {
            return Instant.EPOCH;
        }
    }
}
