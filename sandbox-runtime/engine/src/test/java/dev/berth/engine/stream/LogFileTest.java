package dev.berth.engine.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.engine.fake.Recording;
import dev.berth.engine.work.SerialQueue;
import dev.berth.runtime.OutputListener.Source;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFileTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00.5Z");
    private static final int MOST_WRITTEN = 100;
    private static final LogsRequest ALL = request(OptionalLong.empty());

    @TempDir
    private Path folder;

    private static LogsRequest request(OptionalLong tail) {
        return new LogsRequest(true, true, false, Optional.empty(), Optional.empty(), tail, false, false);
    }

    private Path file() {
        return folder.resolve("x-json.log");
    }

    private static void print(LogFile log, String text, Instant at) {
        log.append(Source.OUTPUT, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), at);
    }

    /** The queue runs everything at once, on the test's own thread. */
    private static Recording read(LogFile log, LogsRequest request) {
        Recording client = new Recording();
        new LogSession(log, request, "", client, new SerialQueue(Runnable::run), () -> false, () -> { }).begin();
        return client;
    }

    @Test
    void aLineIsKeptInDockersForm() throws Exception {
        LogFile log = new LogFile(file(), LogLimits.DEFAULT, LogBudget.ofAMachine());

        print(log, "hello \"world\"\n", NOON);
        log.append(Source.ERROR, ByteBuffer.wrap("oops\n".getBytes(StandardCharsets.UTF_8)), NOON);

        assertThat(file()).content().isEqualTo(
                "{\"log\":\"hello \\\"world\\\"\\n\",\"stream\":\"stdout\",\"time\":\"2026-03-01T12:00:00.500Z\"}\n"
                        + "{\"log\":\"oops\\n\",\"stream\":\"stderr\",\"time\":\"2026-03-01T12:00:00.500Z\"}\n");
    }

    @Test
    void whatHasNoNewlineYetIsKeptWhenTheOutputEnds() {
        LogFile log = new LogFile(file(), LogLimits.DEFAULT, LogBudget.ofAMachine());

        print(log, "no newline", NOON);
        String before = read(log, ALL).output();
        log.finish(NOON);

        assertThat(before).isEmpty();
        assertThat(read(log, ALL).output()).isEqualTo("no newline");
    }

    @Test
    void theOldestIsDroppedWhenBothFilesAreFull() throws Exception {
        LogFile log = new LogFile(file(), new LogLimits(1000, 2), LogBudget.ofAMachine());

        for (int line = 0; line < 100; line++) {
            print(log, "line " + line + "\n", NOON);
        }

        String kept = read(log, ALL).output();
        assertThat(kept).endsWith("line 98\nline 99\n").doesNotContain("line 50\n");
        assertThat(Files.size(file())).isLessThan(1100);
        assertThat(Files.list(folder)).hasSize(2);
    }

    @Test
    void asManyFilesAreReadAsAreKept() throws Exception {
        LogFile log = new LogFile(file(), new LogLimits(300, 4), LogBudget.ofAMachine());
        for (int line = 10; line < 24; line++) {
            print(log, "line " + line + "\n", NOON);
        }

        assertThat(Files.list(folder)).hasSizeGreaterThan(2);
        assertThat(read(log, ALL).output()).startsWith("line 10\n").endsWith("line 23\n");
        assertThat(read(log, request(OptionalLong.of(9))).output()).startsWith("line 15\n");
    }

    @Test
    void aLogOfOneFileBeginsAnewWhenItIsFull() {
        LogFile log = new LogFile(file(), new LogLimits(300, 1), LogBudget.ofAMachine());
        for (int line = 10; line < 24; line++) {
            print(log, "line " + line + "\n", NOON);
        }

        assertThat(read(log, ALL).output()).doesNotContain("line 10").hasSizeLessThan(60);
    }

    /** Two hundred logs of 20 MiB were once four gigabytes of the host's disk for one student. */
    @Test
    void logsThatHaveUsedUpWhatTheyHaveTogetherKeepOnlyTheirNewestOutput() throws Exception {
        LogBudget budget = new LogBudget(6_000, 600);
        List<LogFile> logs = IntStream.range(0, 10).mapToObj(number -> log(number, budget)).toList();

        logs.forEach(log -> printLines(log, 100));

        long most = 6_000 + 10 * (600L + 200);
        assertThat(bytesInFolder()).isBetween(6_000L, most);
        assertThat(read(logs.get(0), ALL).output()).as("one that was there before, and writes no more").startsWith("line 35\n");
        assertThat(read(logs.get(9), ALL).output()).doesNotContain("line 70\n").endsWith("line 99\n");

        printLines(logs.get(0), 100);

        assertThat(bytesInFolder()).isLessThan(most);
        assertThat(read(logs.get(0), ALL).output()).endsWith("line 99\n");
    }

    @Test
    void aLogThatIsRemovedLeavesItsPartToOthersAndOneThatIsFoundTakesIt() throws Exception {
        LogBudget before = new LogBudget(5_000, 600);
        printLines(log(0, before), 100);
        LogBudget budget = new LogBudget(4_000, 600);
        LogFile found = log(0, budget);
        LogFile other = log(1, budget);
        printLines(other, 100);
        assertThat(read(other, ALL).output()).doesNotContain("line 80\n");

        found.forget();
        printLines(other, 40);

        assertThat(read(other, ALL).output()).contains("line 99\nline 0\n").endsWith("line 39\n");
    }

    private LogFile log(int number, LogBudget budget) {
        return new LogFile(folder.resolve(number + "-json.log"), new LogLimits(2_500, 2), budget);
    }

    private static void printLines(LogFile log, int count) {
        IntStream.range(0, count).forEach(line -> print(log, "line " + line + "\n", NOON));
    }

    private long bytesInFolder() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        }
    }

    @Test
    void tailReachesBackIntoTheOlderFile() {
        LogFile log = new LogFile(file(), new LogLimits(1000, 2), LogBudget.ofAMachine());
        for (int line = 0; line < 25; line++) {
            print(log, "line " + line + "\n", NOON);
        }

        assertThat(read(log, request(OptionalLong.of(20))).output()).startsWith("line 5\n").endsWith("line 24\n");
        assertThat(read(log, request(OptionalLong.of(2))).output()).isEqualTo("line 23\nline 24\n");
        assertThat(read(log, request(OptionalLong.of(0))).output()).isEmpty();
        assertThat(read(log, request(OptionalLong.of(1000))).output()).startsWith("line 0\n");
    }

    /** It read on for as long as the container wrote faster than that. */
    @Test
    void whoDoesNotFollowGetsWhatWasThereAndNoMore() {
        LogFile log = new LogFile(file(), LogLimits.DEFAULT, LogBudget.ofAMachine());
        print(log, "first\nsecond\n", NOON);

        assertThat(readWhileWritten(log, request(OptionalLong.empty()))).isEqualTo("first\nsecond\n");
        assertThat(readWhileWritten(log, request(OptionalLong.of(1)))).isEqualTo("late\n");
    }

    @Test
    void whatWasThereIsReadThoughTheLogRotatesMeanwhile() {
        LogFile log = new LogFile(file(), new LogLimits(1000, 3), LogBudget.ofAMachine());
        String kept = "";
        for (int line = 10; line < 40; line++) {
            print(log, "line " + line + "\n", NOON);
            kept += "line " + line + "\n";
        }

        assertThat(readWhileWritten(log, request(OptionalLong.empty()))).isEqualTo(kept);
    }

    /** Each line that is read makes the container write more, of which a small log cannot keep the half. */
    private static String readWhileWritten(LogFile log, LogsRequest request) {
        StringBuilder output = new StringBuilder();
        SessionListener reader = new SessionListener() {
            private int written;

            @Override
            public void output(boolean error, ByteBuffer bytes) {
                output.append(StandardCharsets.UTF_8.decode(bytes));
                if (written++ < MOST_WRITTEN) {
                    print(log, "late\n".repeat(50), NOON);
                }
            }

            @Override
            public void ended() {}
        };
        new LogSession(log, request, "", reader, new SerialQueue(Runnable::run), () -> true, () -> { }).begin();
        return output.toString();
    }

    @Test
    void sinceAndUntilLimitTheTime() {
        LogFile log = new LogFile(file(), LogLimits.DEFAULT, LogBudget.ofAMachine());
        for (int second = 0; second < 5; second++) {
            print(log, second + "\n", NOON.plusSeconds(second));
        }

        LogsRequest middle = new LogsRequest(
                true, true, false, Optional.of(NOON.plusSeconds(1)), Optional.of(NOON.plusSeconds(3)), OptionalLong.empty(), false, false);

        assertThat(read(log, middle).output()).isEqualTo("1\n2\n3\n");
    }

    @Test
    void timestampsHaveNineDigits() {
        LogFile log = new LogFile(file(), LogLimits.DEFAULT, LogBudget.ofAMachine());
        print(log, "hello\n", NOON);

        LogsRequest stamped = new LogsRequest(true, true, false, Optional.empty(), Optional.empty(), OptionalLong.empty(), true, false);

        assertThat(read(log, stamped).output()).isEqualTo("2026-03-01T12:00:00.500000000Z hello\n");
    }

    @Test
    void aLineThatACrashToreSpoilsNoOther() throws Exception {
        LogFile before = new LogFile(file(), LogLimits.DEFAULT, LogBudget.ofAMachine());
        print(before, "whole\n", NOON);
        before.close();
        Files.writeString(file(), "{\"log\":\"to", StandardOpenOption.APPEND);

        LogFile after = new LogFile(file(), LogLimits.DEFAULT, LogBudget.ofAMachine());
        print(after, "next\n", NOON);

        assertThat(read(after, ALL).output()).isEqualTo("whole\nnext\n");
    }

    @Test
    void whatIsNotUtf8IsReplaced() {
        LogFile log = new LogFile(file(), LogLimits.DEFAULT, LogBudget.ofAMachine());

        log.append(Source.OUTPUT, ByteBuffer.wrap(new byte[] {'a', (byte) 0xff, 'b', '\n'}), NOON);

        assertThat(read(log, ALL).output()).isEqualTo("a\ufffdb\n");
    }

    @Test
    void aPausedReaderGetsTheRestWhenItResumes() throws Exception {
        LogFile log = new LogFile(file(), LogLimits.DEFAULT, LogBudget.ofAMachine());
        for (int line = 0; line < 20_000; line++) {
            print(log, "line " + line + "\n", NOON);
        }
        Recording client = new Recording();
        LogSession session = new LogSession(log, ALL, "", client, new SerialQueue(Runnable::run), () -> false, () -> { });

        session.pause();
        session.begin();
        int meanwhile = client.size();
        session.resume();

        assertThat(meanwhile).isZero();
        assertThat(client.awaitEnd().output()).startsWith("line 0\n").endsWith("line 19999\n");
    }
}
