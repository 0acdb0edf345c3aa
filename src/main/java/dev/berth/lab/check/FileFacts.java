package dev.berth.lab.check;

/**
 * What is at a path.
 *
 * @param container the id of the container that it is in; empty on the machine itself
 * @param type file, directory, link, or other
 * @param bytes its size
 * @param mode permissions, as {@code chmod} takes them: four octal digits
 * @param owner numbers of user and group: {@code 0:0}
 * @param target of a link; otherwise empty
 * @param content the beginning of what is in it; of other things than files empty
 * @param sha256 64 hex digits; empty if it was not asked for, or if there is too much to read
 */
public record FileFacts(
        String container, String path, String type, long bytes, String mode, String owner, String target, String content, String sha256) {

    /** The content without the end of its last line. */
    String text() {
        return content.endsWith("\n") ? content.substring(0, content.length() - 1) : content;
    }
}
