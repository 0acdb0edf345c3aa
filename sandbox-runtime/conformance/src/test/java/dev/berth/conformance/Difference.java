package dev.berth.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a test names where Berth differs from Docker: a line of {@code docs/compatibility.md}, which gives the reason. */
final class Difference {
    private static final Path TABLE = Path.of(System.getProperty("berth.build", ".."), "../docs/compatibility.md");

    private Difference() {}

    /**
     * What is expected of the engine under test.
     *
     * @param line the name at the beginning of the table's line
     */
    static <T> T between(String line, T dockers, T ours) {
        if (!table().contains("\n| `" + line + "` |")) {
            throw new AssertionError("docs/compatibility.md has no line `" + line + "`: a difference needs its reason there");
        }
        return EngineUnderTest.STOCK ? dockers : ours;
    }

    private static String table() {
        try {
            return Files.readString(TABLE);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
