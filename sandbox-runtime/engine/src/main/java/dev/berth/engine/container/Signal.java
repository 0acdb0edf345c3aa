package dev.berth.engine.container;

import static dev.berth.engine.EngineException.Kind.INVALID_PARAMETER;

import dev.berth.engine.EngineException;
import java.util.List;
import java.util.Locale;

/** A signal by its Linux number, as people name it: {@code KILL}, {@code SIGKILL}, {@code 9}. @see <a href="https://man7.org/linux/man-pages/man7/signal.7.html">signal(7)</a> */
public record Signal(int number) {
    public static final Signal KILL = new Signal(9);
    public static final Signal TERM = new Signal(15);

    private static final int FIRST_REAL_TIME = 34;
    private static final int LAST = 64;
    private static final List<String> NAMES = List.of(
            "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2", "PIPE", "ALRM", "TERM", "STKFLT",
            "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG", "XCPU", "XFSZ", "VTALRM", "PROF", "WINCH", "IO", "PWR", "SYS");

    /** The signal to stop with. Docker takes any number there; one that is none has the container killed. @throws EngineException as {@link #parse} */
    static Signal parseForStop(String text) {
        return text.matches("\\d{2,9}") && Integer.parseInt(text) > LAST ? KILL : parse(text);
    }

    /** @throws EngineException INVALID_PARAMETER, in Docker's words, if there is no such signal */
    public static Signal parse(String text) {
        String name = text.toUpperCase(Locale.ROOT);
        name = name.startsWith("SIG") ? name.substring("SIG".length()) : name;
        int number = NAMES.indexOf(name) + 1;
        if (number == 0 && name.matches("\\d{1,3}")) {
            number = Integer.parseInt(name);
        } else if (name.matches("RTMIN(\\+\\d{1,2})?")) {
            number = FIRST_REAL_TIME + (name.length() > 6 ? Integer.parseInt(name.substring(6)) : 0);
        } else if (name.matches("RTMAX(-\\d{1,2})?")) {
            number = LAST - (name.length() > 6 ? Integer.parseInt(name.substring(6)) : 0);
        }
        if (number < 1 || number > LAST) {
            throw new EngineException(INVALID_PARAMETER, "Invalid signal: " + text);
        }
        return new Signal(number);
    }
}
