package dev.berth.lab.lesson;

import dev.berth.lab.source.SourcePosition;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a lesson does on the student's machine before it begins: {@code setup.sh}, a script of bash.
 *
 * @param text as its author wrote it
 */
public record SetupScript(String text) {

    public static final String NAME = "setup.sh";

    /** After which it is ended, in seconds. */
    public static final int SECONDS = 60;

    /** The exit code of what had not ended by then. */
    public static final int OVERDUE = 124;

    /** The exit code of what had to be killed. */
    private static final int KILLED = 137;

    /** The kernel takes an argument of 128 KiB, and this is one. */
    private static final int MOST_LETTERS = 32 << 10;

    private static final Pattern DOES_SOMETHING = Pattern.compile("(?m)^\\s*[^#\\s]");

    /** On its first line, so that the lines of the script are counted as its author does. Its last line says where it failed. */
    private static final String PRELUDE = "set -eu; exec </dev/null; trap 'code=$?; printf \"\\nsetup.sh:%s: %s (exit code %s)\" \"$LINENO\" \"$BASH_COMMAND\" \"$code\"' ERR; ";

    private static final Pattern FAILED = Pattern.compile("(?s)(.*?)\\n?setup\\.sh:(\\d{1,5}: .*) \\(exit code (\\d+)\\)\\s*");

    /** Letters of what it printed that are told. */
    private static final int MOST_TOLD = 300;

    /** @throws dev.berth.lab.source.LessonSourceException if it does nothing, or is too long */
    static SetupScript parse(final SourcePosition top, final String text) {
        if (!DOES_SOMETHING.matcher(text).find()) {
            throw top.error("this script does nothing: write what prepares the student's machine, or remove the file");
        }
        if (text.length() > MOST_LETTERS) {
            throw top.error("this script has " + text.length() + " letters, and " + MOST_LETTERS + " is the most: lay what is long as files/");
        }
        return new SetupScript(text);
    }

    /** The script that is run. */
    public String program() {
        return PRELUDE + text;
    }

    /** Says where it failed, and what was printed last. @param output of the {@link #program()}, which was cut or is whatever a student's machine prints */
    public static String failure(final String output, final int code) {
        if (code == OVERDUE || code == KILLED) {
            return NAME + " had not ended after " + SECONDS + " seconds";
        }
        final Matcher failed = FAILED.matcher(output);
        final boolean known = failed.matches();
        final String printed = (known ? failed.group(1) : output).strip();
        final String last = printed.substring(printed.lastIndexOf('\n') + 1);
        return NAME + (known ? ":" + shortened(failed.group(2)) : "") + " ended with exit code " + (known ? failed.group(3) : Integer.toString(code)) + (last.isEmpty() ? "" : ": " + shortened(last));
    }

    private static String shortened(final String text) {
        final String clean = text.replaceAll("\\p{Cntrl}", " ");
        return clean.length() <= MOST_TOLD ? clean : clean.substring(0, MOST_TOLD) + "…";
    }
}
