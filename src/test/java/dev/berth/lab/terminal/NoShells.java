package dev.berth.lab.terminal;

import io.vertx.core.Future;

/** A machine that cannot be made. */
record NoShells() implements ShellSource {

    @Override
    public Future<Shell> current(int columns, int rows) {
        return Future.failedFuture("the engine is away");
    }

    @Override
    public Future<Shell> renewed(int columns, int rows) {
        return current(columns, rows);
    }

    @Override
    public Future<Void> close() {
        return Future.failedFuture("the engine is away");
    }

    @Override
    public Future<Boolean> sleeps() {
        return Future.failedFuture("the engine is away");
    }
}
