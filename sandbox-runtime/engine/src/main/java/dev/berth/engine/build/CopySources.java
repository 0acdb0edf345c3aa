package dev.berth.engine.build;

import static dev.berth.engine.EngineException.Kind.NOT_FOUND;
import static dev.berth.engine.EngineException.Kind.SYSTEM;

import dev.berth.engine.EngineException;
import dev.berth.engine.dockerfile.GoText;
import dev.berth.engine.file.CopyArchive.Source;
import dev.berth.engine.file.FileTree;
import dev.berth.engine.file.Glob;
import dev.berth.runtime.hash.Sha256;
import dev.berth.runtime.kernel.FileFacts;
import dev.berth.runtime.kernel.FolderEntry;
import dev.berth.runtime.kernel.ReadFile;
import dev.berth.runtime.kernel.ReadableFolder;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/**
 * What COPY and ADD take: finds the files, and says by a hash whether they are the same as before: names, modes, owners and content, not when they were changed. Errors have Docker's texts.
 */
final class CopySources {
    private static final int PIECE_BYTES = 64 * 1024;
    private static final int MOST_SOURCES = 10_000;
    /** Each takes a frame of the thread's stack. */
    private static final int DEEPEST = 256;
    private static final int HEXADECIMAL = 16;

    private final FileTree tree;
    private final Texts texts;
    private final BooleanSupplier over;
    private final List<Source> found = new ArrayList<>();
    private final List<String> hashes = new ArrayList<>();
    private final byte[] piece = new byte[PIECE_BYTES];

    private CopySources(FileTree tree, Texts texts, BooleanSupplier over) {
        this.tree = tree;
        this.texts = texts;
        this.over = over;
    }

    /** Whose words errors have: those of the classic builder, which tell files of the client from others, or BuildKit's. */
    enum Texts {
        OF_CONTEXT,
        OF_IMAGE,
        OF_BUILDKIT
    }

    /** @param hash as it stands in the image's history */
    record Found(List<Source> sources, String hash) {

        Found and(Found others) {
            List<Source> all = new ArrayList<>(sources);
            all.addAll(others.sources);
            return new Found(List.copyOf(all), hash + "," + others.hash);
        }
    }

    /**
     * @param texts of errors
     * @param over whether the build was ended meanwhile
     * @param asked as it was written, with wildcards
     * @param downloads by their addresses
     */
    static Found find(FileTree tree, Texts texts, BooleanSupplier over, List<String> asked, Map<String, AddedAddress> downloads) throws IOException {
        CopySources sources = new CopySources(tree, texts, over);
        for (String each : asked) {
            if (downloads.containsKey(each)) {
                AddedAddress download = downloads.get(each);
                CopySources one = new CopySources(download.tree(), texts, over);
                one.addOne(download.name());
                sources.found.addAll(one.found);
                sources.hashes.addAll(one.hashes);
            } else {
                sources.add(each);
            }
        }
        if (sources.found.isEmpty()) {
            throw new EngineException(NOT_FOUND, "no source files were specified");
        }
        List<String> hashes = sources.hashes;
        return new Found(List.copyOf(sources.found), hashes.size() == 1 ? hashes.get(0) : "multi:" + hash(hashes));
    }

    private static String hash(List<String> texts) {
        Sha256 hash = Sha256.begin();
        update(hash, String.join(",", texts));
        return HexFormat.of().formatHex(hash.digest());
    }

    private static void update(Sha256 hash, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        hash.update(bytes, 0, bytes.length);
    }

    private void add(String asked) throws IOException {
        String path = asked.startsWith("/") ? asked.substring(1) : asked;
        path = path.startsWith("./") ? path.substring(2) : path;
        if (hasWildcards(path)) {
            String clean = clean(path);
            List<String> matches = new ArrayList<>();
            match("", Glob.parse(clean), Math.min(DEEPEST, (int) clean.chars().filter(letter -> letter == '/').count()), matches);
            Collections.sort(matches);
            for (String match : matches) {
                addOne(match);
            }
        } else {
            addOne(path);
        }
    }

    private static boolean hasWildcards(String path) {
        for (int at = 0; at < path.length(); at++) {
            char letter = path.charAt(at);
            if (letter == '\\') {
                at++;
            } else if (letter == '*' || letter == '?' || letter == '[') {
                return true;
            }
        }
        return false;
    }

    private static String clean(String path) {
        return path.replaceAll("/+", "/").replaceAll("/$", "");
    }

    /** @param deeper how many folders further down a match can be */
    private void match(String folder, Glob pattern, int deeper, List<String> matches) throws IOException {
        try (ReadableFolder listed = tree.folder("/" + folder)) {
            for (List<FolderEntry> some = listed.nextEntries(); !some.isEmpty(); some = listed.nextEntries()) {
                for (FolderEntry entry : some) {
                    requireGoingOn();
                    String path = folder.isEmpty() ? entry.name() : folder + "/" + entry.name();
                    if (pattern.matches(path)) {
                        requireFew(matches.size());
                        matches.add(path);
                    }
                    if (deeper > 0 && tree.find("/" + path).filter(facts -> facts.kind() == FileFacts.Kind.FOLDER).isPresent()) {
                        match(path, pattern, deeper - 1, matches);
                    }
                }
            }
        }
    }

