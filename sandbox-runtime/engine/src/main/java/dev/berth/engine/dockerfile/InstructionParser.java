package dev.berth.engine.dockerfile;

import static dev.berth.engine.EngineException.Kind.INVALID_PARAMETER;

import dev.berth.engine.EngineException;
import dev.berth.engine.dockerfile.Instruction.Command;
import dev.berth.engine.dockerfile.Instruction.Variable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads what a line asks for. All errors are INVALID_PARAMETER, with Docker's texts. */
public final class InstructionParser {
    private static final Pattern STAGE = Pattern.compile("[a-z][a-z0-9-_.]*");
    private static final Pattern BLANKS = Pattern.compile("[\\t\\x0B\\f\\r ]+");
    private static final Pattern ON_BUILD = Pattern.compile("(?i)^\\s*ONBUILD\\s*");
    private static final Set<String> OF_BUILDKIT = Set.of("mount", "network", "security");
    private static final Set<String> PAIRED = Set.of("ENV", "LABEL");
    private static final Set<String> MAYBE_JSON = Set.of("ADD", "CMD", "COPY", "ENTRYPOINT", "RUN", "SHELL", "VOLUME");
    private static final Set<String> NO_TRIGGERS = Set.of("MAINTAINER", "FROM");

    /** Where a script of a Dockerfile is while it runs. */
    public static final String SCRIPTS = "/dev/pipes/";

    private static final String MOUNT = "--mount=";

    private final char escape;
    private final boolean buildKit;

    /** @param buildKit whether BuildKit's options are read: without it, a build refuses them when it comes to them */
    public InstructionParser(Dockerfile file, boolean buildKit) {
        this.escape = file.escape();
        this.buildKit = buildKit;
    }

    /** @param trigger what stood behind ONBUILD. @return with the text that a build prints */
    public static Instruction parseTrigger(String trigger, boolean buildKit) {
        Dockerfile file = Dockerfile.parse(trigger, false);
        if (file.lines().size() != 1) {
            throw refused("onbuild trigger should be a single expression");
        }
        return new InstructionParser(file, buildKit).parse(file.lines().get(0));
    }

    public Instruction parse(Dockerfile.Line line) {
        String name = line.name().toUpperCase(Locale.ROOT);
        String arguments = line.arguments();
        switch (name) {
            case "ADD", "COPY" -> {
                return copy(name, line);
            }
            case "FROM" -> {
                return from(line);
            }
            case "RUN" -> {
                return run(line);
            }
            case "HEALTHCHECK" -> {
                return new Instruction.Health(HealthCheckLine.parse(line.whole(), JsonList::read));
            }
            default -> {
                flags(line, Set.of());
                return withoutFlags(name, line, arguments);
            }
        }
    }

    private Instruction withoutFlags(String name, Dockerfile.Line line, String arguments) {
        return switch (name) {
            case "ARG" -> new Instruction.Arg(arg(arguments));
            case "CMD" -> new Instruction.Cmd(command(arguments));
            case "ENTRYPOINT" -> new Instruction.Entrypoint(command(arguments));
            case "ENV" -> new Instruction.Env(pairs(name, arguments));
            case "EXPOSE" -> new Instruction.Expose(blankSeparated(name, arguments).stream().sorted().toList());
            case "LABEL" -> new Instruction.Label(pairs(name, arguments), false);
            case "MAINTAINER" -> new Instruction.Maintainer(one(name, arguments));
            case "ONBUILD" -> onBuild(line, arguments);
            case "SHELL" -> shell(line, arguments);
            case "STOPSIGNAL" -> new Instruction.StopSignal(one(name, arguments));
            case "USER" -> new Instruction.User(one(name, arguments));
            case "VOLUME" -> volume(arguments);
            case "WORKDIR" -> new Instruction.Workdir(one(name, arguments));
            default -> throw refused("unknown instruction: " + name);
        };
    }

    private static EngineException refused(String message) {
        return new EngineException(INVALID_PARAMETER, message);
    }

    /** @param known without dashes; each has a value */
    private static Map<String, String> flags(Dockerfile.Line line, Set<String> known) {
        return flags(line.flags(), known);
    }

