package dev.berth.lab.lesson;

import dev.berth.lab.source.SourcePosition;
import java.util.regex.Pattern;

/**
 * A listing that shows a whole file, which a click writes on the machine: {@code file ~/hello.c} after the three backticks.
 *
 * @param path in the home folder, or from the root
 * @param content with the end of its last line
 */
record FileListing(String path, String content) {

    /** After the three backticks, before the path. */
    static final String WORD = "file ";

    private static final Pattern PATH = Pattern.compile("~?(?:/(?:[A-Za-z0-9._-]|\\$\\{student[.][a-z][a-z0-9-]*})+)+");

    /** @throws dev.berth.lab.source.LessonSourceException if the path is none that can be typed in a shell as it is */
    static FileListing parse(final SourcePosition position, final String info, final String content) {
        final String path = info.substring(WORD.length()).strip();
        if (path.length() > 120 || !PATH.matcher(path).matches() || path.contains("..")) {
            throw position.error("\"" + path + "\" is no path for a file: write ~/… or /… with letters, digits and the signs . _ -");
        }
        if (content.isBlank()) {
            throw position.error("the file \"" + path + "\" is empty; write what is to be in it");
        }
        return new FileListing(path, content);
    }

    /** What a student types to write it: a here-document, after which the shell puts nothing in place of anything. */
    String command() {
        String end = "END";
        while (content.lines().anyMatch(end::equals)) {
            end += "_";
        }
        final int slash = path.lastIndexOf('/');
        final String folder = path.substring(0, slash);
        final String makeFolder = folder.isEmpty() || folder.equals("~") ? "" : "mkdir -p " + folder + " && ";
        return makeFolder + "cat > " + path + " <<'" + end + "'\n" + content + end;
    }
}
