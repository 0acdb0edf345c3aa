package dev.berth.lab.page;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Gives the lab under test a folder of its own, in which nothing answers: neither an engine nor a Docker. */
public final class LabFolder implements QuarkusTestResourceLifecycleManager {

    private Path home;
    private String mode = "engine";

    @Override
    public void init(Map<String, String> arguments) {
        mode = arguments.getOrDefault("mode", mode);
    }

    @Override
    public Map<String, String> start() {
        try {
            home = Files.createTempDirectory("berth-lab-test");
            Files.createDirectories(home.resolve("lab"));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return new HashMap<>(Map.of(
                "berth.home", home.toString(),
                "berth.run", home.resolve("run").toString(),
                "berth.mode", mode,
                "berth.students.limit", "100",
                "berth.local.shell", "/bin/sh",
                "berth.local.docker-host", "unix://" + home.resolve("no-docker.sock")));
    }

    @Override
    public void stop() {
        try (Stream<Path> files = Files.walk(home)) {
            List<Path> all = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : all) {
                Files.delete(file);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
