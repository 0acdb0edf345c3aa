package dev.berth.lab.check;

/**
 * What is at a path.
 *
 * @param place the id of the container that it is in, or of the image, which begins with {@code sha256:}; empty on the machine itself
 * @param type file, directory, link, or other
 * @param bytes its size
 * @param mode permissions, as {@code chmod} takes them: four octal digits
 * @param owner numbers of user and group: {@code 0:0}
 * @param target of a link; otherwise empty
 * @param content the beginning of what is in it; of other things than files empty
 * @param sha256 64 hex digits; empty if it was not asked for, or if there is too much to read
 */
public record FileFacts(
        String place, String path, String type, long bytes, String mode, String owner, String target, String content, String sha256) {

    /** Whether it is in an image; such a one is read as a whole, so that its checksum is known, unless it is too large. */
    boolean isInImage() {
        return place.startsWith("sha256:");
    }

    /** The content without the end of its last line. */
    String text() {
        return content.endsWith("\n") ? content.substring(0, content.length() - 1) : content;
    }
}
