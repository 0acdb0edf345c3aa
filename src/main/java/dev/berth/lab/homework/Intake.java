package dev.berth.lab.homework;

import dev.berth.lab.homework.SubmissionRefusedException.Reason;
import dev.berth.lab.machine.TarReader;
import dev.berth.lab.machine.TarWriter;
import dev.berth.lab.value.PlainText;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Takes the files of a submission in: a tar of what a student has in their folder, or what a program of theirs sends, becomes a tar of our own with plain files and nothing else.
 * What is refused is refused whole.
 */
final class Intake {

    /** The folder on the student's machine; in the tar all is below it. */
    static final String FOLDER = "homework";
    static final long MOST_BYTES = 10L << 20;
    static final int MOST_FILES = 200;
    /** As much as a tar of the most that is taken may have. */
    static final long MOST_TAR_BYTES = MOST_BYTES + 2L * MOST_FILES * 2048 + (1 << 20);

    /** The field of a form that is a file. */
    static final String FILE_FIELD = "file";

    private static final int PIECE = 8 << 10;
    private static final int LONGEST_NAME = 240;
    private static final int DEEPEST = 16;
    private static final int MOST_FOLDERS = 200;
    private static final Pattern REFUSED = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Cn}\\p{Zl}\\p{Zp}\uFFFD\\\\]");

    /** What a form may have, files and answers together. */
    private static final int MOST_PARTS = 1_000;

    /** What is said of a submission, by the way it comes. */
    private final Words words;
    /** Where answers among the files go; empty if such a file is a file. */
    private final Optional<AnswerSheet> answers;
    private final Map<String, Long> files = new LinkedHashMap<>();
    private final Set<String> folders = new HashSet<>();
    private long bytes;

    private Intake(Words words, Optional<AnswerSheet> answers) {
        this.words = words;
        this.answers = answers;
    }

    /**
     * @param broken what is said of something that cannot be read to its end
     * @param fewer  what to do about too much
     * @param rid    what to do about what cannot be submitted
     */
    private enum Words {
        MACHINE("your machine sent no whole tar of your files (%s): please try again", "leave in ~/homework only what belongs to the homework", "remove it from ~/homework"),
        TAR("the body is no whole tar (%s): make it by \"tar -cf\", without compression, and send it by --data-binary @FILE", "send only what belongs to the homework", "leave it out"),
        FORM("the body is no whole form (%s): let curl make it, by -F", "send only what belongs to the homework", "leave it out");

        private final String broken;
        private final String fewer;
        private final String rid;

        Words(String broken, String fewer, String rid) {
            this.broken = broken;
            this.fewer = fewer;
            this.rid = rid;
        }
    }

    /** Files and folders, one after the other. */
    private interface Entries {
        Optional<TarReader.Entry> next() throws IOException;

        /** A piece of the entry's content. @return so many bytes, 0 at its end */
        int read(byte[] piece) throws IOException;
    }

    /**
     * @param received tars by the folders that what is in them gets; all of it together is one submission
     * @param kept     the file that is written, and on disk when this returns
     * @return the sizes of the files by their paths
     * @throws SubmissionRefusedException with a sentence for the student
     */
    static Map<String, Long> take(Map<String, Path> received, Path kept) throws IOException {
        return new Intake(Words.MACHINE, Optional.empty()).take(received, kept, Intake::tar);
    }

    /** Takes a tar that a student's program has sent; its file {@value AnswerSheet#FILE} goes into {@code answers}, and is not kept. As {@link #take} otherwise. */
    static Map<String, Long> takeTar(Path received, AnswerSheet answers, Path kept) throws IOException {
        return new Intake(Words.TAR, Optional.of(answers)).take(Map.of("", received), kept, Intake::tar);
    }

    /** Takes a body of the type {@code multipart/form-data}: fields are answers, files are files. As {@link #takeTar} otherwise. */
    static Map<String, Long> takeForm(Path received, String boundary, AnswerSheet answers, Path kept) throws IOException {
        Intake intake = new Intake(Words.FORM, Optional.of(answers));
        List<Long> sizes;
        try (InputStream body = open(received, Words.FORM)) {
            sizes = intake.readFields(new MultipartReader(body, boundary), answers);
        }
        return intake.take(Map.of("", received), kept, body -> form(new MultipartReader(body, boundary), sizes));
    }

    private Map<String, Long> take(Map<String, Path> received, Path kept, Function<InputStream, Entries> read) throws IOException {
        try (FileChannel channel = FileChannel.open(kept, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                OutputStream output = new BufferedOutputStream(java.nio.channels.Channels.newOutputStream(channel))) {
            TarWriter writer = new TarWriter(output);
            for (Map.Entry<String, Path> each : received.entrySet()) {
                try (InputStream body = open(each.getValue(), words)) {
                    copy(read.apply(body), each.getKey(), writer);
                }
            }
            writer.end();
            output.flush();
            channel.force(true);
            return files;
        } catch (RuntimeException | IOException failure) {
            Files.deleteIfExists(kept);
            throw failure;
        }
    }

    private static InputStream open(Path received, Words words) throws IOException {
        return new BufferedInputStream(new Bounded(Files.newInputStream(received), words));
    }

    private static Entries tar(InputStream body) {
        TarReader reader = new TarReader(body);
        return new Entries() {
            @Override
            public Optional<TarReader.Entry> next() throws IOException {
                return reader.next();
            }

            @Override
            public int read(byte[] piece) throws IOException {
                return reader.read(piece);
            }
        };
    }

    /** @param sizes of its files, which a tar has to say before their content */
    private static Entries form(MultipartReader reader, List<Long> sizes) {
        Iterator<Long> size = sizes.iterator();
        return new Entries() {
            @Override
            public Optional<TarReader.Entry> next() throws IOException {
                for (Optional<MultipartReader.Part> part = reader.next(); part.isPresent(); part = reader.next()) {
                    if (part.get().file().isPresent()) {
                        return Optional.of(new TarReader.Entry(part.get().file().get(), '0', size.next(), 0755, 0, 0, ""));
                    }
                }
                return Optional.empty();
            }

            @Override
            public int read(byte[] piece) throws IOException {
                return reader.read(piece);
            }
        };
    }

    /** @return the sizes of the files */
    private List<Long> readFields(MultipartReader reader, AnswerSheet sheet) {
        List<Long> sizes = new ArrayList<>();
        byte[] piece = new byte[PIECE];
        int parts = 0;
        try {
            for (Optional<MultipartReader.Part> part = reader.next(); part.isPresent(); part = reader.next()) {
                parts++;
                if (parts > MOST_PARTS) {
                    throw tooMany();
                }
                if (part.get().file().isEmpty()) {
                    int length = reader.read(piece);
                    if (reader.read(new byte[1]) > 0) {
                        throw AnswerSheet.tooLong(part.get().name());
                    }
                    sheet.put(part.get().name(), new String(piece, 0, length, StandardCharsets.UTF_8));
                    continue;
                }
                if (!part.get().name().equals(FILE_FIELD)) {
                    throw new SubmissionRefusedException(Reason.CONTENT, "\"" + shown(part.get().name()) + "\" is sent as a file: files are fields called \"" + FILE_FIELD
                            + "\" (-F " + FILE_FIELD + "=@NAME), and an answer is text (-F QUESTION=ANSWER, or -F 'QUESTION=<NAME' for what is in a file)");
                }
                if (part.get().file().get().isBlank()) {
                    throw new SubmissionRefusedException(Reason.CONTENT, "a file has no name: send it by -F " + FILE_FIELD + "=@NAME");
                }
                long size = 0;
                for (int count = reader.read(piece); count > 0; count = reader.read(piece)) {
                    size += count;
                }
                sizes.add(size);
            }
        } catch (IOException broken) {
            throw notWhole(broken);
        }
        return sizes;
    }

    /** @param folder in which all of it is; empty for none */
    private void copy(Entries entries, String folder, TarWriter writer) throws IOException {
        byte[] piece = new byte[PIECE];
        for (Optional<TarReader.Entry> next = next(entries); next.isPresent(); next = next(entries)) {
            TarReader.Entry entry = next.get();
            String path = join(folder, path(entry.name()));
            if (entry.isFolder()) {
                makeFolders(writer, path);
                continue;
            }
            refuseOthersThanFiles(entry, path);
            if (answers.isPresent() && path.equals(AnswerSheet.FILE)) {
                answers.get().putAll(answersFile(entries, entry));
                continue;
            }
            if (path.equals(folder) || folders.contains(path) || files.containsKey(path)) {
                throw new SubmissionRefusedException(Reason.CONTENT, "\"" + shown(entry.name()) + "\" is there twice: submit each file once");
            }
            bytes += entry.size();
            if (files.size() == MOST_FILES) {
                throw tooMany();
            }
            if (bytes > MOST_BYTES) {
                throw new SubmissionRefusedException(Reason.TOO_LARGE, "the files have more than " + (MOST_BYTES >> 20) + " MiB, with \"" + shown(path) + "\": " + words.fewer);
            }
            makeFolders(writer, parent(path));
            files.put(path, entry.size());
            writer.beginFile(path, (entry.mode() & 0111) != 0 ? 0755 : 0644, entry.size());
            for (int count = read(entries, piece); count > 0; count = read(entries, piece)) {
                writer.write(piece, count);
            }
            writer.endFile(entry.size());
        }
    }

    private static String join(String folder, String path) {
        return folder.isEmpty() || path.isEmpty() ? folder + path : folder + "/" + path;
    }

    private byte[] answersFile(Entries entries, TarReader.Entry entry) {
        if (entry.size() > AnswerSheet.MOST_BYTES) {
            throw new SubmissionRefusedException(Reason.TOO_LARGE, AnswerSheet.FILE + " has more than " + (AnswerSheet.MOST_BYTES >> 10) + " KiB: write only answers into it");
        }
        byte[] content = new byte[(int) entry.size()];
        byte[] piece = new byte[PIECE];
        int at = 0;
        for (int count = read(entries, piece); count > 0; count = read(entries, piece)) {
            System.arraycopy(piece, 0, content, at, count);
            at += count;
        }
        return content;
    }

    private Optional<TarReader.Entry> next(Entries entries) {
        try {
            return entries.next();
        } catch (IOException broken) {
            throw notWhole(broken);
        }
    }

    private int read(Entries entries, byte[] piece) {
        try {
            return entries.read(piece);
        } catch (IOException broken) {
            throw notWhole(broken);
        }
    }

    /** Unlike a failure to write, which is our own. */
    private SubmissionRefusedException notWhole(IOException broken) {
        return new SubmissionRefusedException(Reason.CONTENT, String.format(words.broken, broken.getMessage()));
    }

    private SubmissionRefusedException tooMany() {
        return new SubmissionRefusedException(Reason.TOO_LARGE, "there are more than " + MOST_FILES + " files: " + words.fewer);
    }

    private void makeFolders(TarWriter writer, String path) throws IOException {
        if (path.isEmpty() || folders.contains(path)) {
            return;
        }
        makeFolders(writer, parent(path));
        if (files.containsKey(path)) {
            throw new SubmissionRefusedException(Reason.CONTENT, "\"" + shown(path) + "\" is a file and a folder: submit each file once");
        }
        folders.add(path);
        if (folders.size() > MOST_FOLDERS) {
            throw new SubmissionRefusedException(Reason.TOO_LARGE, "there are more than " + MOST_FOLDERS + " folders: " + words.fewer);
        }
        writer.folder(path);
    }

    private void refuseOthersThanFiles(TarReader.Entry entry, String path) {
        String kind = switch (entry.type()) {
            case '0', '\0', '7' -> "";
            case '1', '2' -> "a link: submit the file itself (\"cp -L\" copies what a link leads to)";
            case '3', '4' -> "a device, which cannot be submitted: " + words.rid;
            case '6' -> "a pipe, which cannot be submitted: " + words.rid;
            default -> "no plain file (type \"" + shown(String.valueOf(entry.type())) + "\"): " + words.rid;
        };
        if (!kind.isEmpty()) {
            throw new SubmissionRefusedException(Reason.CONTENT, "\"" + shown(path) + "\" is " + kind);
        }
    }

    /** Without a dot in front, and without the folder that all of it lies in. */
    private static String path(String name) {
        StringBuilder path = new StringBuilder();
        if (name.startsWith("/")) {
            throw new SubmissionRefusedException(Reason.CONTENT, "\"" + shown(name) + "\" leads out of the submission: paths do not begin with a slash");
        }
        String[] parts = name.split("/");
        int first = parts.length > 0 && parts[0].equals(FOLDER) ? 1 : 0;
        for (int i = first; i < parts.length; i++) {
            String part = parts[i];
            if (part.equals("..")) {
                throw new SubmissionRefusedException(Reason.CONTENT, "\"" + shown(name) + "\" leads out of the submission: paths have no \"..\"");
            }
            if (!part.isEmpty() && !part.equals(".")) {
                path.append(path.length() == 0 ? "" : "/").append(part);
            }
        }
        if (REFUSED.matcher(path).find()) {
            throw new SubmissionRefusedException(Reason.CONTENT, "\"" + shown(name) + "\" has a character in its name that cannot be shown: rename it");
        }
        if (path.length() > LONGEST_NAME || parts.length > DEEPEST) {
            throw new SubmissionRefusedException(Reason.CONTENT, "\"" + shown(name) + "\" is a path that is too long: at most " + LONGEST_NAME + " characters and " + DEEPEST + " folders");
        }
        return path.toString();
    }

    private static String parent(String path) {
        int slash = path.lastIndexOf('/');
        return slash < 0 ? "" : path.substring(0, slash);
    }

    private static String shown(String name) {
        return PlainText.clean(name, 80);
    }

    /** Ends a tar that is longer than the sizes in its heads say. */
    private static final class Bounded extends InputStream {

        private final InputStream input;
        private final Words words;
        private long left = MOST_TAR_BYTES;

        Bounded(InputStream input, Words words) {
            this.input = input;
            this.words = words;
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
                throw new SubmissionRefusedException(Reason.TOO_LARGE, "the files have more than " + (MOST_BYTES >> 20) + " MiB: " + words.fewer);
            }
            return count;
        }

        @Override
        public void close() throws IOException {
            input.close();
        }
    }
}
