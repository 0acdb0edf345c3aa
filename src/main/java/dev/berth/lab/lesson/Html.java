package dev.berth.lab.lesson;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Writing text into HTML, so that it stays text. */
public final class Html {

    /** A word, or the blank between two. */
    private static final Pattern PIECE = Pattern.compile("\\s+|\\S+");

    private static final Pattern NEVER_BROKEN = Pattern.compile("\\s+|[A-Za-z0-9.:_]+");

    private Html() {}

    /** Text for an element or for an attribute in quotes. */
    public static String escape(final String text) {
        final StringBuilder escaped = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            final char character = text.charAt(i);
            switch (character) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                case '\n', '\t' -> escaped.append(character);
                default -> escaped.append(Character.isISOControl(character) ? '\uFFFD' : character);
            }
        }
        return escaped.toString();
    }

    /** Code within a sentence. Browsers break lines at hyphens and slashes, which words of code are full of: these stand in elements that styles keep whole. */
    static String code(final String text) {
        return "<code>" + PIECE.matcher(text).replaceAll(piece -> Matcher.quoteReplacement(
                NEVER_BROKEN.matcher(piece.group()).matches() ? piece.group() : "<span>" + escape(piece.group()) + "</span>")) + "</code>";
    }

    /** A title, verdict or reply: text that is escaped, and `code` between backticks that becomes a {@code code} element. */
    public static String saying(final String text) {
        final StringBuilder html = new StringBuilder();
        int end = 0;
        while (true) {
            final int open = text.indexOf('`', end);
            final int close = open < 0 ? -1 : text.indexOf('`', open + 1);
            if (close < 0) {
                return html.append(escape(text.substring(end))).toString();
            }
            html.append(escape(text.substring(end, open))).append(code(text.substring(open + 1, close)));
            end = close + 1;
        }
    }
}
