package dev.berth.engine.image;

import static dev.berth.engine.EngineException.Kind.INVALID_PARAMETER;

import dev.berth.engine.EngineException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What an image is made for, or is wanted for: {@code linux/amd64}, {@code linux/arm/v7}.
 *
 * @param architecture empty in an image that does not say
 * @param variant of the architecture; usually empty
 * @see <a href="https://github.com/containerd/platforms">containerd's platforms, whose words and rules Docker's are</a>
 */
public record Platform(String operatingSystem, String architecture, String variant) {
    private static final Pattern PART = Pattern.compile("[A-Za-z0-9_-]+");
    private static final Pattern VERSION = Pattern.compile("v[0-9]{1,2}");
    private static final int OLDEST_ARM = 5;
    private static final Set<String> SYSTEMS = Set.of(
            "aix", "android", "darwin", "dragonfly", "freebsd", "hurd", "illumos", "ios", "js", "linux", "nacl", "netbsd", "openbsd", "plan9", "solaris", "windows", "zos");
    private static final Set<String> ARCHITECTURES = Set.of(
            "386", "amd64", "amd64p32", "arm", "armbe", "arm64", "arm64be", "loong64", "ppc64", "ppc64le", "mips", "mipsle", "mips64", "mips64le", "mips64p32", "mips64p32le", "ppc",
            "riscv", "riscv64", "s390", "s390x", "sparc", "sparc64", "wasm");

    /** Of this host, as images name it. */
    public static final Platform HOST = new Platform("linux", System.getProperty("os.arch").equals("aarch64") ? "arm64" : System.getProperty("os.arch"), "");

    /**
     * One word is a system, on this host's architecture, or an architecture; two are both, three name a variant too.
     *
     * @throws EngineException INVALID_PARAMETER in Docker's words
     */
    public static Platform parse(String text) {
        if (text.contains("*")) {
            throw invalid("\"" + text + "\": wildcards not yet supported");
        }
        List<String> parts = List.of(text.split("/", -1));
        for (String part : parts) {
            if (!PART.matcher(part).matches()) {
                throw invalid("\"" + part + "\" is an invalid component of \"" + text + "\": platform specifier component must match \"^[A-Za-z0-9_-]+$\"");
            }
        }
        return switch (parts.size()) {
            case 1 -> ofWord(text);
            case 2 -> withoutCommonVariant(new Platform(parts.get(0), parts.get(1), "").normalised());
            case 3 -> new Platform(parts.get(0), parts.get(1), parts.get(2)).normalised();
            default -> throw invalid("\"" + text + "\": cannot parse platform specifier");
        };
    }

    private static Platform ofWord(String word) {
        Platform system = new Platform(word, HOST.architecture, "").normalised();
        if (SYSTEMS.contains(system.operatingSystem)) {
            return system;
        }
        Platform architecture = withoutCommonVariant(new Platform(HOST.operatingSystem, word, "").normalised());
        if (ARCHITECTURES.contains(architecture.architecture)) {
            return architecture;
        }
        throw invalid("\"" + word + "\": unknown operating system or architecture");
    }

    private static EngineException invalid(String reason) {
        return new EngineException(INVALID_PARAMETER, reason + ": invalid argument");
    }

    /** The variant of ARM that is meant when none is named is not shown either. */
    private static Platform withoutCommonVariant(Platform normalised) {
        return normalised.architecture.equals("arm") && normalised.variant.equals("v7") ? new Platform(normalised.operatingSystem, "arm", "") : normalised;
    }

    /** Several names of the same thing become one. */
    private Platform normalised() {
        String system = operatingSystem.toLowerCase(Locale.ROOT);
        String known = system.equals("macos") ? "darwin" : system;
        String kind = variant.toLowerCase(Locale.ROOT);
        return switch (architecture.toLowerCase(Locale.ROOT)) {
            case "i386" -> new Platform(known, "386", "");
            case "x86_64", "x86-64", "amd64" -> new Platform(known, "amd64", kind.equals("v1") ? "" : kind);
            case "aarch64", "arm64" -> new Platform(known, "arm64", kind.equals("8") || kind.equals("v8") ? "" : kind);
            case "armhf" -> new Platform(known, "arm", "v7");
            case "armel" -> new Platform(known, "arm", "v6");
            case "arm" -> new Platform(known, "arm", kind.isEmpty() ? "v7" : kind.matches("[5-8]") ? "v" + kind : kind);
            default -> new Platform(known, architecture.toLowerCase(Locale.ROOT), kind);
        };
    }

    /** Whether a computer of this platform runs images of the other: its own, those of its architecture's older variants, and those that do not say for which they are. */
    public boolean runs(Platform image) {
        Platform own = normalised();
        Platform other = image.normalised();
        boolean anyVariant = image.variant.isEmpty() && own.operatingSystem.equals(other.operatingSystem) && own.architecture.equals(other.architecture);
        return anyVariant || own.runnable().contains(other);
    }

    private List<Platform> runnable() {
        List<Platform> runnable = new ArrayList<>(List.of(this));
        switch (architecture) {
            case "amd64" -> {
                olderVariants(1).forEach(older -> runnable.add(older.normalised()));
                runnable.add(new Platform(operatingSystem, "386", variant));
            }
            case "arm" -> olderVariants(OLDEST_ARM).forEach(runnable::add);
            case "arm64" -> runnable.addAll(new Platform(operatingSystem, "arm", variant.isEmpty() ? "v8" : variant).runnable());
            default -> { }
        }
        return runnable;
    }

    private Stream<Platform> olderVariants(int oldest) {
        if (!VERSION.matcher(variant).matches()) {
            return Stream.empty();
        }
        int version = Integer.parseInt(variant.substring(1));
        return Stream.iterate(version - 1, older -> older >= oldest, older -> older - 1).map(older -> new Platform(operatingSystem, architecture, "v" + older));
    }

    /** What is known of it, with slashes. */
    @Override
    public String toString() {
        return operatingSystem.isEmpty() ? "unknown"
                : Stream.of(operatingSystem, architecture, variant).filter(part -> !part.isEmpty()).collect(Collectors.joining("/"));
    }
}
