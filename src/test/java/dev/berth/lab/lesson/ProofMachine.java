package dev.berth.lab.lesson;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A fresh machine on which a lesson proves itself: what is closed is gone. */
interface ProofMachine extends AutoCloseable {

    /** Where the machine's Docker listens. */
    Path socket();

    /**
     * The command that runs a bash script on the machine, with its standard input and output here.
     *
     * @param environment variables that the script is to see
     */
    List<String> bash(String script, Map<String, String> environment);

    @Override
    void close() throws IOException;
}
