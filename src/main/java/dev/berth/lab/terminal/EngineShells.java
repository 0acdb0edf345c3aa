package dev.berth.lab.terminal;

import dev.berth.lab.machine.EngineTerminals;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.util.function.Supplier;

/** The shells of a machine on our engine, where a shell outlives the lab: it is found again by listing. */
final class EngineShells implements ShellSource {

    private final String machine;
    private final EngineTerminals terminals;
    private final Supplier<Future<Void>> machineReady;
    private final Supplier<Future<Boolean>> machineSleeps;
    private final Context loop;

    /** @param machineReady completes when the machine runs; asked each time; @param machineSleeps as well */
    EngineShells(String machine, EngineTerminals terminals, Supplier<Future<Void>> machineReady, Supplier<Future<Boolean>> machineSleeps, Context loop) {
        this.machine = machine;
        this.terminals = terminals;
        this.machineReady = machineReady;
        this.machineSleeps = machineSleeps;
        this.loop = loop;
    }

    @Override
    public Future<Shell> current(int columns, int rows) {
        return machineReady.get()
                .compose(ready -> terminals.of(machine))
                .compose(all -> all.stream().filter(EngineTerminals.Record::running).findFirst()
                        .map(running -> Future.succeededFuture(shell(running)))
                        .orElseGet(() -> open(columns, rows)));
    }

    @Override
    public Future<Shell> renewed(int columns, int rows) {
        return machineReady.get()
                .compose(ready -> terminals.of(machine))
                .onSuccess(all -> all.stream().filter(each -> !each.running()).forEach(ended -> terminals.remove(ended.id())))
                .compose(all -> open(columns, rows));
    }

    @Override
    public Future<Boolean> sleeps() {
        return machineSleeps.get();
    }

    private Future<Shell> open(int columns, int rows) {
        return terminals.open(machine, columns, rows).compose(terminals::inspect).map(this::shell);
    }

    private Shell shell(EngineTerminals.Record record) {
        return new EngineShell(record, terminals, new RetryTimer(loop));
    }
}
