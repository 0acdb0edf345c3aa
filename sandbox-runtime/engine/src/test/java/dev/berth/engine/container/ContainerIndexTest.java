package dev.berth.engine.container;

import static dev.berth.engine.fake.EngineOnFake.done;
import static dev.berth.engine.fake.EngineOnFake.program;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.engine.fake.EngineOnFake;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How containers are found by what people type, and how they get their names. */
class ContainerIndexTest {
    @TempDir
    private Path folder;

    private EngineOnFake host;
    private Containers containers;

    @BeforeEach
    void startMachine() {
        host = new EngineOnFake(folder);
        host.startMachine("alice");
        containers = host.containers("alice");
    }

    @AfterEach
    void close() {
        host.close();
    }

    private String create(String name) {
        return done(containers.create(Optional.of(name), program("serve"))).value();
    }

    private String find(String text) {
        return done(containers.inspect(text)).id().value();
    }

    @Test
    void aContainerIsFoundByNameIdAndPrefix() {
        String id = create("web");

        assertThat(List.of(find("web"), find("/web"), find(id), find(id.substring(0, 12)), find(id.substring(0, 1)))).containsOnly(id);
    }

    /** 64 containers with a mebibyte of labels each had ended the engine, and its next start as well. */
    @Test
    void whatClientsSayOfTheirContainersIsBoundedTogether() {
        done(containers.create(Optional.of("first"), program("serve", "x".repeat(600 * 1024))));

        assertThatThrownBy(() -> done(containers.create(Optional.of("second"), program("serve", "x".repeat(600 * 1024)))))
                .hasMessageContaining("there is room for 1572864, say less or remove some with docker rm");

        assertThat(done(containers.list())).hasSize(1);
        done(containers.remove("first", true, false));
        create("second");
    }

    @Test
    void aNameIsMeantBeforeAPrefix() {
        String first = create("web");
        String second = create(first.substring(0, 4));

        assertThat(find(first.substring(0, 4))).isEqualTo(second);
    }

    @Test
    void anAmbiguousPrefixIsRefused() {
        for (int count = 0; count < 17; count++) {
            create("c" + count);
        }
        String shared = sharedPrefix();

        assertThatThrownBy(() -> find(shared)).hasMessage("Multiple IDs found with provided prefix: " + shared);
    }

    /** Of seventeen ids two begin with the same digit. */
    private String sharedPrefix() {
        List<String> digits = done(containers.list()).stream().map(view -> view.id().value().substring(0, 1)).toList();
        return digits.stream().filter(digit -> digits.indexOf(digit) != digits.lastIndexOf(digit)).findFirst().orElseThrow();
    }

    @Test
    void whatIsNotThereIsToldAsItWasTyped() {
        assertThatThrownBy(() -> find("Nobody")).hasMessage("No such container: Nobody");
        assertThatThrownBy(() -> find("")).hasMessage("invalid name or ID supplied: \"\"");
    }

    @Test
    void aTakenNameIsRefusedWithItsOwner() {
        String owner = create("web");

        assertThatThrownBy(() -> create("web")).hasMessage("Conflict. The container name \"/web\" is already in use by container \"" + owner
                + "\". You have to remove (or rename) that container to be able to reuse that name.");
    }

    @Test
    void aNameThatIsNoneIsRefused() {
        assertThatThrownBy(() -> create("a b")).hasMessage("Invalid container name (a b), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed");
        assertThatThrownBy(() -> create("../x")).hasMessageStartingWith("Invalid container name (../x)");
    }

    @Test
    void theNewestIsListedFirst() {
        create("first");
        create("second");

        assertThat(done(containers.list())).extracting(ContainerView::name).containsExactly("second", "first");
    }
}
