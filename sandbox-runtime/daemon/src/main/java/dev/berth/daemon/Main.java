package dev.berth.daemon;

import dev.berth.engine.EngineException;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The engine as a program: {@code serve}, which is also what it does when nothing is said, and {@code stop-all}. Settings come from the environment. */
@Command(name = "engine", description = "Serves Docker's API for many machines at once. BERTH_HOME, BERTH_RUN and BERTH_LAB_GID say where and for whom.",
        mixinStandardHelpOptions = true)
public final class Main implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(Main.class);

    public static void main(String[] arguments) {
        StandardErrorLog.begin();
        System.exit(new CommandLine(new Main()).setExecutionExceptionHandler(Main::explain).execute(arguments));
    }

    private static int explain(Exception failure, CommandLine line, CommandLine.ParseResult parsed) {
        if (failure instanceof EngineException) {
            LOG.error("engine: cannot go on: {}", failure.getMessage()); // says what to do: where in the engine that was found helps nobody
        } else {
            LOG.error("engine: cannot go on", failure);
        }
        return CommandLine.ExitCode.SOFTWARE;
    }

    @Override
    public Integer call() throws Exception {
        return serve();
    }

    @Command(name = "serve", description = "Serves until it is told to end (SIGTERM); machines go on.")
    int serve() throws IOException, InterruptedException {
        RunningEngine engine = RunningEngine.open(Settings.of(System.getenv()));
        Runtime.getRuntime().addShutdownHook(new Thread(engine::close, "closing"));
        new CountDownLatch(1).await();
        return CommandLine.ExitCode.OK;
    }

    @Command(name = "stop-all", description = "Ends all machines and takes their control groups and network away; their disks stay. No engine may run meanwhile.")
    int stopAll() throws IOException {
        return new Ending(Settings.of(System.getenv())).stopAll() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }
}
