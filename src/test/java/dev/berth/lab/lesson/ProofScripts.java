package dev.berth.lab.lesson;

import dev.berth.lab.source.Mistakes;
import dev.berth.lab.source.SourcePosition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** Looks whether the scripts of a lesson can prove anything. */
final class ProofScripts {

    private static final Pattern ASKS = Pattern.compile("(?m)^[^#\\n]*\\b(?:expect|passed) ");

    private ProofScripts() {}

    /** @param folder of the lesson */
    static void check(final Path folder, final Mistakes mistakes) throws IOException {
        checkScript(folder, Prover.SOLUTION, mistakes);
    }

    private static void checkScript(final Path folder, final String script, final Mistakes mistakes) throws IOException {
        if (!Files.isRegularFile(folder.resolve(script))) {
            mistakes.add(top(folder, script).error("a lesson needs this file"));
        } else if (!ASKS.matcher(Files.readString(folder.resolve(script))).find()) {
            mistakes.add(top(folder, script).error("this script expects nothing, so that it proves nothing: write expect TASK not-yet 'WORDS', or passed TASK"));
        }
    }

    private static SourcePosition top(final Path folder, final String script) {
        return new SourcePosition(folder.getFileName() + "/" + script, 1);
    }
}
