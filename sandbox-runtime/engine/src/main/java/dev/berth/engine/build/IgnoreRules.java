package dev.berth.engine.build;

import dev.berth.engine.EngineException;
import dev.berth.engine.file.FileTree;
import dev.berth.engine.file.Glob;
import dev.berth.runtime.kernel.RootedFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A {@code .dockerignore}. The client leaves out what it names, but sends the Dockerfile and this file in any case: these two are left out here.
 *
 * @see <a href="https://docs.docker.com/reference/dockerfile/#dockerignore-file">Dockerfile reference, .dockerignore</a>
 */
public final class IgnoreRules {
    private static final String FILE = ".dockerignore";
    private static final int MOST_BYTES = 64 * 1024;
    private static final String ANY = "**";

    /** @param names of the pattern, between its slashes; {@link #ANY} is any number of them. @param excepts it takes back what others say */
    private record Rule(List<String> names, List<Glob> globs, boolean excepts) {

        /** Whether it names a file, or a folder that the file is in. Only the last {@link #ANY} is ever moved, as a star of {@link Glob}: a student writes the pattern, and the path. */
        boolean matches(List<String> path) {
            int name = 0;
            int at = 0;
            int any = -1;
            int taken = 0;
            while (name < names.size()) {
                if (names.get(name).equals(ANY)) {
                    any = name++;
                    taken = at;
                } else if (at < path.size() && globs.get(name).matches(path.get(at))) {
                    name++;
                    at++;
                } else if (any >= 0 && taken < path.size()) {
                    at = ++taken;
                    name = any + 1;
                } else {
                    return false;
                }
            }
            return true;
        }
    }

    private final List<Rule> rules;

    private IgnoreRules(List<Rule> rules) {
        this.rules = rules;
    }

    /** @throws EngineException INVALID_PARAMETER for a malformed pattern */
    public static IgnoreRules parse(String text) {
        List<Rule> rules = new ArrayList<>();
        for (String line : text.lines().filter(each -> !each.startsWith("#")).map(String::strip).filter(each -> !each.isEmpty()).toList()) {
            boolean excepts = line.startsWith("!");
            List<String> names = names(excepts ? line.substring(1).strip() : line);
            if (!names.isEmpty()) {
                rules.add(new Rule(names, names.stream().map(name -> Glob.parse(name)).toList(), excepts));
            }
        }
        return new IgnoreRules(List.copyOf(rules));
    }

    /** Without what says nothing; several {@code **} in a row are one. */
    private static List<String> names(String path) {
        List<String> names = new ArrayList<>();
        for (String name : path.split("/")) {
            boolean again = name.equals(ANY) && !names.isEmpty() && names.get(names.size() - 1).equals(ANY);
            if (name.equals("..") && !names.isEmpty()) {
                names.remove(names.size() - 1);
            } else if (!name.isEmpty() && !name.equals(".") && !again) {
                names.add(name);
            }
        }
        if (!names.isEmpty() && names.get(names.size() - 1).equals(ANY)) {
            names.add("*"); // what is in a folder, not the folder
        }
        return names;
    }

    /** As they are sent to a client that leaves out what they name. */
    public List<String> patterns() {
        return rules.stream().map(rule -> (rule.excepts() ? "!" : "") + String.join("/", rule.names())).toList();
    }

    /** The last rule that names it counts. */
    public boolean ignores(String path) {
        List<String> names = Arrays.stream(path.split("/")).filter(name -> !name.isEmpty()).toList();
        boolean ignored = false;
        for (Rule rule : rules) {
            if (ignored == rule.excepts() && rule.matches(names)) {
                ignored = !rule.excepts();
            }
        }
        return ignored;
    }

    /** Removes this file and the Dockerfile from a context that leaves them out. */
    static void removeIgnored(Path folder, FileTree context, String dockerfile) throws IOException {
        IgnoreRules rules;
        try {
            rules = parse(new String(context.read(FILE, MOST_BYTES), StandardCharsets.UTF_8));
        } catch (NoSuchFileException none) {
            return;
        } catch (EngineException malformed) {
            return; // as in Docker, whose command says so before it sends anything
        }
        try (RootedFolder files = RootedFolder.open(folder)) {
            for (String each : List.of(FILE, dockerfile)) {
                if (files.exists(each) && rules.ignores(each)) {
                    files.remove(each);
                }
            }
        }
    }
}
