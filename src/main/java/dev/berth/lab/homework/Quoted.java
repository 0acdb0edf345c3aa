package dev.berth.lab.homework;

import dev.berth.lab.value.PlainText;

/** What came from a student or a machine, as a part of a sentence: one line, short, and nothing in it ends the code or the line. */
final class Quoted {

    private static final int LONGEST = 100;

    private Quoted() {
    }

    /** Its first line, between backticks. */
    static String code(String text) {
        String clean = plain(text);
        return clean.isEmpty() ? "nothing" : "`" + clean + "`";
    }

    static String plain(String text) {
        return PlainText.clean(PlainText.firstLine(text), LONGEST);
    }
}
