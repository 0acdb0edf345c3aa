package dev.berth.lab.walk;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.TimeoutError;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A terminal as a person sees it: the rows on its screen, and a keyboard. */
final class TerminalView {

    /**
     * Rows are elements, one for each line of the screen. Blanks at their ends mean nothing, but in a row that is full: a longer line goes on after it, and
     * a name of unlucky length once put the edge where a blank was.
     */
    private static final String ROWS = """
            screen => Array.from(screen.querySelectorAll('.xterm-rows > div'), row => {
              const text = row.textContent.replaceAll('\\u00a0', ' ');
              const content = document.createRange();
              content.selectNodeContents(row);
              const columnWidth = content.getBoundingClientRect().width / text.length;
              return columnWidth * (text.length + 0.5) < row.clientWidth ? text.trimEnd() : text;
            })""";

    /** A long line is several rows: what is looked for may be broken by the screen's edge. */
    private static final String SCREEN_MATCHES = """
            ([selector, pattern]) => Array.from(document.querySelectorAll(selector)).some(screen =>
              ['\\n', ''].some(end => new RegExp(pattern).test((%s)(screen).join(end))))""".formatted(ROWS);

    /** Numbers every command of a run of the tests, since a screen may still show the end of an earlier one. */
    private static final AtomicInteger COMMANDS = new AtomicInteger();

    private final Page page;
    private final String selector;
    private final Locator screen;

    /** @param selector of its element, which is another one when the page is loaded again */
    TerminalView(final Page page, final String selector) {
        this.page = page;
        this.selector = selector;
        this.screen = page.locator(selector);
    }

    /** The lines on the screen, to the last one that is not empty. */
    @SuppressWarnings("unchecked")
    List<String> rows() {
        return (List<String>) screen.evaluate(ROWS);
    }

    /** All that is on the screen. */
    String text() {
        return String.join("\n", rows()).stripTrailing();
    }

    /** All that is on the screen, as if it were wide enough to break no line. */
    String unbroken() {
        return String.join("", rows());
    }

    /** Waits until the screen shows something. */
    TerminalView shows(final String words) {
        return matches(words.replaceAll("[.*+?^${}()|\\[\\]\\\\]", "\\\\$0"), words);
    }

    /** Waits for the prompt of the student's machine, with nothing typed after it. */
    TerminalView showsPrompt() {
        return matches("root@vm1:\\S+#\\s*$", "a prompt");
    }

    /** Waits for the prompt of a shell in which nothing has been done yet. */
    TerminalView showsFreshPrompt() {
        return matches("^root@vm1:\\S+#\\s*$", "a prompt alone");
    }

    /** Waits until all that has been drawn lies in sight, beside the scrollbar. */
    TerminalView isWhole() {
        page.waitForFunction("""
                screen => {
                  const room = screen.getBoundingClientRect();
                  const drawn = screen.querySelector('.xterm-screen').getBoundingClientRect();
                  const scrollbar = screen.querySelector('.scrollbar.vertical').getBoundingClientRect();
                  return drawn.bottom <= room.bottom && drawn.right <= Math.min(room.right, scrollbar.left);
                }""", screen.elementHandle());
        return this;
    }

    /** Types a line and presses Enter. */
    TerminalView type(final String line) {
        focus();
        page.keyboard().type(line);
        page.keyboard().press("Enter");
        return this;
    }

    TerminalView press(final String key) {
        focus();
        page.keyboard().press(key);
        return this;
    }

    TerminalView focus() {
        screen.locator("textarea").focus();
        return this;
    }

    /** Runs a command on an otherwise empty screen and waits for its end. */
    Outcome run(final String command) {
        final int number = COMMANDS.incrementAndGet();
        // What is typed differs from what is printed, so that the typed line is not taken for the end.
        type("clear; " + command + "; echo \"<$?:" + number + ">\"");
        final Pattern end = Pattern.compile("<(\\d+):" + number + ">");
        matches("<\\d+:" + number + ">", "the end of " + command);
        final String all = text();
        final Matcher matcher = end.matcher(all);
        if (!matcher.find()) {
            throw new AssertionError("the end of \"" + command + "\" has left the screen:\n" + all);
        }
        return new Outcome(Integer.parseInt(matcher.group(1)), all.substring(0, matcher.start()).strip());
    }

    private TerminalView matches(final String pattern, final String wanted) {
        try {
            page.waitForFunction(SCREEN_MATCHES, List.of(selector, pattern));
        } catch (final TimeoutError e) {
            throw new AssertionError("the terminal does not show \"" + wanted + "\", but:\n" + text(), e);
        }
        return this;
    }

    /**
     * How a command ended.
     *
     * @param code the exit code
     * @param text what it printed, broken where the screen ended
     */
    record Outcome(int code, String text) {

        /** The text as if the screen were wide enough to break no line. */
        String unbroken() {
            return text.replace("\n", "");
        }

        /** The last word, such as the id that {@code docker run -d} prints. */
        String lastWord() {
            final String unbroken = unbroken();
            return unbroken.substring(unbroken.lastIndexOf(' ') + 1);
        }
    }
}
