package dev.berth.runtime.controlgroup;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GroupFolderTest {
    @TempDir
    Path folder;

    /** A container that ended just when its machine was stopped failed the stop: its group went between being listed and being thawed. */
    @Test
    void doesNotMindWritingToAGroupThatHasJustGone() {
        GroupFolder gone = new GroupFolder(folder.resolve("gone"));

        assertThatCode(() -> gone.writeIfThere("freezer.state", "THAWED")).doesNotThrowAnyException();
    }

    @Test
    void tellsWhenAGroupThatIsThereCannotBeWrittenTo() {
        GroupFolder there = new GroupFolder(folder);

        assertThatThrownBy(() -> there.writeIfThere("freezer.state", "THAWED")).isInstanceOf(UncheckedIOException.class).hasMessageContaining("freezer.state");
    }
}
