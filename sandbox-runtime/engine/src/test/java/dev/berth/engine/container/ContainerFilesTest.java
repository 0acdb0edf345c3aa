package dev.berth.engine.container;

import static dev.berth.engine.fake.EngineOnFake.done;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ContainerFilesTest extends ContainersOfAMachine {

    /** `docker logs -f` had returned, and `docker cp` right after it failed: the process was gone, and the engine had not been told. */
    @Test
    void filesOfOneThatIsEndingAreThere() {
        run("web", "serve");
        host.runtime().haveRootsGone(2);

        assertThat(done(host.machine("alice").files().stat("web", "/")).name()).isEqualTo("/");
    }
}