    private static void requireFew(int sources) {
        if (sources == MOST_SOURCES) {
            throw new EngineException(SYSTEM, "more than " + MOST_SOURCES + " files by one instruction: copy their folder");
        }
    }

    private void requireGoingOn() {
        if (over.getAsBoolean()) {
            throw new EngineException(SYSTEM, "Build cancelled");
        }
    }

    private void addOne(String path) throws IOException {
        requireFew(found.size());
        if (texts == Texts.OF_CONTEXT && leadsOut(path)) {
            throw new EngineException(NOT_FOUND, "forbidden path outside the build context: " + path + " ()");
        }
        String resolved = tree.resolve(path);
        Optional<FileFacts> facts = tree.find(resolved);
        if (facts.isEmpty()) {
            throw new EngineException(NOT_FOUND, texts == Texts.OF_BUILDKIT ? GoText.quoted(inRoot(path)) + " not found: not found"
                    : (texts == Texts.OF_CONTEXT ? "file not found in build context or excluded by .dockerignore: " : "") + "stat " + path + ": file does not exist");
        }
        String name = FileTree.name(path.endsWith("/") ? path.substring(0, path.length() - 1) : path);
        Source source = new Source(tree, resolved, name, facts.get());
        found.add(source);
        hashes.add(source.isFolder() ? "dir:" + hashOfFolder(resolved) : "file:" + hashOfFile(resolved, facts.get()));
    }

    /** As a root of a file system takes it. */
    private static String inRoot(String path) {
        Deque<String> names = new ArrayDeque<>();
        for (String name : path.split("/")) {
            if (name.equals("..")) {
                names.pollLast();
            } else if (!name.isEmpty() && !name.equals(".")) {
                names.addLast(name);
            }
        }
        return "/" + String.join("/", names);
    }

    private static boolean leadsOut(String path) {
        int depth = 0;
        for (String name : path.split("/")) {
            depth += name.equals("..") ? -1 : name.isEmpty() || name.equals(".") ? 0 : 1;
            if (depth < 0) {
                return true;
            }
        }
        return false;
    }

    private String hashOfFile(String resolved, FileFacts facts) throws IOException {
        try (ReadableFolder holder = tree.folder(FileTree.above(resolved))) {
            return hash(holder, FileTree.name(resolved), resolved, facts);
        }
    }

    /** Of what is in it, each with its path below: added up, so that it does not matter in which order folders are listed, and none is held in memory. */
    private String hashOfFolder(String resolved) throws IOException {
        try (ReadableFolder folder = tree.folder(resolved)) {
            return hash(List.of(sum(folder, "", 0).toString()));
        }
    }

    private BigInteger sum(ReadableFolder folder, String below, int depth) throws IOException {
        if (depth > DEEPEST) {
            throw new EngineException(SYSTEM, "folders that are deeper than " + DEEPEST + " cannot be copied");
        }
        BigInteger sum = BigInteger.ZERO;
        for (List<FolderEntry> some = folder.nextEntries(); !some.isEmpty(); some = folder.nextEntries()) {
            for (FolderEntry entry : some) {
                FileFacts facts = folder.facts(entry.name());
                String path = below + "/" + entry.name();
                sum = sum.add(new BigInteger(hash(folder, entry.name(), path, facts), HEXADECIMAL));
                if (facts.kind() == FileFacts.Kind.FOLDER) {
                    try (ReadableFolder deeper = folder.enter(entry.name())) {
                        sum = sum.add(sum(deeper, path, depth + 1));
                    }
                }
            }
        }
        return sum;
    }

    private String hash(ReadableFolder holder, String name, String path, FileFacts facts) throws IOException {
        requireGoingOn();
        String target = facts.kind() == FileFacts.Kind.SYMBOLIC_LINK ? holder.linkTarget(name) : "";
        long size = facts.kind() == FileFacts.Kind.FILE ? facts.size() : 0;
        Sha256 hash = Sha256.begin();
        update(hash, List.of(path, facts.kind().name(), facts.mode(), facts.uid(), facts.gid(), size, target).stream().map(String::valueOf).collect(Collectors.joining("\0")) + "\0");
        if (facts.kind() == FileFacts.Kind.FILE) {
            try (ReadFile file = holder.read(name)) {
                long position = 0;
                for (int count = file.read(0, piece, piece.length); count > 0; count = file.read(position, piece, piece.length)) {
                    hash.update(piece, 0, count);
                    position += count;
                    requireGoingOn();
                }
            }
        }
        return HexFormat.of().formatHex(hash.digest());
    }
}
