package dev.berth.lab.check;

import java.util.List;

/**
 * A question about a machine, all of it from the Docker Engine API 1.41 (so that a stock Docker will do). A check that lacks an answer says so, and is run again with it.
 *
 * @param <T> what the answer is
 */
public sealed interface FactRequest<T> {

    /** What is read of one container's output. */
    int MOST_LOG_BYTES = 16 * 1024;

    /** Whether the answer will be the same at any later time. */
    default boolean isLasting() {
        return false;
    }

    /** All containers, the ended ones too, the newest first. */
    record Containers() implements FactRequest<List<ContainerFacts>> {}

    /** The images with a name. */
    record Images() implements FactRequest<List<ImageFacts>> {}

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
}