    private static Map<String, String> flags(List<String> given, Set<String> known) {
        Map<String, String> flags = new HashMap<>();
        for (String flag : given) {
            int equals = flag.indexOf('=');
            String name = flag.substring(2, equals < 0 ? flag.length() : equals);
            if (!known.contains(name)) {
                throw refused("Unknown flag: " + name);
            }
            if (equals < 0) {
                throw refused("Missing a value on flag: " + name);
            }
            if (flags.put(name, flag.substring(equals + 1)) != null) {
                throw refused("Duplicate flag specified: " + name);
            }
        }
        return flags;
    }

    private Instruction copy(String name, Dockerfile.Line line) {
        List<String> paths = JsonList.read(line.arguments()).orElseGet(() -> blankSeparated(line.arguments()));
        if (paths.size() < 2) {
            throw refused(name + " requires at least two arguments, but only one was provided. Destination could not be determined");
        }
        boolean add = name.equals("ADD");
        Map<String, String> flags = flags(withoutLink(line), add ? Set.of("chown", "chmod") : Set.of("chown", "chmod", "from"));
        int last = paths.size() - 1;
        return new Instruction.Copy(add, List.copyOf(paths.subList(0, last)), paths.get(last), flags.getOrDefault("from", ""), flags.getOrDefault("chown", ""),
                flags.getOrDefault("chmod", ""), line.documents());
    }

    /** A layer that a COPY makes never depends on those below it here: it is what it asks for. */
    private List<String> withoutLink(Dockerfile.Line line) {
        return buildKit ? line.flags().stream().filter(flag -> !flag.equals("--link") && !flag.startsWith("--link=")).toList() : line.flags();
    }

    private static Instruction from(Dockerfile.Line line) {
        List<String> words = blankSeparated(line.arguments());
        String stage = "";
        if (words.size() == 3 && words.get(1).equalsIgnoreCase("as")) {
            stage = words.get(2).toLowerCase(Locale.ROOT);
            if (!STAGE.matcher(stage).matches()) {
                throw refused("invalid name for build stage: \"" + words.get(2) + "\", name can't start with a number or contain symbols");
            }
        } else if (words.size() != 1) {
            throw refused("FROM requires either one or three arguments");
        }
        return new Instruction.From(words.get(0), stage, flags(line, Set.of("platform")).getOrDefault("platform", ""));
    }

    private Instruction run(Dockerfile.Line line) {
        List<String> mounts = line.flags().stream().filter(flag -> flag.startsWith(MOUNT)).toList();
        List<String> others = new ArrayList<>(line.flags());
        others.removeAll(mounts);
        Map<String, String> flags = flags(others, OF_BUILDKIT);
        List<String> options = new ArrayList<>(flags.keySet());
        if (!mounts.isEmpty()) {
            options.add(0, "mount");
        }
        List<RunMount> parsed = buildKit ? mounts.stream().map(flag -> RunMount.parse(flag.substring(MOUNT.length()))).toList() : List.of();
        if (buildKit && flags.containsKey("security")) {
            throw refused("--security is not supported here: a step has no more rights than the machine's containers");
        }
        String network = flags.getOrDefault("network", "");
        if (buildKit && !Set.of("", "default", "none", "host").contains(network)) {
            throw refused("unsupported network mode " + GoText.quoted(network));
        }
        List<Dockerfile.HereDocument> documents = line.documents();
        if (documents.size() == 1 && line.arguments().equals(documents.get(0).word())) {
            String content = documents.get(0).content();
            return content.startsWith("#!")
                    ? new Instruction.Run(new Command(interpreted(content, documents.get(0).name()), false), options, parsed, network, Optional.of(documents.get(0)))
                    : new Instruction.Run(new Command(List.of(content), true), options, parsed, network, Optional.empty());
        }
        String forShell = documents.stream().map(each -> "\n" + each.content() + each.name()).collect(Collectors.joining());
        Command command = command(line.arguments());
        return new Instruction.Run(documents.isEmpty() ? command : new Command(List.of(line.arguments() + forShell), true), options, parsed, network, Optional.empty());
    }

    /** As the kernel runs a script: its first line says by what, with at most one argument. */
    private static List<String> interpreted(String script, String name) {
        String first = script.substring("#!".length(), script.indexOf('\n')).strip();
        List<String> words = new ArrayList<>(Arrays.asList(BLANKS.split(first, 2)));
        words.add(SCRIPTS + name);
        return words;
    }

    private static Command command(String arguments) {
        Optional<List<String>> program = JsonList.read(arguments);
        return program.map(words -> new Command(words, false)).orElseGet(() -> new Command(arguments.isEmpty() ? List.of() : List.of(arguments), true));
    }

