package dev.berth.lab.homework;

import dev.berth.lab.machine.CleanMachines;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;

/** For tests: none can be made, but for what a test says. */
class NoCleanMachines implements CleanMachines {

    @Override
    public Future<CleanMachine> make() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Future<List<CleanMachine>> makeJoined(List<String> names) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Future<Void> removeAll() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Future<Void> saveImage(String image, Path file, long limit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Future<JsonObject> inspectImage(String image) {
        throw new UnsupportedOperationException();
    }
}
