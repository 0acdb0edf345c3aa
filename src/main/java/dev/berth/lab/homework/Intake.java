package dev.berth.lab.homework;

import dev.berth.lab.machine.TarReader;
import dev.berth.lab.machine.TarWriter;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Takes the files of a submission in: a tar of what a student has in their folder becomes a tar of our own with plain files and nothing else.
 * What is refused is refused whole.
 */
final class Intake {

    /** The folder on the student's machine; in the tar all is below it. */
    static final String FOLDER = "homework";
    static final long MOST_BYTES = 10L << 20;
    static final int MOST_FILES = 200;
    /** As much as a tar of the most that is taken may have. */
    static final long MOST_TAR_BYTES = MOST_BYTES + 2L * MOST_FILES * 2048 + (1 << 20);

    private static final int LONGEST_NAME = 240;
    private static final int DEEPEST = 16;
    private static final int MOST_FOLDERS = 200;
    private static final Pattern REFUSED = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Cn}\\p{Zl}\\p{Zp}\uFFFD\\\\]");

    private Intake() {
    }

    /**
     * @param received the tar
     * @param kept     the file that is written, and on disk when this returns
     * @return the sizes of the files by their paths
     * @throws SubmissionRefusedException with a sentence for the student
     */
    static Map<String, Long> take(Path received, Path kept) throws IOException {
        try (InputStream tar = new Bounded(new BufferedInputStream(Files.newInputStream(received)))) {
            return copy(new TarReader(tar), kept);
        } catch (RuntimeException | IOException failure) {
            Files.deleteIfExists(kept);
            throw failure;
        }
    }

    /** A submission without files. */
    static void takeNone(Path kept) throws IOException {
        try (FileChannel channel = FileChannel.open(kept, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                OutputStream output = java.nio.channels.Channels.newOutputStream(channel)) {
            new TarWriter(output).end();
            channel.force(true);
        }
    }

    private static Map<String, Long> copy(TarReader reader, Path kept) throws IOException {
        Map<String, Long> files = new LinkedHashMap<>();
        Set<String> folders = new HashSet<>();
        long bytes = 0;
        try (FileChannel channel = FileChannel.open(kept, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                OutputStream output = new BufferedOutputStream(java.nio.channels.Channels.newOutputStream(channel))) {
            TarWriter writer = new TarWriter(output);
            for (Optional<TarReader.Entry> next = next(reader); next.isPresent(); next = next(reader)) {
                TarReader.Entry entry = next.get();
                String path = path(entry.name());
                if (entry.isFolder()) {
                    makeFolders(writer, folders, files, path);
                    continue;
                }
                refuseOthersThanFiles(entry, path);
                if (path.isEmpty() || folders.contains(path) || files.containsKey(path)) {
                    throw new SubmissionRefusedException("\"" + shown(entry.name()) + "\" is there twice: submit each file once");
                }
                bytes += entry.size();
                if (files.size() == MOST_FILES) {
                    throw new SubmissionRefusedException("there are more than " + MOST_FILES + " files: leave in ~/homework only what belongs to the homework");
                }
                if (bytes > MOST_BYTES) {
                    throw new SubmissionRefusedException("the files have more than " + (MOST_BYTES >> 20) + " MiB, with \"" + shown(path)
                            + "\": leave in ~/homework only what belongs to the homework");
                }
                makeFolders(writer, folders, files, parent(path));
                files.put(path, entry.size());
                writer.beginFile(path, (entry.mode() & 0111) != 0 ? 0755 : 0644, entry.size());
                byte[] piece = new byte[8192];
                for (int count = read(reader, piece); count > 0; count = read(reader, piece)) {
                    writer.write(piece, count);
                }
                writer.endFile(entry.size());
            }
            writer.end();
            output.flush();
            channel.force(true);
        }
        return files;
    }

    private static Optional<TarReader.Entry> next(TarReader reader) {
        try {
            return reader.next();
        } catch (IOException broken) {
            throw notWhole(broken);
        }
    }

    private static int read(TarReader reader, byte[] piece) {
        try {
            return reader.read(piece);
        } catch (IOException broken) {
            throw notWhole(broken);
        }
    }

    /** Unlike a failure to write, which is our own. */
    private static SubmissionRefusedException notWhole(IOException broken) {
        return new SubmissionRefusedException("your machine sent no whole tar of your files (" + broken.getMessage() + "): please try again");
    }

    private static void makeFolders(TarWriter writer, Set<String> folders, Map<String, Long> files, String path) throws IOException {
        if (path.isEmpty() || folders.contains(path)) {
            return;
        }
        makeFolders(writer, folders, files, parent(path));
        if (files.containsKey(path)) {
            throw new SubmissionRefusedException("\"" + shown(path) + "\" is a file and a folder: submit each file once");
        }
        folders.add(path);
        if (folders.size() > MOST_FOLDERS) {
            throw new SubmissionRefusedException("there are more than " + MOST_FOLDERS + " folders: leave in ~/homework only what belongs to the homework");
        }
        writer.folder(path);
    }

    private static void refuseOthersThanFiles(TarReader.Entry entry, String path) {
        String kind = switch (entry.type()) {
            case '0', '\0', '7' -> "";
            case '1', '2' -> "a link: submit the file itself (\"cp -L\" copies what a link leads to)";
            case '3', '4' -> "a device, which cannot be submitted: remove it from ~/homework";
            case '6' -> "a pipe, which cannot be submitted: remove it from ~/homework";
            default -> "no plain file (type \"" + shown(String.valueOf(entry.type())) + "\"): remove it from ~/homework";
        };
        if (!kind.isEmpty()) {
            throw new SubmissionRefusedException("\"" + shown(path) + "\" is " + kind);
        }
    }

    /** Without a dot in front, and without the folder that all of it lies in. */
    private static String path(String name) {
        StringBuilder path = new StringBuilder();
        if (name.startsWith("/")) {
            throw new SubmissionRefusedException("\"" + shown(name) + "\" leads out of the submission: paths do not begin with a slash");
        }
        String[] parts = name.split("/");
        int first = parts.length > 0 && parts[0].equals(FOLDER) ? 1 : 0;
        for (int i = first; i < parts.length; i++) {
            String part = parts[i];
            if (part.equals("..")) {
                throw new SubmissionRefusedException("\"" + shown(name) + "\" leads out of the submission: paths have no \"..\"");
            }
            if (!part.isEmpty() && !part.equals(".")) {
                path.append(path.length() == 0 ? "" : "/").append(part);
            }
        }
        if (REFUSED.matcher(path).find()) {
            throw new SubmissionRefusedException("\"" + shown(name) + "\" has a character in its name that cannot be shown: rename it");
        }
        if (path.length() > LONGEST_NAME || parts.length > DEEPEST) {
            throw new SubmissionRefusedException("\"" + shown(name) + "\" is a path that is too long: at most " + LONGEST_NAME + " characters and " + DEEPEST + " folders");
        }
        return path.toString();
    }

    private static String parent(String path) {
        int slash = path.lastIndexOf('/');
        return slash < 0 ? "" : path.substring(0, slash);
    }

    private static String shown(String name) {
        String clean = REFUSED.matcher(name).replaceAll("?");
        return clean.length() > 80 ? clean.substring(0, 80) + "…" : clean;
    }

    /** Ends a tar that is longer than the sizes in its heads say. */
    private static final class Bounded extends InputStream {

        private final InputStream input;
        private long left = MOST_TAR_BYTES;

        Bounded(InputStream input) {
            this.input = input;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] piece, int offset, int length) throws IOException {
            int count = input.read(piece, offset, length);
            left -= Math.max(0, count);
            if (left < 0) {
                throw new SubmissionRefusedException("the files have more than " + (MOST_BYTES >> 20) + " MiB: leave in ~/homework only what belongs to the homework");
            }
            return count;
        }

        @Override
        public void close() throws IOException {
            input.close();
        }
    }
}
