package dev.berth.lab.terminal;

import dev.berth.lab.machine.MachineName;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The terminals that somebody looks at, one per machine. May be called from any thread; works on the lab's loop. */
public final class Terminals {

    private static final long SWEEP_MILLIS = 1_000;

    /** What nobody has looked at for so long is dropped, where the shell can be found again. */
    private static final long UNSEEN_MILLIS = 60_000;

    private final Context loop;
    private final Function<MachineName, ShellSource> shells;
    private final boolean shellsOutliveUs;
    private final Map<MachineName, Terminal> terminals = new HashMap<>();

    /**
     * @param shells          of a machine
     * @param shellsOutliveUs whether a shell that was let go is found again by {@link ShellSource#current}
     */
    public Terminals(Context loop, Function<MachineName, ShellSource> shells, boolean shellsOutliveUs) {
        this.loop = loop;
        this.shells = shells;
        this.shellsOutliveUs = shellsOutliveUs;
        loop.runOnContext(now -> loop.owner().setPeriodic(SWEEP_MILLIS, tick -> sweep()));
    }

    /** Shows a machine's terminal in a view; opens a shell if there is none. */
    public OpenView open(MachineName machine, View view, ViewRequest request) {
        OpenView open = new OpenView(view);
        loop.runOnContext(now -> open.joined(terminals.computeIfAbsent(machine, this::terminal), request));
        return open;
    }

    /** Lets go of a machine's shell, since the machine is made anew. Its views come back by themselves. */
    public void restart(MachineName machine) {
        forget(machine, "the machine is made anew");
    }

    /** Lets go of a machine's shell, which has ended with all that ran in the machine when it fell asleep. Who opens the terminal again gets a new one. */
    public void slept(MachineName machine) {
        forget(machine, "the machine has slept");
    }

    /** Whether somebody looks at it. Called on the lab's loop. */
    public boolean shows(MachineName machine) {
        Terminal terminal = terminals.get(machine);
        return terminal != null && terminal.isViewed();
    }

    private void forget(MachineName machine, String reason) {
        loop.runOnContext(now -> {
            Terminal terminal = terminals.remove(machine);
            if (terminal != null) {
                terminal.release(reason);
            }
        });
    }

    /** Lets go of everything: the lab ends. */
    public void close() {
        loop.runOnContext(now -> {
            terminals.values().forEach(terminal -> terminal.release("the lab is started anew"));
            terminals.clear();
        });
    }

    private Terminal terminal(MachineName machine) {
        return new Terminal(shells.apply(machine), this::later, System::currentTimeMillis);
    }

    private void later(Runnable task) {
        loop.runOnContext(now -> task.run());
    }

    private void sweep() {
        List.copyOf(terminals.values()).forEach(Terminal::closeStalledViews);
        if (shellsOutliveUs) {
            long time = System.currentTimeMillis() - UNSEEN_MILLIS;
            terminals.values().removeIf(terminal -> {
                boolean unseen = terminal.unseenSince(time);
                if (unseen) {
                    terminal.release("nobody looked");
                }
                return unseen;
            });
        }
    }

    /** A view's way to its terminal. */
    public final class OpenView {

        private final View view;
        private Terminal terminal;
        private Viewer viewer;

        private OpenView(View view) {
            this.view = view;
        }

        private void joined(Terminal joined, ViewRequest request) {
            terminal = joined;
            viewer = joined.join(view, request);
        }

        /** A frame of the browser's; a wrong one closes the view. */
        public void receive(Buffer frame) {
            loop.runOnContext(now -> {
                try {
                    terminal.receive(viewer, TerminalFrame.parse(frame));
                } catch (IllegalArgumentException wrong) {
                    viewer.close(CloseCode.BAD_FRAME, wrong.getMessage());
                    terminal.leave(viewer);
                }
            });
        }

        /** The browser has gone. */
        public void leave() {
            loop.runOnContext(now -> terminal.leave(viewer));
        }
    }
}
