package dev.berth.lab.check;

import java.util.List;
import java.util.Map;

/**
 * What can be known of a student's machine, all of it from the Docker Engine API 1.41 (so that a stock Docker will do) but for the answers, which
 * the lab keeps. Any method may throw {@link FactsUnavailableException}: then nothing is decided, and no point is lost.
 */
public interface MachineFacts {

    /**
     * All containers that were made since the lesson began, the ended ones too, the newest first. On a student's own computer those that were there
     * before are left out: no task may ask to remove them.
     */
    List<ContainerFacts> containers();

    /** The images with a name. */
    List<ImageFacts> images();

    /** What happened since the lesson began, the oldest first. */
    List<MachineEvent> events();

    /**
     * What a container printed, standard output and error together.
     *
     * @param mostBytes what comes after so many bytes is left out
     */
    String logs(String containerId, int mostBytes);

    /** The last answer to each block of the lesson, by the block's name. */
    Map<String, GivenAnswer> answers();
}
