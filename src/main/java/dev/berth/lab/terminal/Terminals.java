package dev.berth.lab.terminal;

import dev.berth.lab.machine.MachineName;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/** The terminals that somebody looks at, one per machine. May be called from any thread; works on the lab's loop. */
public final class Terminals {

    private static final long SWEEP_MILLIS = 1_000;

    /** What nobody has looked at for so long is dropped, where the shell can be found again. */
    private static final long UNSEEN_MILLIS = 60_000;

    private final Context loop;
    private final Function<MachineName, ShellSource> shells;
    private final Consumer<MachineName> typedInto;
    private final boolean shellsOutliveUs;
    private final Map<MachineName, Terminal> terminals = new HashMap<>();

    /**
     * @param shells          of a machine
     * @param typedInto       told of each machine into which its student types, each time, on the lab's loop
     * @param shellsOutliveUs whether a shell that was let go is found again by {@link ShellSource#current}
     */
    public Terminals(Context loop, Function<MachineName, ShellSource> shells, Consumer<MachineName> typedInto, boolean shellsOutliveUs) {
        this.loop = loop;
        this.shells = shells;
        this.typedInto = typedInto;
        this.shellsOutliveUs = shellsOutliveUs;
        loop.runOnContext(now -> loop.owner().setPeriodic(SWEEP_MILLIS, tick -> sweep()));
    }

    /** Shows a machine's terminal in a view; opens a shell if there is none. Who may only look wakes no machine that sleeps. */
    public OpenView open(MachineName machine, View view, ViewRequest request) {
        OpenView open = new OpenView(machine, view);
        loop.runOnContext(now -> wouldWake(machine, request).onComplete(asleep -> loop.runOnContext(then -> {
            if (asleep.succeeded() && asleep.result()) {
                view.close(CloseCode.ASLEEP, "the machine sleeps");
            } else {
                open.joined(request);
            }
        })));
        return open;
    }

    private Future<Boolean> wouldWake(MachineName machine, ViewRequest request) {
        return request.readOnly() && !terminals.containsKey(machine) ? shells.apply(machine).sleeps() : Future.succeededFuture(false);
    }

    /** Lets go of a machine's shell, since the machine is made anew. Its views come back by themselves. */
    public void restart(MachineName machine) {
        forget(machine, "the machine is made anew");
    }

    /** Lets go of a machine's shell, which has ended with all that ran in the machine: it fell asleep, or was removed. Who opens the terminal again gets a new one. */
    public void ended(MachineName machine) {
        forget(machine, "the machine was started anew");
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
        List.copyOf(terminals.values()).forEach(Terminal::lookWhetherTheMachineStillSleeps);
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

        private final MachineName machine;
        private final View view;
        private Terminal terminal;
        private Viewer viewer;
        private boolean left;

        private OpenView(MachineName machine, View view) {
            this.machine = machine;
            this.view = view;
        }

        private void joined(ViewRequest request) {
            if (!left) {
                terminal = terminals.computeIfAbsent(machine, Terminals.this::terminal);
                viewer = terminal.join(view, request);
            }
        }

        /** A frame of the browser's; a wrong one closes the view. */
        public void receive(Buffer frame) {
            loop.runOnContext(now -> {
                if (viewer == null) { // nothing is sent to it, so it has nothing to say
                    return;
                }
                try {
                    TerminalFrame parsed = TerminalFrame.parse(frame);
                    if (parsed instanceof TerminalFrame.Input && viewer.paces()) {
                        typedInto.accept(machine);
                    }
                    terminal.receive(viewer, parsed);
                } catch (IllegalArgumentException wrong) {
                    viewer.close(CloseCode.BAD_FRAME, wrong.getMessage());
                    terminal.leave(viewer);
                }
            });
        }

        /** The browser has gone. */
        public void leave() {
            loop.runOnContext(now -> {
                left = true;
                if (viewer != null) {
                    terminal.leave(viewer);
                }
            });
        }
    }
}