    private List<Variable> arg(String arguments) {
        List<Variable> variables = new ArrayList<>();
        for (String word : ShellWords.split(arguments, escape)) {
            int equals = word.indexOf('=');
            if (equals == 0) {
                throw refused("ARG names can not be blank");
            }
            variables.add(equals < 0 ? new Variable(word, Optional.empty()) : new Variable(word.substring(0, equals), Optional.of(word.substring(equals + 1))));
        }
        if (variables.isEmpty()) {
            throw refused("ARG requires at least one argument");
        }
        return List.copyOf(variables);
    }

    /** What Docker says of a whole file, before it looks at any instruction. */
    static void checkSyntax(Dockerfile.Line line, char escape) {
        String name = line.name().toUpperCase(Locale.ROOT);
        if (PAIRED.contains(name)) {
            List<String> words = ShellWords.split(line.arguments(), escape);
            if (!words.isEmpty() && !words.get(0).contains("=") && BLANKS.split(line.arguments(), 2).length < 2) {
                throw refused(name + " must have two arguments");
            }
            words.stream().filter(word -> words.get(0).contains("=") && !word.contains("=")).findFirst().ifPresent(word -> {
                throw refused("Syntax error - can't find = in " + GoText.quoted(word) + ". Must be of the form: name=value");
            });
        } else if (MAYBE_JSON.contains(name)) {
            JsonList.read(line.arguments());
        }
    }

    /** {@code name=value name="with spaces"}, or the old form {@code name the rest}. */
    private List<Variable> pairs(String name, String arguments) {
        List<String> words = ShellWords.split(arguments, escape);
        if (words.isEmpty()) {
            throw refused(name + " requires at least one argument");
        }
        if (!words.get(0).contains("=")) {
            String[] old = BLANKS.split(arguments, 2);
            return List.of(new Variable(old[0], Optional.of(old[1])));
        }
        List<Variable> pairs = new ArrayList<>();
        for (String word : words) {
            int equals = word.indexOf('=');
            if (equals == 0) {
                throw refused(name + " names can not be blank");
            }
            pairs.add(new Variable(word.substring(0, equals), Optional.of(word.substring(equals + 1))));
        }
        return List.copyOf(pairs);
    }

    private static List<String> blankSeparated(String arguments) {
        return arguments.isEmpty() ? List.of() : Arrays.asList(BLANKS.split(arguments));
    }

    private static List<String> blankSeparated(String name, String arguments) {
        List<String> words = blankSeparated(arguments);
        if (words.isEmpty()) {
            throw refused(name + " requires at least one argument");
        }
        return words;
    }

    private static String one(String name, String arguments) {
        if (arguments.isEmpty()) {
            throw refused(name + " requires exactly one argument");
        }
        return arguments;
    }

    private Instruction onBuild(Dockerfile.Line line, String arguments) {
        if (arguments.isEmpty()) {
            throw refused("ONBUILD requires at least one argument");
        }
        String trigger = BLANKS.split(arguments, 2)[0].toUpperCase(Locale.ROOT);
        if (trigger.equals("ONBUILD")) {
            throw refused("Chaining ONBUILD via `ONBUILD ONBUILD` isn't allowed");
        }
        if (NO_TRIGGERS.contains(trigger)) {
            throw refused(trigger + " isn't allowed as an ONBUILD trigger");
        }
        return new Instruction.OnBuild(ON_BUILD.matcher(line.text()).replaceFirst(""));
    }

    private static Instruction shell(Dockerfile.Line line, String arguments) {
        Optional<List<String>> words = JsonList.read(arguments);
        if (arguments.isEmpty() || words.filter(List::isEmpty).isPresent()) {
            throw refused("SHELL requires at least one argument");
        }
        return new Instruction.Shell(words.orElseThrow(() -> refused("SHELL requires the arguments to be in JSON form")));
    }

    private static Instruction volume(String arguments) {
        List<String> paths = JsonList.read(arguments).orElseGet(() -> blankSeparated(arguments)).stream().map(String::strip).toList();
        if (paths.isEmpty()) {
            throw refused("VOLUME requires at least one argument");
        }
        if (paths.contains("")) {
            throw refused("VOLUME specified can not be an empty string");
        }
        return new Instruction.Volume(paths);
    }
}
