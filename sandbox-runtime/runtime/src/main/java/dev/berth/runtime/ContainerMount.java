package dev.berth.runtime;

/** Something that a container finds mounted in its root. Targets are absolute and inside; what is missing on the way to them is made. */
public sealed interface ContainerMount {
    String target();

    /**
     * A volume of the machine.
     *
     * @param name {@code disk/volumes/NAME/_data} of the machine must exist
     */
    record Volume(String name, String target, boolean readOnly) implements ContainerMount {}

    /**
     * A file or folder of the machine's own root.
     *
     * @param source absolute, resolved in the machine's root alone, whatever symbolic links are in it
     * @param propagation {@code ""} and {@code rprivate}, {@code private}, {@code rslave}, {@code slave}, {@code rshared}, {@code shared}
     */
    record Bind(String source, String target, boolean readOnly, String propagation) implements ContainerMount {}

    /**
     * A file in the container's memory, on no disk: a secret of a build.
     *
     * @param mode permission bits
     * @param uid inside the container
     */
    record InMemory(String target, byte[] content, int mode, int uid, int gid) implements ContainerMount {}

    /** A tmpfs. @param options as mount(8) takes them, e.g. {@code size=1m,mode=755,noexec} */
    record Temporary(String target, String options) implements ContainerMount {}
}
