import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Times the docker command against a machine of ours and against a stock Docker, one beside the other in each round, and prints medians and their ratio. Run by
 * {@code sandbox-runtime/benchmarks/docker-figures}, as root. Times are milliseconds, the command's own start included; what that costs alone stands beside them, and
 * a floor: what the same command costs against {@link RecordedAnswers}. No engine can be faster than that.
 */
public final class DockerFigures {
    private static final String IMAGE = "busybox";
    private static final int SMALL_FILES = 10_000;
    private static final int LARGE_BYTES = 100 << 20;
    private static final int IMAGE_BYTES = 200 << 20;
    private static final int LISTED = 50;
    private static final int FEW = 5;
    private static final int WARM_UP = 300;
    private static final int SETTLING_MILLISECONDS = 1000;

    private static final Pattern HEAP_IN_USE = Pattern.compile("(?:generation|space) .*?used (\\d+)K");

    private final Engine ours;
    private final Engine stock;
    private final int rounds;
    private final Path scratch;
    private final List<String> words;

    private DockerFigures(Engine ours, Engine stock, int rounds, Path scratch, List<String> words) {
        this.ours = ours;
        this.stock = stock;
        this.rounds = rounds;
        this.scratch = scratch;
        this.words = words;
    }

    /** @param arguments the docker command, our socket and process, the stock one's, rounds, a folder for large files; then words: figures whose names have none of them are left out */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Engine ours = new Engine("ours", Path.of(arguments[1]), arguments[0], OptionalLong.of(Long.parseLong(arguments[2])), new DoubleAdder());
        Engine stock = new Engine("stock", Path.of(arguments[3]), arguments[0], OptionalLong.of(Long.parseLong(arguments[4])), new DoubleAdder());
        new DockerFigures(ours, stock, Integer.parseInt(arguments[5]), Path.of(arguments[6]), List.of(arguments).subList(7, arguments.length)).print();
    }

    private void print() throws IOException, InterruptedException {
        Path large = scratch.resolve("large");
        Path many = scratch.resolve("many");
        write(large, LARGE_BYTES, 0);
        Files.createDirectories(many);
        for (int i = 0; i < SMALL_FILES; i++) {
            Files.writeString(many.resolve("file-" + i), "content of file " + i);
        }
        both(engine -> {
            engine.answer("run", "-d", "--name", "busy", IMAGE, "sleep", "100000");
            engine.answer("run", "-d", "--name", "printed", IMAGE, "sh", "-c", "yes 'a line of a hundred characters, as logs have them, so that there are a million of them in this log file' | head -c " + LARGE_BYTES);
            engine.answer("wait", "printed");
        });
        both(DockerFigures::warmUp);
        Comparison comparison = new Comparison(ours, stock, scratch);
        comparison.printHead();
        for (Figure figure : chosen(moments())) {
            comparison.printMoment(figure);
        }
        List<Figure> transfers = chosen(transfers(large, many));
        if (!transfers.isEmpty()) {
            both(engine -> {
                copyInto(engine, large);
                copyInto(engine, many);
            });
        }
        for (Figure figure : transfers) {
            comparison.printTransfer(figure);
        }
        both(engine -> engine.answer("rm", "-f", "busy", "printed"));
        printBuilds(comparison, many);
    }

    /** Builds, and a registry of each engine's own; what the engine's heap has after it. */
    private void printBuilds(Comparison comparison, Path many) throws IOException, InterruptedException {
        List<Figure> figures = chosen(builds(many));
        if (figures.isEmpty()) {
            return;
        }
        long before = heapKibibytes();
        both(engine -> engine.answer("run", "-d", "--name", "registry", "-p", "5000:5000", "registry:2"));
        for (Figure figure : figures) {
            comparison.printTransfer(figure);
        }
        both(engine -> engine.answer("rm", "-f", "-v", "registry"));
        System.out.printf("our engine's heap in use, after a collection: %d KiB before, %d KiB after%n", before, heapKibibytes());
    }

    private long heapKibibytes() throws IOException, InterruptedException {
        said("jcmd", Long.toString(ours.process().orElseThrow()), "GC.run");
        Matcher used = HEAP_IN_USE.matcher(said("jcmd", Long.toString(ours.process().orElseThrow()), "GC.heap_info"));
        long sum = 0;
        while (used.find()) {
            sum += Long.parseLong(used.group(1));
        }
        return sum;
    }

    private static String said(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException(String.join(" ", command) + " failed: " + said);
        }
        return said;
    }

    /** A Java engine is slow at what it has done a few times only, as long as it has not compiled it: one that serves a class of thirty has done all this hundreds of times in its first lesson. */
    private static void warmUp(Engine engine) {
        for (int time = 0; time < WARM_UP; time++) {
            engine.answer("exec", "busy", "true");
            engine.answer("inspect", "busy");
            engine.answer("ps", "-a");
            engine.answer("logs", "--tail", "10", "printed");
            if (time % 5 == 0) {
                engine.answer("run", "--rm", IMAGE, "true");
            }
        }
    }

    private List<Figure> chosen(List<Figure> figures) {
        return figures.stream().filter(figure -> words.isEmpty() || words.stream().anyMatch(figure.name()::contains)).toList();
    }

    private List<Figure> moments() {
        double sixth = 1 / 6.0;
        double third = 1 / 3.0;
        return List.of(
                new Figure("run --rm busybox true", sixth, rounds, engine -> engine.time("run", "--rm", IMAGE, "true")),
                new Figure("create", 1, rounds, engine -> around(engine, () -> {}, () -> engine.time("create", "--name", "made", IMAGE, "true"), "made")),
                new Figure("start", sixth, rounds, engine -> around(engine, () -> engine.answer("create", "--name", "begun", IMAGE, "sleep", "1000"),
                        () -> engine.time("start", "begun"), "begun")),
                new Figure("exec busy true", third, rounds, engine -> engine.time("exec", "busy", "true")),
                new Figure("rm -f of a running one", third, rounds, engine -> {
                    engine.answer("run", "-d", "--name", "ending", IMAGE, "sleep", "1000");
                    return engine.time("rm", "-f", "ending");
                }),
                new Figure("inspect busy", 0, rounds, engine -> engine.time("inspect", "busy")),
                new Figure("ps -a, " + LISTED + " containers", 0, rounds, new Listing()),
                new Figure("logs --tail 10 of 100 MB", 0, rounds, engine -> engine.time("logs", "--tail", "10", "printed")));
    }

    private List<Figure> transfers(Path large, Path many) {
        double third = 1 / 3.0;
        return List.of(
                new Figure("logs, 100 MB", 1, FEW, engine -> engine.time("logs", "printed")),
                new Figure("cp of 100 MB into it", third, FEW, engine -> copyInto(engine, large)),
                new Figure("cp of 100 MB out of it", third, FEW, engine -> engine.time("cp", "busy:/large", scratch.resolve("copy").toString())),
                new Figure("cp of 10,000 files into it", third, FEW, engine -> copyInto(engine, many)),
                new Figure("cp of 10,000 files out of it", third, FEW, engine -> {
                    Path target = Files.createTempDirectory(scratch, "out");
                    double milliseconds = engine.time("cp", "busy:/many", target.toString());
                    remove(target);
                    return milliseconds;
                }),
                new Figure("export of 10,000 files and 100 MB", 1, FEW, engine -> engine.time("export", "-o", scratch.resolve("exported").toString(), "busy")),
                new Figure("commit of 10,000 files and 100 MB", third, FEW, engine -> {
                    // Something new each time: an engine may keep a layer that it has had once.
                    engine.answer("exec", "busy", "sh", "-c", "echo " + System.nanoTime() + " > /now");
                    double milliseconds = engine.time("commit", "busy", "committed");
                    engine.answer("image", "rm", "committed");
                    settle();
                    return milliseconds;
                }),
                new Figure("save of 10,000 files and 100 MB", 1, FEW, engine -> {
                    engine.answer("commit", "busy", "saved");
                    double milliseconds = engine.time("save", "-o", scratch.resolve("saved").toString(), "saved");
                    engine.answer("image", "rm", "saved");
                    return milliseconds;
                }),
                new Figure("load of 200 MB", 0.5, FEW, new Loading()));
    }

    private List<Figure> builds(Path many) throws IOException {
        Path steps = Files.createDirectories(scratch.resolve("steps"));
        Files.writeString(steps.resolve("page"), "content");
        Files.writeString(steps.resolve("Dockerfile"), "FROM " + IMAGE + "\nENV A=1\nCOPY page /\n" + "RUN echo done >>/page\n".repeat(6) + "CMD [\"cat\", \"/page\"]\n");
        Path copied = Files.createDirectories(scratch.resolve("copied"));
        Files.writeString(copied.resolve("Dockerfile"), "FROM " + IMAGE + "\nCOPY many /many\n");
        if (!Files.exists(copied.resolve("many"))) {
            Files.move(many, copied.resolve("many"));
        }
        return List.of(
                new Figure("build of 10 steps", 0.5, FEW, engine -> build(engine, steps, "--no-cache")),
                new Figure("build of 10 steps, cached", 0.5, FEW, engine -> {
                    build(engine, steps);
                    return build(engine, steps);
                }),
                new Figure("build with COPY of 10,000 files", 0.5, FEW, engine -> build(engine, copied, "--no-cache")),
                new Figure("push of 200 MB", 0.5, FEW, new Pushing(false)),
                new Figure("pull of 200 MB", 0.5, FEW, new Pushing(true)));
    }

    private static double build(Engine engine, Path context, String... options) {
        List<String> command = new ArrayList<>(List.of("build", "-q", "-t", "built"));
        command.addAll(List.of(options));
        command.add(context.toString());
        return engine.time(command.toArray(String[]::new));
    }

    /** Another image in each round, as for {@link Loading}. */
    private final class Pushing implements Figure.Timing {
        private static final String NAME = "localhost:5000/large-image";
        private final boolean timesPull;
        private final Map<Engine, Integer> rounds = new HashMap<>();

        Pushing(boolean timesPull) {
            this.timesPull = timesPull;
        }

        @Override
        public double of(Engine engine) throws IOException {
            int round = (timesPull ? 2000 : 1000) + rounds.merge(engine, 1, Integer::sum);
            Path archive = scratch.resolve("large-image-" + round + ".tar");
            if (!Files.exists(archive)) {
                writeImage(archive, round);
            }
            engine.answer("load", "-i", archive.toString());
            engine.answer("tag", "large-image", NAME);
            double push = engine.time("push", NAME);
            engine.answer("image", "rm", NAME, "large-image");
            double pull = 0;
            if (timesPull) {
                settle();
                pull = engine.time("pull", NAME);
                engine.answer("image", "rm", NAME);
            }
            settle();
            Files.deleteIfExists(scratch.resolve("large-image-" + (round - 1) + ".tar"));
            return timesPull ? pull : push;
        }
    }

    /** What is there by the same name goes first, and is not timed: a folder would be put into it. */
    private static double copyInto(Engine engine, Path source) {
        String target = "/" + source.getFileName();
        engine.answer("exec", "busy", "rm", "-rf", target);
        return engine.time("cp", source.toString(), "busy:" + target);
    }

    /** What an engine does behind its answer, as bringing a layer to the disk or removing one, must not be paid by whoever is timed next. */
    private static void settle() throws IOException {
        try {
            Thread.sleep(SETTLING_MILLISECONDS);
            new ProcessBuilder("sync").inheritIO().start().waitFor();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    /** Makes its containers at its first round only: they stay for the later ones, and go with the engine. */
    private final class Listing implements Figure.Timing {
        private boolean filled;

        @Override
        public double of(Engine engine) {
            if (!filled) {
                both(each -> {
                    for (int i = 0; i < LISTED; i++) {
                        each.answer("create", "--name", "listed-" + i, IMAGE, "true");
                    }
                });
                filled = true;
            }
            return engine.time("ps", "-a");
        }
    }

    /** Another image in each round: an engine may keep a layer that it has unpacked once. */
    private final class Loading implements Figure.Timing {
        private final Map<Engine, Integer> rounds = new HashMap<>();

        @Override
        public double of(Engine engine) throws IOException {
            int round = rounds.merge(engine, 1, Integer::sum);
            Path archive = scratch.resolve("large-image-" + round + ".tar");
            if (!Files.exists(archive)) {
                writeImage(archive, round);
            }
            double milliseconds = engine.time("load", "-i", archive.toString());
            engine.answer("image", "rm", "large-image");
            Files.deleteIfExists(scratch.resolve("large-image-" + (round - 1) + ".tar")); // all have had that one
            return milliseconds;
        }
    }

    /** An image of one layer of 200 MB that nobody has seen, as {@code docker save} of the stock one writes it. */
    private void writeImage(Path archive, int round) throws IOException {
        Path content = scratch.resolve("content");
        write(content, IMAGE_BYTES, round);
        stock.answer("create", "--name", "filled", IMAGE, "true");
        stock.answer("cp", content.toString(), "filled:/content");
        stock.answer("commit", "filled", "large-image");
        stock.answer("save", "-o", archive.toString(), "large-image");
        stock.answer("rm", "filled");
        stock.answer("image", "rm", "large-image");
        Files.delete(content);
    }

    private static double around(Engine engine, Runnable before, DoubleSupplier timed, String left) {
        before.run();
        double milliseconds = timed.getAsDouble();
        engine.answer("rm", "-f", left);
        return milliseconds;
    }

    private void both(Consumer<Engine> work) {
        work.accept(ours);
        work.accept(stock);
    }

    /** Bytes that no compression shortens. */
    private static void write(Path file, int bytes, int seed) throws IOException {
        Random random = new Random(seed);
        byte[] piece = new byte[1 << 20];
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int written = 0; written < bytes; written += piece.length) {
                random.nextBytes(piece);
                out.write(piece);
            }
        }
    }

    private static void remove(Path folder) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, IOException failure) throws IOException {
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
