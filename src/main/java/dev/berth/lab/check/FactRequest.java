package dev.berth.lab.check;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A question about a machine. Most are answered by the Docker Engine API 1.41, so that a stock Docker will do; files and processes of the machine itself only by Berth. A check that
 * lacks an answer says so, and is run again with it.
 *
 * @param <T> what the answer is
 */
public sealed interface FactRequest<T> {

    /** What is read of one container's output. */
    int MOST_LOG_BYTES = 16 * 1024;

    /** What is read of a file, unless all of it is needed. */
    int MOST_FILE_BYTES = 64 * 1024;

    /** What is read of a page. */
    int MOST_PAGE_BYTES = 64 * 1024;

    /** What is read of a file whose checksum is needed; a larger one has none. */
    int MOST_WHOLE_FILE_BYTES = 1024 * 1024;

    /** Whether the answer will be the same at any later time. */
    default boolean isLasting() {
        return false;
    }

    /** Whether the answer may change without an event of Docker's that tells of it. */
    default boolean changesUntold() {
        return this instanceof Processes || this instanceof FileAt || this instanceof Changes || this instanceof Page || this instanceof Script || this instanceof Logs && !isLasting();
    }

    /** All containers, the ended ones too, the newest first. */
    record Containers() implements FactRequest<List<ContainerFacts>> {}

    /** The images with a name. */
    record Images() implements FactRequest<List<ImageFacts>> {}

    /** What an image is made of; empty if it is gone. */
    record ImageContent(String image) implements FactRequest<Optional<ImageContentFacts>> {
        @Override
        public boolean isLasting() {
            return true;
        }
    }

    record Volumes() implements FactRequest<List<VolumeFacts>> {}

    record Networks() implements FactRequest<List<NetworkFacts>> {}

    /** The name of the platform of the machine's Docker. */
    record Platform() implements FactRequest<String> {

        /** Of the engine whose events tell when somebody leaves a container: a stock Docker 20.10 says nothing when its own docker command leaves. */
        public static final String BERTH = "Berth";

        @Override
        public boolean isLasting() {
            return true;
        }
    }

    /**
     * What a container printed, standard output and error together: the first {@value FactRequest#MOST_LOG_BYTES} bytes; nothing of one that is gone.
     *
     * @param terminal whether it has a terminal
     * @param ended when its last run ended, as Docker writes it; empty as long as it runs
     */
    record Logs(String container, boolean terminal, String ended) implements FactRequest<String> {
        @Override
        public boolean isLasting() {
            return !ended.isEmpty();
        }
    }

    /** What differs in a container from its image; nothing of one that is gone. */
    record Changes(String container) implements FactRequest<List<ChangedPath>> {}

    /**
     * What is at a path; empty if there is nothing.
     *
     * @param container its id; empty for the machine itself
     * @param whole whether its checksum is needed
     */
    record FileAt(String container, String path, boolean whole) implements FactRequest<Optional<FileFacts>> {}

    /**
     * What is at a path in an image; empty if there is nothing, or the image is gone.
     *
     * @param image its id
     */
    record ImageFileAt(String image, String path) implements FactRequest<Optional<FileFacts>> {
        @Override
        public boolean isLasting() {
            return true;
        }
    }

    /**
     * What the machine answers from outside, by HTTP; empty if nothing does, within a second.
     *
     * @param port of the machine
     * @param path with the query, as it is sent
     */
    record Page(int port, String path) implements FactRequest<Optional<PageFacts>> {}

    /** When the machine was started last: whatever ran before has ended. */
    record MachineStart() implements FactRequest<Instant> {}

    /**
     * Whether a program that {@code docker exec} has started has a terminal; empty if Docker does not know it any more.
     *
     * @param exec its id
     */
    record ExecTerminal(String exec) implements FactRequest<Optional<Boolean>> {
        @Override
        public boolean isLasting() {
            return true;
        }
    }

    /**
     * How a script of the lesson ends.
     *
     * @param environment the student's values, by the names of their variables
     */
    record Script(CheckScript script, Map<String, String> environment) implements FactRequest<CheckScript.Outcome> {}

    /** All processes of the machine, those of its containers included. */
    record Processes() implements FactRequest<List<ProcessFacts>> {}
}
