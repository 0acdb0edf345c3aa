package dev.berth.lab.machine;

import io.vertx.core.Future;

/** The machines that students work on, wherever they are. All methods are called on the lab's loop. */
public interface Machines {

    /** Completes when the machine is there and runs; makes and starts it if need be. Any number of calls at once make one machine. */
    Future<Void> ready(MachineName name);

    /** Whether somebody has put it to sleep, and it has not been {@link #ready} since. */
    Future<Boolean> sleeps(MachineName name);

    /**
     * Makes the machine anew, with nothing left of the old one.
     *
     * @return a failure with {@link UnsupportedOperationException} where machines are not ours to remove
     */
    Future<Void> reset(MachineName name);

    /** The Docker inside the machine. */
    DockerClient docker(MachineName name);
}
