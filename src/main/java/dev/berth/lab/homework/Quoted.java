package dev.berth.lab.homework;

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
        String line = text.lines().map(String::strip).filter(each -> !each.isEmpty()).findFirst().orElse("");
        String clean = line.replaceAll("[\\p{Cc}\\p{Cf}\\p{Cs}`]", " ").strip();
        return clean.length() > LONGEST ? clean.substring(0, LONGEST) + "…" : clean;
    }
}
