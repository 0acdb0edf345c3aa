package dev.berth.lab.terminal;

import dev.berth.lab.machine.MachineName;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The terminals that somebody looks at, one or a few per machine. May be called from any thread; works on the lab's loop. */
public final class Terminals {

    private static final long SWEEP_MILLIS = 1_000;

    /** What nobody has looked at for so long is dropped, where the shell can be found again. */
    private static final long UNSEEN_MILLIS = 60_000;

    private final Context loop;
    private final Function<TerminalName, ShellSource> shells;
    private final Consumer<MachineName> typedInto;
    private final boolean shellsOutliveUs;
    private Consumer<MachineName> printed = machine -> { };
    private final Map<TerminalName, Terminal> terminals = new HashMap<>();
    private final Map<TerminalName, Future<Void>> closings = new HashMap<>();

    /**
     * @param shells          of a terminal
     * @param typedInto       told of each machine into which its student types, each time, on the lab's loop
     * @param shellsOutliveUs whether a shell that was let go is found again by {@link ShellSource#current}
     */
    public Terminals(Context loop, Function<TerminalName, ShellSource> shells, Consumer<MachineName> typedInto, boolean shellsOutliveUs) {
        this.loop = loop;
        this.shells = shells;
        this.typedInto = typedInto;
        this.shellsOutliveUs = shellsOutliveUs;
        loop.runOnContext(now -> loop.owner().setPeriodic(SWEEP_MILLIS, tick -> sweep()));
    }

    /** Tells of each machine whose terminal has printed something, each time, on the lab's loop. */
    public void whenPrinted(Consumer<MachineName> listener) {
        loop.runOnContext(now -> printed = listener);
    }

    /** Shows a terminal in a view; opens a shell if there is none. Who may only look wakes no machine that sleeps. */
    public OpenView open(TerminalName name, View view, ViewRequest request) {
        OpenView open = new OpenView(name, view);
        loop.runOnContext(now -> closed(name).compose(none -> wouldWake(name, request)).onComplete(asleep -> loop.runOnContext(then -> {
            if (asleep.succeeded() && asleep.result()) {
                view.close(CloseCode.ASLEEP, "the machine sleeps");
            } else {
                open.joined(request);
            }
        })));
        return open;
    }

    private Future<Boolean> wouldWake(TerminalName name, ViewRequest request) {
        return request.readOnly() && !terminals.containsKey(name) ? shells.apply(name).sleeps() : Future.succeededFuture(false);
    }

    /** Completes when a terminal of that name that was closed before is no more: a new one would be given its shell. */
    private Future<Void> closed(TerminalName name) {
        return closings.getOrDefault(name, Future.succeededFuture()).otherwiseEmpty();
    }

    private void close(TerminalName name) {
        Terminal terminal = terminals.remove(name);
        if (terminal != null) {
            Future<Void> closing = terminal.close().compose(settled -> shells.apply(name).close());
            closings.put(name, closing);
            closing.onComplete(done -> loop.runOnContext(then -> closings.remove(name, closing)));
        }
    }

    /** Lets go of a machine's shells, since the machine is made anew. Their views come back by themselves. */
    public void restart(MachineName machine) {
        forget(machine, "the machine is made anew");
    }

    /** Lets go of a machine's shells, which have ended with all that ran in the machine: it fell asleep, or was removed. Who opens the terminal again gets a new one. */
    public void ended(MachineName machine) {
        forget(machine, "the machine was started anew");
    }

    /** Whether somebody looks at it. Called on the lab's loop. */
    public boolean shows(MachineName machine) {
        return names(machine).anyMatch(name -> terminals.containsKey(name) && terminals.get(name).isViewed());
    }

    private void forget(MachineName machine, String reason) {
        loop.runOnContext(now -> names(machine).map(terminals::remove).filter(Objects::nonNull).forEach(terminal -> terminal.release(reason)));
    }

    private static Stream<TerminalName> names(MachineName machine) {
        return IntStream.rangeClosed(1, TerminalName.MOST).mapToObj(number -> new TerminalName(machine, number));
    }

    /** Lets go of everything: the lab ends. */
    public void close() {
        loop.runOnContext(now -> {
            terminals.values().forEach(terminal -> terminal.release("the lab is started anew"));
            terminals.clear();
        });
    }

    private Terminal terminal(TerminalName name) {
        return new Terminal(shells.apply(name), this::later, System::currentTimeMillis, () -> printed.accept(name.machine()));
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

        private final TerminalName name;
        private final View view;
        private Terminal terminal;
        private Viewer viewer;
        private boolean left;

        private OpenView(TerminalName name, View view) {
            this.name = name;
            this.view = view;
        }

        private void joined(ViewRequest request) {
            if (!left) {
                terminal = terminals.computeIfAbsent(name, Terminals.this::terminal);
                viewer = terminal.join(view, request);
            }
        }

        /**
         * A frame of the browser's; a wrong one closes the view.
         *
         * @param handled called when it was dealt with, on the lab's loop: the next one may be read then
         */
        public void receive(Buffer frame, Runnable handled) {
            loop.runOnContext(now -> {
                receive(frame);
                handled.run();
            });
        }

        private void receive(Buffer frame) {
            if (viewer == null) { // nothing is sent to it, so it has nothing to say
                return;
            }
            try {
                TerminalFrame parsed = TerminalFrame.parse(frame);
                if (parsed instanceof TerminalFrame.Input && viewer.paces()) {
                    typedInto.accept(name.machine());
                }
                if (parsed instanceof TerminalFrame.Close) {
                    closeTerminal();
                } else {
                    terminal.receive(viewer, parsed);
                }
            } catch (IllegalArgumentException wrong) {
                viewer.close(CloseCode.BAD_FRAME, wrong.getMessage());
                terminal.leave(viewer);
            }
        }

        private void closeTerminal() {
            if (!viewer.paces() || !name.canBeClosed()) {
                throw new IllegalArgumentException("this terminal cannot be closed from here");
            }
            close(name);
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
