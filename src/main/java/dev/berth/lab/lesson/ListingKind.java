package dev.berth.lab.lesson;

import com.vladsch.flexmark.ast.FencedCodeBlock;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What stands after the three backticks of a listing.
 *
 * @param word "console run", "file ~/hello.c" and the like
 * @param machine where its lines are typed, {@code console run on vm2}; empty: in the terminal in front
 */
record ListingKind(String word, Optional<String> machine) {

    /** After the three backticks of a listing whose lines can be run by a click. */
    static final String RUN = "console run";

    /** A listing that shows what a command prints. */
    static final String OUTPUT = "output";

    private static final Pattern ON_MACHINE = Pattern.compile("((?:" + RUN + "|" + FileListing.WORD + ").*?) +on +(\\S+)");

    static ListingKind of(final FencedCodeBlock listing) {
        final String info = listing.getInfo().toString().strip();
        final Matcher onMachine = ON_MACHINE.matcher(info);
        return onMachine.matches() ? new ListingKind(onMachine.group(1), Optional.of(onMachine.group(2))) : new ListingKind(info, Optional.empty());
    }

    boolean isFile() {
        return word.startsWith(FileListing.WORD);
    }
}
