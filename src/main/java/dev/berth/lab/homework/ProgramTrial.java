package dev.berth.lab.homework;

import dev.berth.lab.machine.CleanMachines;
import dev.berth.lab.machine.CleanMachines.CleanMachine;
import dev.berth.lab.machine.DockerClient;
import dev.berth.lab.machine.DockerException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Tries the programs of one submission in containers of one clean machine, which is made when the first is tried. */
final class ProgramTrial implements AutoCloseable {

    private static final Duration ASKING = Duration.ofSeconds(25);
    private static final int SECONDS = 10;
    /** The kernel says so of a program whose loader is missing, too. */
    private static final String MISSING = "no such file or directory";
    private static final int OUTPUT_LIMIT = 4 << 10;
    private static final long MEMORY = 64L << 20;
    private static final int PIDS = 32;
    private static final String PROGRAM = "submitted";

    private final CleanMachines machines;
    private final LoopCalls calls;
    private final SubmissionFiles files;
    private final Path submitted;
    private final Map<String, Outcome> known = new HashMap<>();
    private CleanMachine machine;

    /** @param submitted the tar of the submission */
    ProgramTrial(CleanMachines machines, LoopCalls calls, SubmissionFiles files, Path submitted) {
        this.machines = machines;
        this.calls = calls;
        this.files = files;
        this.submitted = submitted;
    }

    /**
     * How it went.
     *
     * @param runs   whether it began, and ended with 0
     * @param reason why not, a part of a sentence
     */
    record Outcome(boolean runs, String output, String reason) {
    }

    /** @param file among those submitted */
    Outcome run(String file, String image) {
        return known.computeIfAbsent(file + "\n" + image, key -> tried(file, image));
    }

    private Outcome tried(String file, String image) {
        if (machine == null) {
            machine = calls.make(machines);
        }
        DockerClient docker = machine.docker();
        if (!calls.await(ASKING, () -> docker.hasImage(image))) {
            throw new IllegalStateException("the image \"" + image + "\" is not in the catalogue");
        }
        JsonObject config = new JsonObject().put("Image", image).put("Entrypoint", new JsonArray()).put("Cmd", new JsonArray().add("/" + PROGRAM)).put("NetworkDisabled", true)
                .put("HostConfig", new JsonObject().put("Memory", MEMORY).put("PidsLimit", PIDS).put("NetworkMode", "none"));
        String id = calls.await(ASKING, () -> docker.create("trial-" + known.size(), config));
        Path tar = files.part(submitted, path -> path.equals(file) ? Optional.of(PROGRAM) : Optional.empty(), mode -> 0755);
        try {
            calls.await(ASKING, () -> docker.putFiles(id, "/", tar));
        } finally {
            SubmissionFiles.removePart(tar);
        }
        try {
            calls.await(ASKING, () -> docker.start(id));
        } catch (LoopCalls.CallFailedException failure) {
            if (failure.getCause() instanceof DockerException refused && refused.isRefusal()) {
                return new Outcome(false, "", refused.getMessage().contains(MISSING) ? "`" + MISSING + "`, although the file is there" : Quoted.code(refused.getMessage()));
            }
            throw failure;
        }
        return ended(docker, id);
    }

    private Outcome ended(DockerClient docker, String id) {
        int code;
        try {
            code = calls.await(Duration.ofSeconds(SECONDS + 5), () -> docker.wait(id, SECONDS * 1_000L));
        } catch (LoopCalls.CallFailedException failure) {
            if (!failure.isTimeLimit()) {
                throw failure;
            }
            calls.await(ASKING, () -> docker.remove(id));
            return new Outcome(false, "", "it had not ended after " + SECONDS + " seconds");
        }
        String output = calls.await(ASKING, () -> docker.logs(id, false, OUTPUT_LIMIT));
        return new Outcome(code == 0, output, "it ended with code " + code + " and printed " + Quoted.code(output));
    }

    @Override
    public void close() {
        if (machine != null) {
            calls.begin(machine::remove);
        }
    }
}
