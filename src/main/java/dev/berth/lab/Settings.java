package dev.berth.lab;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.Optional;

/** What the run script sets; defaults are in {@code application.properties}. */
@ConfigMapping(prefix = "berth")
public interface Settings {

    /** Where state is kept; the folder {@code lab} in it is ours. */
    Path home();

    /** Where the engine's sockets are. */
    Path run();

    Mode mode();

    /** What links begin with, such as {@code https://berth.example.org}; this computer's name for itself, if empty. */
    Optional<String> address();

    /** The domain under which ports of machines are opened, such as {@code ports.example.net}, perhaps with a port; {@code localhost}, if empty. */
    Optional<String> portDomain();

    /** The folder of lessons that are being written, read again whenever they change; those that came with the program, if empty. */
    Optional<Path> lessons();

    Students students();

    Machine machine();

    Local local();

    Host host();

    /** Where machines come from. */
    enum Mode {
        ENGINE, LOCAL
    }

    /** The class. */
    interface Students {
        int limit();
    }

    /** The size of each machine, and its sleep. */
    interface Machine {
        int memoryMib();

        int pids();

        /** How long no page must be open before a machine is put to sleep; 0: never. */
        int idleMinutes();
    }

    /** The learner's own computer. */
    interface Local {
        /** The shell to start, with its arguments, separated by blanks. */
        @WithDefault("bash -l")
        String shell();

        /** As for the docker command. */
        Optional<String> dockerHost();
    }

    /** The address to listen on in each mode. */
    interface Host {
        String engine();

        String local();
    }

    default boolean isLocal() {
        return mode() == Mode.LOCAL;
    }

    /** Database, secrets, links. */
    default Path folder() {
        return home().resolve("lab");
    }
}
