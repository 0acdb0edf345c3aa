package dev.berth.daemon.docker;

/** A text for a student's regular expression: gives up when matching looks at it too often, since Java's expressions can take exponential time. */
final class BoundedText implements CharSequence {
    private static final int MOST_LOOKS = 20_000;

    /** Matching took too long. */
    static final class TooLongException extends RuntimeException {
        TooLongException() {
            super("the expression takes too long", null, false, false);
        }
    }

    private final CharSequence text;
    private int looks;

    BoundedText(CharSequence text) {
        this.text = text;
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public char charAt(int index) {
        if (++looks > MOST_LOOKS) {
            throw new TooLongException();
        }
        return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return text.subSequence(start, end);
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
