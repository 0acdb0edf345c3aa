package dev.berth.lab.terminal;

import dev.berth.lab.machine.EngineTerminals;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.util.List;
import java.util.function.Supplier;

/** The shells of a terminal on our engine, where a shell outlives the lab: it is found again by listing. */
final class EngineShells implements ShellSource {

    private final String machine;
    private final String name;
    private final EngineTerminals terminals;
    private final Supplier<Future<Void>> machineReady;
    private final Supplier<Future<Boolean>> machineSleeps;
    private final Context loop;

    /** @param machineReady completes when the machine runs; asked each time; @param machineSleeps as well */
    EngineShells(TerminalName terminal, EngineTerminals terminals, Supplier<Future<Void>> machineReady, Supplier<Future<Boolean>> machineSleeps, Context loop) {
        this.machine = terminal.machine().toString();
        // The first one's shells have none, as those of before there were others.
        this.name = terminal.number() == 1 ? "" : Integer.toString(terminal.number());
        this.terminals = terminals;
        this.machineReady = machineReady;
        this.machineSleeps = machineSleeps;
        this.loop = loop;
    }

    @Override
    public Future<Shell> current(int columns, int rows) {
        return machineReady.get()
                .compose(ready -> ours())
                .compose(all -> all.stream().filter(EngineTerminals.Record::running).findFirst()
                        .map(running -> Future.succeededFuture(shell(running)))
                        .orElseGet(() -> open(columns, rows)));
    }

    @Override
    public Future<Shell> renewed(int columns, int rows) {
        return machineReady.get()
                .compose(ready -> ours())
                .onSuccess(all -> all.stream().filter(each -> !each.running()).forEach(ended -> terminals.remove(ended.id())))
                .compose(all -> open(columns, rows));
    }

    @Override
    public Future<Void> close() {
        return ours().compose(all -> Future.join(all.stream().map(each -> terminals.remove(each.id())).toList())).mapEmpty();
    }

    @Override
    public Future<Boolean> sleeps() {
        return machineSleeps.get();
    }

    private Future<List<EngineTerminals.Record>> ours() {
        return terminals.of(machine).map(all -> all.stream().filter(each -> each.name().equals(name)).toList());
    }

    private Future<Shell> open(int columns, int rows) {
        return terminals.open(machine, name, columns, rows).compose(terminals::inspect).map(this::shell);
    }

    private Shell shell(EngineTerminals.Record record) {
        return new EngineShell(record, terminals, new RetryTimer(loop));
    }
}
