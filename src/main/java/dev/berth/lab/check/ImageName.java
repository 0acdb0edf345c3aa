package dev.berth.lab.check;

/** Whether two names mean the same image: {@code debian}, {@code debian:latest} and {@code docker.io/library/debian:latest} do. */
final class ImageName {

    private static final String DOMAIN = "docker.io/";
    private static final String OFFICIAL = "library/";

    private ImageName() {}

    static boolean same(final String one, final String other) {
        return full(one).equals(full(other));
    }

    private static String full(final String name) {
        String path = name.startsWith(DOMAIN) ? name.substring(DOMAIN.length()) : name;
        path = path.startsWith(OFFICIAL) ? path.substring(OFFICIAL.length()) : path;
        final boolean hasTag = path.indexOf(':', path.lastIndexOf('/') + 1) >= 0 || path.contains("@");
        return hasTag ? path : path + ":latest";
    }
}
