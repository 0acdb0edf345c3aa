package dev.berth.lab.lesson;

/** Writing text into HTML, so that it stays text. */
public final class Html {

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
            html.append(escape(text.substring(end, open)))
                    .append("<code>")
                    .append(escape(text.substring(open + 1, close)))
                    .append("</code>");
            end = close + 1;
        }
    }
}
