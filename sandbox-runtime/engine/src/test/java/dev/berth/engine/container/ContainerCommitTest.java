package dev.berth.engine.container;

import static dev.berth.engine.fake.EngineOnFake.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.engine.container.ContainerFiles.CommitRequest;
import dev.berth.engine.image.Digest;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class ContainerCommitTest extends ContainersOfAMachine {

    private CompletionStage<Digest> commit(String name) {
        return host.machine("alice").files().commit(name, new CommitRequest("", "", Optional.empty(), List.of(), true), Optional.empty());
    }

    /** One waited for its turn paused, behind others; and one that was committed twice at once went on while the second was still read. */
    @Test
    void aContainerIsPausedOnlyWhenItsTurnHasCome() throws Exception {
        run("web", "serve");
        run("store", "serve");
        host.nextEvents(4);

        List<CompletionStage<Digest>> commits = List.of(commit("web"), commit("store"), commit("web"));
        commits.forEach(commit -> done(commit));

        assertThat(host.nextEvents(9)).containsExactly("pause", "commit", "unpause", "pause", "commit", "unpause", "pause", "commit", "unpause");
    }

    @Test
    void whatCannotBeCommittedKeepsNobodyFromItsTurn() {
        run("web", "serve");

        CompletionStage<Digest> missing = commit("nosuch");

        assertThat(done(commit("web"))).isNotNull();
        assertThatThrownBy(() -> done(missing)).hasMessage("No such container: nosuch");
    }
}
