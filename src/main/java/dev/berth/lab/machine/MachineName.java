package dev.berth.lab.machine;

import java.util.regex.Pattern;

/**
 * One machine of one student, as the engine knows it: {@code <student>-<machine>}.
 *
 * @param student the student's id
 * @param machine its name in the lesson, also its hostname: {@code vm1}
 */
public record MachineName(String student, String machine) {

    private static final Pattern STUDENT = Pattern.compile("[a-z0-9]{1,32}");
    private static final Pattern MACHINE = Pattern.compile("[a-z][a-z0-9]{0,14}");

    /** @throws IllegalArgumentException if one of the two could mean something else in a path */
    public MachineName {
        if (!STUDENT.matcher(student).matches() || !MACHINE.matcher(machine).matches()) {
            throw new IllegalArgumentException("no machine can be called \"" + student + "-" + machine + "\"");
        }
    }

    @Override
    public String toString() {
        return student + "-" + machine;
    }
}
