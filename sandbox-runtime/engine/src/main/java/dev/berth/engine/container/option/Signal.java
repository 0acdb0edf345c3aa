package dev.berth.engine.container.option;

import static dev.berth.engine.EngineException.Kind.INVALID_PARAMETER;
import static dev.berth.engine.EngineException.Kind.SYSTEM;

import dev.berth.engine.EngineException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** A signal by its Linux number, as people name it: {@code KILL}, {@code SIGKILL}, {@code 9}. @see <a href="https://man7.org/linux/man-pages/man7/signal.7.html">signal(7)</a> */
public record Signal(int number) {
    public static final Signal KILL = new Signal(9);
    public static final Signal TERM = new Signal(15);

    private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9]{1,18}");
    private static final int FIRST_REAL_TIME = 34;
    private static final int LAST = 64;
    private static final List<String> NAMES = List.of(
            "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2", "PIPE", "ALRM", "TERM", "STKFLT",
            "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG", "XCPU", "XFSZ", "VTALRM", "PROF", "WINCH", "IO", "PWR", "SYS");

    /** The signal to stop with. Docker takes any number there; one that is none has the container killed. @throws EngineException as {@link #parse} */
    public static Signal parseForStop(String text) {
        return isUnknownNumber(text) ? KILL : parse(text);
    }

    /** @throws EngineException in Docker's words, if there is no such signal: INVALID_PARAMETER, but SYSTEM for a number that is none */
    public static Signal parse(String text) {
        if (isUnknownNumber(text)) {
            throw new EngineException(SYSTEM, "The linux daemon does not support signal " + Long.toUnsignedString(Long.parseLong(text)));
        }
        String name = text.toUpperCase(Locale.ROOT);
        name = name.startsWith("SIG") ? name.substring("SIG".length()) : name;
        int number = NAMES.indexOf(name) + 1;
        if (number == 0 && name.matches("\\d{1,3}")) {
            number = Integer.parseInt(name);
        } else if (name.matches("RTMIN(\\+([1-9]|1[0-5]))?")) {
            number = FIRST_REAL_TIME + (name.length() > 6 ? Integer.parseInt(name.substring(6)) : 0);
        } else if (name.matches("RTMAX(-([1-9]|1[0-4]))?")) {
            number = LAST - (name.length() > 6 ? Integer.parseInt(name.substring(6)) : 0);
        }
        if (number < 1 || number > LAST) {
            throw new EngineException(INVALID_PARAMETER, "Invalid signal: " + text);
        }
        return new Signal(number);
    }

    /** Zero is not one of them: Docker takes it for no signal at all. */
    private static boolean isUnknownNumber(String text) {
        return NUMBER.matcher(text).matches() && Long.parseLong(text) != 0 && (Long.parseLong(text) < 1 || Long.parseLong(text) > LAST);
    }
}
