package dev.berth.engine;

import static dev.berth.engine.fake.EngineOnFake.config;
import static dev.berth.engine.fake.EngineOnFake.done;

import dev.berth.engine.container.ContainerFiles;
import dev.berth.engine.container.ContainerFiles.Target;
import dev.berth.engine.container.Containers;
import dev.berth.engine.container.Containers.ExecConfig;
import dev.berth.engine.container.Containers.WaitCondition;
import dev.berth.engine.fake.EngineOnFake;
import dev.berth.engine.fake.Recording;
import dev.berth.engine.machine.MachineView;
import dev.berth.engine.stream.LogsRequest;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The machine {@code alice} on an engine of its own, and what tests do in it again and again. Closing it removes all of it. */
final class MachineOnKernel implements AutoCloseable {
    private static final String NAME = "alice";

    private final EngineOnKernel host = new EngineOnKernel();

    MachineOnKernel() {
        host.startMachine(NAME);
    }

    EngineOnKernel host() {
        return host;
    }

    MachineView view() {
        return host.machine(NAME);
    }

    Containers containers() {
        return view().containers();
    }

    ContainerFiles files() {
        return view().files();
    }

    /** @return the new container's id */
    String create(EngineOnFake.Asked asked) {
        return done(containers().create(Optional.empty(), asked.network("none").build())).value();
    }

    String create(String script) {
        return create(config("busybox").command("sh", "-c", script));
    }

    /** A container whose script has begun. */
    String run(String script) {
        String id = create(script);
        done(containers().start(id));
        return id;
    }

    /** Starts it and waits for its end. */
    int codeOf(String id) {
        done(containers().start(id));
        return waitFor(id);
    }

    int waitFor(String id) {
        return done(done(containers().waitFor(id, WaitCondition.NOT_RUNNING)).code());
    }

    String logs(String id) throws Exception {
        Recording client = new Recording();
        done(containers().logs(id, new LogsRequest(true, true, false, Optional.empty(), Optional.empty(), OptionalLong.empty(), false, false), client));
        return client.awaitEnd().output();
    }

    /** What a container says until its end; then it is removed, with its volumes. */
    String outputOf(EngineOnFake.Asked asked) throws Exception {
        String id = create(asked);
        try {
            codeOf(id);
            return logs(id);
        } finally {
            done(containers().remove(id, true, true));
        }
    }

    /** What a script says in a container that runs. */
    String execute(String id, String script) throws Exception {
        return execute(containers(), id, script).awaitEnd().output();
    }

    /** What a script says in the machine itself. */
    String executeHere(String script) throws Exception {
        return beginHere(script).awaitEnd().output();
    }

    Recording beginHere(String script) {
        return execute(host.engine().admin().containers(), NAME, script);
    }

    private static Recording execute(Containers level, String id, String script) {
        Recording client = new Recording();
        done(level.startExec(done(level.createExec(id, shell(script, ""))), 0, 0, Optional.of(client)));
        return client;
    }

    static ExecConfig shell(String script, String folder) {
        return new ExecConfig(List.of("sh", "-c", script), List.of(), folder, "", false, false, true, true, false, "");
    }

    /** Into a container's folder. @param tar not compressed, or compressed */
    void extract(String id, String path, InputStream tar) {
        try (Target target = done(files().target(id, path, true, false))) {
            target.extract(tar);
        }
    }

    @Override
    public void close() {
        host.close();
    }
}
