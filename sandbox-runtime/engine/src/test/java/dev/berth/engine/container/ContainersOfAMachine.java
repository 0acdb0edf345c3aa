package dev.berth.engine.container;

import static dev.berth.engine.fake.EngineOnFake.done;
import static dev.berth.engine.fake.EngineOnFake.program;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.engine.container.Containers.WaitCondition;
import dev.berth.engine.container.option.ContainerConfig;
import dev.berth.engine.fake.EngineOnFake;
import dev.berth.engine.fake.FakeProcess;
import dev.berth.engine.fake.Waiting;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A machine that runs, on a runtime with a memory, and its containers. */
abstract class ContainersOfAMachine {
    @TempDir
    private Path folder;

    protected EngineOnFake host;
    protected Containers containers;

    @BeforeEach
    void startMachine() {
        host = new EngineOnFake(folder);
        host.startMachine("alice");
        containers = host.containers("alice");
        host.watch(host.machine("alice"));
    }

    @AfterEach
    void close() {
        host.close();
    }

    protected String create(String name, ContainerConfig config) {
        return done(containers.create(Optional.of(name), config)).value();
    }

    protected FakeProcess run(String name, String... command) {
        String id = create(name, program(command));
        done(containers.start(name));
        return host.runtime().process(id);
    }

    protected int waitFor(String name) {
        return done(done(containers.waitFor(name, WaitCondition.NOT_RUNNING)).code());
    }

    protected ContainerView inspect(String name) {
        return done(containers.inspect(name));
    }

    protected static void await(BooleanSupplier condition) {
        Waiting.until("the engine has gone on", condition);
    }
}
