package dev.berth.lab.homework;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SubmissionFilesTest {

    @TempDir
    private Path folder;

    @Test
    void aStartKeepsTheFilesOfSubmissionsAndNothingElse() throws IOException {
        SubmissionFiles before = new SubmissionFiles(folder);
        before.open(Set.of());
        Path stored = Files.createFile(before.of("stored"));
        Path ofNone = Files.createFile(before.of("never-stored"));
        Path onItsWay = before.newIncoming();

        new SubmissionFiles(folder).open(Set.of("stored"));

        assertThat(stored).exists();
        assertThat(ofNone).doesNotExist();
        assertThat(onItsWay).doesNotExist();
    }
}
