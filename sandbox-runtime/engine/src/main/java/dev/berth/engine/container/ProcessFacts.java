package dev.berth.engine.container;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What the kernel says about one process.
 *
 * @param pid as the host sees it, as is the parent's
 * @param state as ps(1) shows it: a letter, and marks for its precedence, the leader of a session, several threads and the terminal's foreground
 * @param terminal name of its controlling terminal, {@code ?} for none
 * @param processorTicks user and system time, in hundredths of a second
 * @param age since its start
 * @see <a href="https://man7.org/linux/man-pages/man5/proc.5.html">proc(5), stat and status</a>
 */
record ProcessFacts(
        int pid, int parent, int userId, String name, String commandLine, String state, String terminal, long processorTicks, Duration age,
        long virtualKiB, long residentKiB) {
    private static final int TICKS_PER_SECOND = 100;
    private static final int PAGE_KIB = 4;
    private static final int LONGEST_COMMAND = 4096;
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm");
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("MMMdd", Locale.ENGLISH);
    private static final DateTimeFormatter YEAR = DateTimeFormatter.ofPattern("yyyy");

    /** Major number of the first pts device, as in the kernel's list of devices. */
    private static final int PTS_MAJOR = 136;

    /** Empty when it is gone. */
    static Optional<ProcessFacts> read(int pid) {
        Path folder = Path.of("/proc", String.valueOf(pid));
        try {
            String stat = Files.readString(folder.resolve("stat"), StandardCharsets.ISO_8859_1);
            int close = stat.lastIndexOf(')');
            String name = stat.substring(stat.indexOf('(') + 1, close);
            String[] fields = stat.substring(close + 2).split(" ");
            int user = (Integer) Files.getAttribute(folder, "unix:uid");
            return Optional.of(new ProcessFacts(
                    pid,
                    Integer.parseInt(fields[1]),
                    user,
                    name,
                    commandLine(folder, name),
                    state(pid, fields),
                    terminal(Integer.parseInt(fields[4])),
                    Long.parseLong(fields[11]) + Long.parseLong(fields[12]),
                    uptime().minusMillis(Long.parseLong(fields[19]) * 1000 / TICKS_PER_SECOND),
                    Long.parseLong(fields[20]) / 1024,
                    Long.parseLong(fields[21]) * PAGE_KIB));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    private static String state(int pid, String[] fields) {
        int precedence = Integer.parseInt(fields[16]);
        boolean inForeground = fields[2].equals(fields[5]);
        return fields[0]
                + (precedence < 0 ? "<" : precedence > 0 ? "N" : "")
                + (Integer.parseInt(fields[3]) == pid ? "s" : "")
                + (Integer.parseInt(fields[17]) > 1 ? "l" : "")
                + (inForeground ? "+" : "");
    }

    private static String commandLine(Path folder, String name) throws IOException {
        byte[] bytes;
        try (var file = Files.newInputStream(folder.resolve("cmdline"))) {
            bytes = file.readNBytes(LONGEST_COMMAND);
        }
        String line = new String(bytes, StandardCharsets.UTF_8).replace('\0', ' ').strip();
        return line.isEmpty() ? "[" + name + "]" : line;
    }

    private static String terminal(int device) {
        int major = device >> 8 & 0xfff;
        int minor = device & 0xff | device >> 12 & 0xfff00;
        return major == PTS_MAJOR ? "pts/" + minor : "?";
    }

    private static Duration uptime() throws IOException {
        String seconds = Files.readString(Path.of("/proc/uptime")).split(" ")[0];
        return Duration.ofMillis((long) (Double.parseDouble(seconds) * 1000));
    }

    double processorPercent() {
        return age.isZero() ? 0 : processorTicks * 1000.0 * 100 / TICKS_PER_SECOND / age.toMillis();
    }

    double memoryPercent() {
        try {
            String total = Arrays.stream(Files.readString(Path.of("/proc/meminfo")).split("\n")).findFirst().orElseThrow();
            return residentKiB * 100.0 / Long.parseLong(total.replaceAll("\\D", ""));
        } catch (IOException unreadable) {
            return 0;
        }
    }

    String startedAt() {
        ZonedDateTime now = ZonedDateTime.now();
        return startedAt(now.minus(age), now);
    }

    /** As ps(1): the time of today, the day of this year, or the year. */
    static String startedAt(ZonedDateTime start, ZonedDateTime now) {
        boolean thisYear = start.getYear() == now.getYear();
        return (thisYear && start.getDayOfYear() == now.getDayOfYear() ? CLOCK : thisYear ? DAY : YEAR).format(start);
    }

    String elapsed() {
        return age.toDays() > 0
                ? String.format("%d-%02d:%02d:%02d", age.toDays(), age.toHoursPart(), age.toMinutesPart(), age.toSecondsPart())
                : age.toHours() > 0
                        ? String.format("%02d:%02d:%02d", age.toHoursPart(), age.toMinutesPart(), age.toSecondsPart())
                        : String.format("%02d:%02d", age.toMinutesPart(), age.toSecondsPart());
    }

    /** Minutes and seconds, as in the formats of BSD. */
    String processorMinutes() {
        Duration used = processorTime(processorTicks);
        return String.format("%d:%02d", used.toMinutes(), used.toSecondsPart());
    }

    String processorTime() {
        Duration used = processorTime(processorTicks);
        return String.format("%02d:%02d:%02d", used.toHours(), used.toMinutesPart(), used.toSecondsPart());
    }

    private static Duration processorTime(long ticks) {
        return Duration.ofMillis(ticks * 1000 / TICKS_PER_SECOND);
    }
}
