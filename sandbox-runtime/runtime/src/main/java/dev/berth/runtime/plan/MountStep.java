package dev.berth.runtime.plan;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** A step that makes something visible in the tree of directories that is being built. */
public sealed interface MountStep extends LaunchStep {

    /** A small file system with these directories, where the machine's corner is prepared. */
    record Staging(String path, List<String> directories) implements MountStep {
        @Override
        public Operation operation() {
            return Operation.STAGING;
        }

        @Override
        public void write(StepWriter out) {
            out.text(path).texts(directories.stream().map(directory -> path + "/" + directory).toList());
        }

        @Override
        public String details() {
            return path + " with " + String.join(" ", directories);
        }
    }

    /** A file or directory of the host, in the corner. */
    record Bind(String source, String target, boolean readOnly, boolean file) implements MountStep {
        private static final int READ_ONLY = 1;
        private static final int FILE = 2;

        @Override
        public Operation operation() {
            return Operation.BIND;
        }

        @Override
        public void write(StepWriter out) {
            out.text(source).text(target).number((readOnly ? READ_ONLY : 0) | (file ? FILE : 0));
        }

        @Override
        public String details() {
            return source + " -> " + target + (readOnly ? " read-only" : "");
        }
    }

    /**
     * @param layers names in the store, topmost first
     * @param isVolatile nothing waits until the disk has its files, neither fsync nor the end of the mount
     */
    record Overlay(List<String> layers, String upper, String work, String target, boolean isVolatile) implements MountStep {
        @Override
        public Operation operation() {
            return Operation.OVERLAY;
        }

        @Override
        public void write(StepWriter out) {
            out.texts(layers).text(upper).text(work).text(target).flag(isVolatile);
        }

        @Override
        public String details() {
            return "lower " + String.join(":", layers) + ", upper " + upper + " -> " + target + (isVolatile ? " volatile" : "");
        }
    }

    /** A new file system at a path beneath the root. @param source what lists of mounts call it; @param propagation empty: as the kernel has it */
    record Mount(String source, String type, String target, String options, Set<MountAttribute> attributes, boolean soft, Optional<Propagation> propagation)
            implements MountStep {
        private static final int SOFT = 1;

        Mount(String source, String type, String target, String options, Set<MountAttribute> attributes, boolean soft) {
            this(source, type, target, options, attributes, soft, Optional.empty());
        }

        /** One that is called what it is. */
        Mount(String type, String target, String options, Set<MountAttribute> attributes, boolean soft) {
            this(type, type, target, options, attributes, soft);
        }

        @Override
        public Operation operation() {
            return Operation.MOUNT;
        }

        @Override
        public void write(StepWriter out) {
            out.text(source).text(type).text(target).text(options).number(MountAttribute.bits(attributes)).number((soft ? SOFT : 0) | propagation.map(Propagation::flags).orElse(0));
        }

        @Override
        public String details() {
            String flags = attributes.stream().sorted().map(MountAttribute::toString).collect(Collectors.joining(","));
            return (source.equals(type) ? type : type + " " + source) + " -> " + target + (flags.isEmpty() ? "" : " " + flags) + (options.isEmpty() ? "" : " (" + options + ")")
                    + propagation.map(each -> " " + each).orElse("") + (soft ? " if possible" : "");
        }
    }

    /** Something of the corner, at a path beneath the root. */
    record Attach(String source, String target, boolean directory) implements MountStep {
        @Override
        public Operation operation() {
            return Operation.ATTACH;
        }

        @Override
        public void write(StepWriter out) {
            out.text(source).text(target).flag(directory);
        }

        @Override
        public String details() {
            return source + " -> " + target;
        }
    }
}
