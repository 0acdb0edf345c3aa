package dev.berth.lab.machine;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Machines that nobody has used: each is made for one piece of work, and removed after it. All methods are called on the lab's loop. */
public interface CleanMachines {

    /** Makes a machine and starts it. */
    Future<CleanMachine> make();

    /**
     * Makes machines that reach each other by their names, and start as one student's do.
     *
     * @param names as {@code vm1}, each with a number of its own at its end
     * @return all of them, in this order; none is left if one cannot be made
     */
    Future<List<CleanMachine>> makeJoined(List<String> names);

    /** Removes all that are there: nobody uses them any more, since the lab that made them has ended. */
    Future<Void> removeAll();

    /** Writes an image of the catalogue into a file, as {@code docker save} does; fails if it is longer than {@code limit} bytes. */
    Future<Void> saveImage(String image, Path file, long limit);

    /** What {@code docker image inspect} tells of an image of the catalogue. */
    Future<JsonObject> inspectImage(String image);

    /** One of them. */
    interface CleanMachine {

        /** The Docker inside it. */
        DockerClient docker();

        /** As {@link #shell(String, Map, int, int)}, with the machine's own variables alone. */
        default Future<DockerClient.Exec> shell(String line, int outputLimit, int seconds) {
            return shell(line, Map.of(), outputLimit, seconds);
        }

        /** Runs a script in a shell of the machine's root. It is ended after {@code seconds}, with exit code 124 or 137. */
        Future<DockerClient.Exec> shell(String script, Map<String, String> environment, int outputLimit, int seconds);

        /** Lays files into a folder. @param tar a tar file; paths below the folder */
        Future<Void> putFiles(String folder, Path tar);

        /** Removes it with all that is in it. May be called twice. */
        Future<Void> remove();
    }
}
