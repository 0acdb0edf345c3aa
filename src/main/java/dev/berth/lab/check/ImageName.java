package dev.berth.lab.check;

/** Whether two names mean the same image: {@code debian}, {@code debian:latest} and {@code docker.io/library/debian:latest} do. */
public final class ImageName {

    private static final String DOMAIN = "docker.io/";
    private static final String OFFICIAL = "library/";

    private ImageName() {}

    public static boolean same(final String one, final String other) {
        return full(one).equals(full(other));
    }

    static boolean hasTag(final String name) {
        return name.indexOf(':', name.lastIndexOf('/') + 1) >= 0 || name.contains("@");
    }

    static String withoutTag(final String name) {
        final int colon = name.indexOf(':', name.lastIndexOf('/') + 1);
        return colon < 0 ? name : name.substring(0, colon);
    }

    private static String full(final String name) {
        String path = name.startsWith(DOMAIN) ? name.substring(DOMAIN.length()) : name;
        path = path.startsWith(OFFICIAL) ? path.substring(OFFICIAL.length()) : path;
        return hasTag(path) ? path : path + ":latest";
    }
}
