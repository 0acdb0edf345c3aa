package dev.berth.lab.value;

/** Text from a student or a machine, as a part of a sentence of ours. */
public final class PlainText {

    private PlainText() {}

    /** The first line that has something, without blanks around it; empty if there is none. */
    public static String firstLine(final String text) {
        return text.lines().map(String::strip).filter(line -> !line.isEmpty()).findFirst().orElse("");
    }

    /** At most so many characters, none of which can end a piece of code, a line, or the direction of writing. */
    public static String clean(final String text, final int most) {
        final StringBuilder cleaned = new StringBuilder();
        int taken = 0;
        for (int i = 0; i < text.length(); ) {
            final int character = text.codePointAt(i);
            if (taken == most) {
                return cleaned.append('…').toString();
            }
            cleaned.appendCodePoint(isPlain(character) ? character : character == '`' ? '\'' : '\uFFFD');
            taken++;
            i += Character.charCount(character);
        }
        return cleaned.toString();
    }

    private static boolean isPlain(final int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.UNASSIGNED, Character.PRIVATE_USE,
                    Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> false;
            default -> character != '`';
        };
    }
}
