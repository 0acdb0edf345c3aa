package dev.berth.runtime.kernel;

/** Numbers of errno(3) that are decided on, and the words for each, as Docker prints them. */
public final class ErrorNumber {
    public static final int EPERM = 1;
    public static final int ENOENT = 2;
    public static final int ESRCH = 3;
    public static final int EINTR = 4;
    public static final int E2BIG = 7;
    public static final int EIO = 5;
    public static final int ENXIO = 6;
    public static final int EAGAIN = 11;
    public static final int EACCES = 13;
    public static final int EBUSY = 16;
    public static final int EEXIST = 17;
    public static final int EPIPE = 32;
    public static final int ERANGE = 34;
    public static final int ECANCELED = 125;

    private ErrorNumber() {}

    /** The kernel's words, in lower case: {@code no such file or directory}. */
    public static String describe(int errno) {
        String words = SystemCallException.describe(errno);
        return Character.toLowerCase(words.charAt(0)) + words.substring(1);
    }
}
