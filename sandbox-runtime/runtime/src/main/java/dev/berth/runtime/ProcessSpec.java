package dev.berth.runtime;

import java.util.List;

/**
 * A program to run: what execve(2) gets, and as whom.
 *
 * @param arguments program first; without a slash it is looked up in {@code PATH} of {@code environment}, inside the container
 * @param environment {@code NAME=value}
 * @param workingDirectory absolute, inside; made when it is missing, as Docker does
 * @param user {@code ""} (root), {@code user}, {@code uid}, {@code user:group}, {@code uid:gid}; looked up in the container's own /etc/passwd and /etc/group
 * @param groups beside those of the user: names or ids, looked up in the container's own /etc/group
 * @param terminal true: a pty of the container's own devpts is standard input, output and error, and the controlling terminal
 * @param rows initial height of the terminal, 0 for unknown
 * @param columns initial width of the terminal, 0 for unknown
 * @param openInput false: standard input is /dev/null
 */
public record ProcessSpec(
        List<String> arguments,
        List<String> environment,
        String workingDirectory,
        String user,
        List<String> groups,
        boolean terminal,
        int rows,
        int columns,
        boolean openInput) {}
