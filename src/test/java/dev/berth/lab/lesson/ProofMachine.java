package dev.berth.lab.lesson;

import dev.berth.lab.machine.CheckScripts;
import dev.berth.lab.machine.DockerFacts;
import io.vertx.core.http.HttpClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A fresh machine on which a lesson proves itself: what is closed is gone. */
interface ProofMachine extends AutoCloseable {

    /** Where the machine's Docker listens. */
    Path socket();

    /** What can be known of it. */
    DockerFacts facts(HttpClient http, Optional<CheckScripts> scripts);

    /**
     * The command that runs a bash script on the machine, with its standard input and output here.
     *
     * @param environment variables that the script is to see
     */
    List<String> bash(String script, Map<String, String> environment);

    /** Lays the content of a folder into the student's home. */
    void layFiles(Path folder);

    @Override
    void close() throws IOException;
}
