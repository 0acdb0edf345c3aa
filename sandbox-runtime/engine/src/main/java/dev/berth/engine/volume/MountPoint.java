package dev.berth.engine.volume;

/**
 * Something that a container has mounted, decided when it was created: what {@code docker inspect} lists under {@code Mounts}.
 *
 * @param name of the volume; {@code ""} for others
 * @param source path in the machine, of a bind; {@code ""} for a tmpfs and for a volume, which is found by its name
 * @param target absolute path in the container
 * @param mode as it was typed, e.g. {@code ro}; for a volume {@code z} when nothing was
 * @param options of a tmpfs, as mount(8) takes them
 * @param anonymous the volume was made for this container and is removed with it when its remover wants that
 * @param sourceMade of a bind: a folder is made at the source when nothing is there
 */
public record MountPoint(
        Kind kind, String name, String source, String target, String mode, boolean writable, String propagation, String options, boolean anonymous, boolean sourceMade) {
    public static final String TMPFS = "tmpfs";

    /** Where it comes from, as people know it: a path in the machine, or a tmpfs. */
    public String shownSource() {
        return switch (kind) {
            case BIND -> source;
            case VOLUME -> Volume.mountPoint(name);
            case TEMPORARY -> TMPFS;
        };
    }

    /** With the name that it has on the wire. */
    public enum Kind {
        BIND("bind"),
        VOLUME("volume"),
        TEMPORARY(TMPFS);

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }
    }
}
