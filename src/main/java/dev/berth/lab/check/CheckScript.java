package dev.berth.lab.check;

import java.util.List;

/**
 * A script of the author's, for what conditions have no word for. It runs in a container of its own beside the machine, and sees what is asked for here, as it was at one moment.
 *
 * @param file as the lesson's folder calls it
 * @param text begins with {@code #!}
 * @param image in which it runs, of the catalogue
 * @param files paths of the student's machine that it sees, those of them that are regular files of at most {@value FactRequest#MOST_WHOLE_FILE_BYTES} bytes
 * @param docker the lists of Docker's that it sees, of {@link #LISTS}
 */
public record CheckScript(String file, String text, String image, List<String> files, List<String> docker) {

    /** What {@code docker} may ask for. */
    static final List<String> LISTS = List.of("containers", "images", "networks", "volumes");

    /** Of files. */
    static final int MOST_FILES = 8;

    public CheckScript {
        files = List.copyOf(files);
        docker = List.copyOf(docker);
    }

    /**
     * How it ended.
     *
     * @param met whether with 0; 1 is "not met", and anything else a mistake of ours
     * @param said its last line; on what it was told by a student's machine
     */
    public record Outcome(boolean met, String said) {}
}
