package dev.berth.lab.lesson;

import dev.berth.lab.source.SourcePosition;

/** A picture of a lesson, checked: shapes and text alone, coloured by classes that the page's styles know. Made by {@link PictureReader}. */
final class Picture {

    /** Stands before each id in the content; no XML text can hold it. */
    static final char ID_MARK = '\u0000';

    private final SourcePosition position;
    private final String viewBox;
    private final String content;

    /**
     * @param viewBox four numbers with one space between them
     * @param content what is inside the {@code svg} element, escaped, with {@link #ID_MARK} before each id
     */
    Picture(final SourcePosition position, final String viewBox, final String content) {
        this.position = position;
        this.viewBox = viewBox;
        this.content = content;
    }

    /** The file, from its first line. */
    SourcePosition position() {
        return position;
    }

    /** The content, which may have places for a student's values. */
    String content() {
        return content;
    }

    /**
     * The picture as an element of the page, so that it has the page's colours.
     *
     * @param prefix makes the ids inside the picture unique in the page
     * @param words for people who do not see it, escaped
     */
    String html(final String prefix, final String words) {
        final String[] numbers = viewBox.split(" ");
        return "<span class=\"picture\"><svg role=\"img\" aria-label=\"" + words + "\" viewBox=\"" + viewBox
                + "\" width=\"" + numbers[2] + "\" height=\"" + numbers[3] + "\">"
                + content.replace(String.valueOf(ID_MARK), prefix) + "</svg></span>";
    }
}
