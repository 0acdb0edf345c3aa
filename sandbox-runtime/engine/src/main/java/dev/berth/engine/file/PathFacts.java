package dev.berth.engine.file;

import java.time.Instant;

/**
 * What {@code docker cp} asks before it copies.
 *
 * @param name what the copy is called
 * @param mode as stat(2) has it: what kind of file it is in the upper four of sixteen bits, then setuid, setgid, sticky and permissions
 * @param size bytes; of a symbolic link the length of its target
 * @param linkTarget of a symbolic link, where it leads in the container, all links followed; otherwise {@code ""}
 */
public record PathFacts(String name, int mode, long size, Instant modified, String linkTarget) {}
