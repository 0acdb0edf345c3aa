package dev.berth.lab.check;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What can be known of a student's machine, all of it from the Docker Engine API 1.41 (so that a stock Docker will do) but for the answers, which
 * the lab keeps. Any method may throw {@link FactsUnavailableException}: then nothing is decided, and no point is lost.
 */
public interface MachineFacts {

    /**
     * When the lesson began, by the clock of the machine's Docker. Containers and events from before belong to something else: another lesson, or the student's
     * own work. They count only for conditions that say so.
     */
    Instant start();

    /** All containers, the ended ones too, the newest first. */
    List<ContainerFacts> containers();

    /** The images with a name. */
    List<ImageFacts> images();

    /** What Docker tells of what happened, the oldest first. */
    List<MachineEvent> events();

    /**
     * What a container printed, standard output and error together.
     *
     * @param mostBytes what comes after so many bytes is left out
     */
    String logs(String containerId, int mostBytes);

    /** Whether a container, which may be gone, was made to remove itself ({@code --rm}); empty if it was gone before that could be asked. */
    Optional<Boolean> autoRemove(String containerId);

    /** The last answer to each block of the lesson, by the block's name. */
    Map<String, GivenAnswer> answers();

    /** Whether an event tells that somebody has left a container by the keys to detach: a stock Docker 20.10 says nothing when its own docker command leaves. */
    boolean tellsOfLeaving();
}
