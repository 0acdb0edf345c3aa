package dev.berth.engine.dockerfile;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The variables that ARG declares and {@code --build-arg} sets. Those before the first FROM are known in FROM lines, and where a stage declares them again; each stage begins with
 * none but the proxies that Docker knows.
 */
public final class BuildArguments {
    private static final Set<String> PREDEFINED = Set.of("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "FTP_PROXY", "ftp_proxy", "NO_PROXY", "no_proxy");

    private final Map<String, Optional<String>> given;
    private final Map<String, Optional<String>> global = new HashMap<>();
    private final Map<String, Optional<String>> declared = new TreeMap<>();
    private final Set<String> used = new HashSet<>();

    /** @param given by the client; a name without a value was not set there */
    public BuildArguments(Map<String, Optional<String>> given) {
        this.given = new TreeMap<>(given);
    }

    /** A stage begins. */
    public void beginStage() {
        declared.clear();
    }

    /** @param beforeStages whether no FROM was met yet */
    public void declare(String name, Optional<String> value, boolean beforeStages) {
        used.add(name);
        declared.put(name, value);
        if (beforeStages) {
            global.put(name, value);
        }
    }

    /** Before the first FROM. @param escape of the Dockerfile */
    public void declareGlobal(Instruction.Arg arg, char escape) {
        ShellWords words = new ShellWords(declared(), escape);
        for (Instruction.Variable each : arg.variables()) {
            declare(words.expand(each.name()), each.value().map(words::expand), true);
        }
    }

    /** What FROM lines know. */
    public Map<String, String> global() {
        return values(global);
    }

    /** What other lines know. */
    public Map<String, String> declared() {
        return values(declared);
    }

    private Map<String, String> values(Map<String, Optional<String>> source) {
        Map<String, String> values = new TreeMap<>();
        Set<String> names = new TreeSet<>(source.keySet());
        names.addAll(PREDEFINED);
        names.forEach(name -> value(name, source).ifPresent(value -> values.put(name, value)));
        return values;
    }

    private Optional<String> value(String name, Map<String, Optional<String>> source) {
        return given.getOrDefault(name, Optional.empty())
                .or(() -> source.getOrDefault(name, Optional.empty()))
                .or(() -> global.getOrDefault(name, Optional.empty()));
    }

    /** As {@code name=value}, for a program. @param environment what it has anyway wins */
    public List<String> besides(List<String> environment) {
        Set<String> names = new HashSet<>();
        environment.forEach(variable -> names.add(variable.replaceFirst("(?s)=.*", "")));
        return declared().entrySet().stream().filter(variable -> !names.contains(variable.getKey())).map(variable -> variable.getKey() + "=" + variable.getValue()).toList();
    }

    /** Those of {@link #besides} that make a difference to an image: not the proxies, unless they were declared. */
    public List<String> recorded(List<String> variables) {
        return variables.stream().filter(variable -> {
            String name = variable.replaceFirst("(?s)=.*", "");
            return declared.containsKey(name) || !PREDEFINED.contains(name);
        }).sorted().toList();
    }

    /** Names that were given and that no line declares. */
    public List<String> unused() {
        List<String> names = new ArrayList<>(given.keySet());
        names.removeAll(used);
        names.removeAll(PREDEFINED);
        return names;
    }
}
