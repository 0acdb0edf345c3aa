package dev.berth.engine.container;

import static dev.berth.engine.EngineException.Kind.INVALID_PARAMETER;
import static dev.berth.engine.EngineException.Kind.SYSTEM;

import dev.berth.engine.EngineException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What {@code docker top} prints: the processes of a container as ps(1) would list them in the machine. */
final class ProcessTable {
    private record Column(String title, Function<ProcessFacts, String> value) {}

    private static final List<String> FULL = List.of("uid_name", "pid", "ppid", "c", "stime", "tty", "time", "cmd");
    private static final List<String> SHORT = List.of("pid", "tty", "time", "ucmd");
    private static final List<String> AUX = List.of("user", "pid", "%cpu", "%mem", "vsz", "rss", "tt", "stat", "start_time", "bsdtime", "command");
    private static final List<String> OLD_SHORT = List.of("pid", "tt", "stat", "bsdtime", "command");
    /** Words without a dash are letters of these; an {@code o} at the end takes the next word. */
    private static final Pattern OLD_WORD = Pattern.compile("[acefghjlmnrsuvwxSTU]*o?");

    private final ContainerKind kind;
    private final Map<String, Column> columns = new LinkedHashMap<>();

    ProcessTable(ContainerKind kind) {
        this.kind = kind;
        column("UID", facts -> user(facts.userId()), "uid_name");
        column("USER", facts -> user(facts.userId()), "user", "euser");
        column("UID", facts -> String.valueOf(kind.shownUser(facts.userId())), "uid");
        column("PID", facts -> String.valueOf(kind.shownPid(facts.pid())), "pid");
        column("PPID", facts -> String.valueOf(kind.shownPid(facts.parent())), "ppid");
        column("C", facts -> String.valueOf((int) facts.processorPercent()), "c");
        column("%CPU", facts -> String.format("%.1f", facts.processorPercent()), "%cpu", "pcpu");
        column("%MEM", facts -> String.format("%.1f", facts.memoryPercent()), "%mem", "pmem");
        column("VSZ", facts -> String.valueOf(facts.virtualKiB()), "vsz");
        column("RSS", facts -> String.valueOf(facts.residentKiB()), "rss");
        column("TTY", facts -> facts.terminal(), "tty", "tt", "tname");
        column("STAT", facts -> facts.state(), "stat");
        column("S", facts -> facts.state().substring(0, 1), "s", "state");
        column("STIME", facts -> facts.startedAt(), "stime");
        column("START", facts -> facts.startedAt(), "start_time", "bsdstart");
        column("STARTED", facts -> facts.startedAt(), "start");
        column("ELAPSED", facts -> facts.elapsed(), "etime");
        column("TIME", facts -> facts.processorTime(), "time", "cputime");
        column("TIME", facts -> facts.processorMinutes(), "bsdtime");
        column("CMD", facts -> facts.commandLine(), "cmd");
        column("COMMAND", facts -> facts.commandLine(), "command", "args");
        column("COMMAND", facts -> facts.name(), "comm");
        column("CMD", facts -> facts.name(), "ucmd", "ucomm");
    }

    private void column(String title, Function<ProcessFacts, String> value, String... names) {
        for (String name : names) {
            columns.put(name, new Column(title, value));
        }
    }

    private String user(int hostUser) {
        int shown = kind.shownUser(hostUser);
        return shown == 0 ? "root" : String.valueOf(shown);
    }

    /** @param options as for ps(1); a process that ends meanwhile is left out */
    Containers.Top of(Run run, List<String> options) {
        List<Column> chosen = choose(options).stream().map(this::find).toList();
        if (chosen.stream().noneMatch(column -> column.title().equals("PID"))) {
            throw new EngineException(SYSTEM, "Couldn't find PID field in ps output");
        }
        List<List<String>> rows = new ArrayList<>();
        // In the order of the numbers that are shown: the host's began anew at another time than the machine's.
        run.processes().stream().flatMap(pid -> ProcessFacts.read(pid).stream()).sorted(Comparator.comparingInt(facts -> kind.shownPid(facts.pid()))).forEach(
                facts -> rows.add(chosen.stream().map(column -> column.value().apply(facts)).toList()));
        return new Containers.Top(chosen.stream().map(Column::title).toList(), rows);
    }

    private Column find(String name) {
        return Optional.ofNullable(columns.get(name)).orElseThrow(() -> new EngineException(
                INVALID_PARAMETER, "ps: error: unknown user-defined format specifier \"" + name + "\"; known are " + String.join(",", columns.keySet())));
    }

    private static boolean takesColumns(String word) {
        if (!word.startsWith("-") && !OLD_WORD.matcher(word).matches()) {
            throw new EngineException(SYSTEM, "ps: error: unsupported option (BSD syntax)");
        }
        return word.equals("--format") || word.equals("-o") || word.equals("-eo") || !word.startsWith("-") && word.endsWith("o");
    }

    private static List<String> choose(List<String> options) {
        List<String> words = options.stream().flatMap(option -> Stream.of(option.trim().split("\\s+"))).filter(word -> !word.isEmpty()).toList();
        List<String> chosen = new ArrayList<>();
        List<String> format = SHORT;
        for (int index = 0; index < words.size(); index++) {
            String word = words.get(index);
            if (takesColumns(word)) {
                index++;
                chosen.addAll(index < words.size() ? Arrays.asList(words.get(index).split(",")) : List.of());
            } else if (word.startsWith("-o")) {
                chosen.addAll(Arrays.asList(word.substring(2).split(",")));
            } else if (word.startsWith("-") && word.contains("f")) {
                format = FULL;
            } else if (word.equals("-x") || !word.startsWith("-")) {
                format = word.contains("u") ? AUX : OLD_SHORT;
            }
        }
        if (!chosen.isEmpty()) {
            return chosen;
        }
        return words.isEmpty() ? FULL : format;
    }
}
