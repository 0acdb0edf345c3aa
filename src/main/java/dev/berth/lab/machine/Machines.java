package dev.berth.lab.machine;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The machines that students work on, wherever they are. All methods are called on the lab's loop, where they do not say otherwise. */
public interface Machines {

    /** Those of a lesson's machines that there can be here. @param names at least one; @return the first of them at least */
    default List<String> of(List<String> names) {
        return names;
    }

    /** Completes when the machine is there and runs; makes and starts it if need be. Any number of calls at once make one machine. */
    Future<Void> ready(MachineName name);

    /** Whether somebody has put it to sleep, and it has not been {@link #ready} since. May be called on any Vert.x context. */
    Future<Boolean> sleeps(MachineName name);

    /**
     * Makes the machine anew, with nothing left of the old one.
     *
     * @return a failure with {@link UnsupportedOperationException} where machines are not ours to remove
     */
    Future<Void> reset(MachineName name);

    /** Removes the machine with all that is in it, if there is one; nothing where machines are not ours to remove. */
    Future<Void> remove(MachineName name);

    /** Which machine has the name just now; empty where machines are not ours. It is another one after a {@link #reset}, and when somebody has removed the one before. */
    Future<Optional<Incarnation>> incarnation(MachineName name);

    /**
     * Lays files into the home folder of the machine's user, over what is there; nothing where machines are not ours.
     *
     * @param tar paths below the home folder
     */
    Future<Void> layFiles(MachineName name, Buffer tar);

    /**
     * Runs a script of bash as the machine's root, in the home folder; nothing where machines are not ours.
     *
     * @param environment variables that it sees
     * @param seconds     after which it is ended, with exit code 124 or 137
     * @return what it printed, cut, and how it ended
     */
    Future<Optional<DockerClient.Exec>> runScript(MachineName name, String script, Map<String, String> environment, int seconds);

    /** Where what listens in the machine is reached: an IPv4 address; empty while it does not run. May be called on any Vert.x context. */
    Future<Optional<String>> address(MachineName name);

    /** The Docker inside the machine. May be called from any thread. */
    DockerClient docker(MachineName name);

    /** What can be known of the machine. */
    DockerFacts facts(MachineName name);

    /**
     * One machine among those that have had its name.
     *
     * @param since when it was made, milliseconds since 1970
     */
    record Incarnation(String id, long since) {
    }
}
