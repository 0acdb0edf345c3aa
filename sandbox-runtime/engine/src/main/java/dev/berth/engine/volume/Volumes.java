package dev.berth.engine.volume;

import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;

/** The volumes of one machine. Every method answers at once with a stage, which fails with {@link dev.berth.engine.EngineException} in Docker's words. */
public interface Volumes {

    /** Makes it, unless it is there. */
    CompletionStage<Volume> create(VolumeRequest request);

    /** NOT_FOUND when there is none. */
    CompletionStage<Volume> inspect(String name);

    /** @param used a container has it, running or not */
    record Listed(Volume volume, boolean used) {}

    /** All of them by name; filters are the caller's work. */
    CompletionStage<List<Listed>> list();

    /** @param containers that have it, running or not. @param bytes of its files, or {@link #UNKNOWN} */
    record Usage(Volume volume, int containers, long bytes) {

        /** Docker's word for what is too deep to be measured. */
        public static final long UNKNOWN = -1;
    }

    /** All of them by name, measured. */
    CompletionStage<List<Usage>> usage();

    /** With its content. CONFLICT while a container has it. @param force one that is not there is no error */
    CompletionStage<Void> remove(String name, boolean force);

    /** @param bytes that their files had */
    record Pruned(List<String> names, long bytes) {}

    /** Removes those that no container has and that are chosen. */
    CompletionStage<Pruned> prune(Predicate<Volume> chosen);
}
