package dev.berth.runtime.plan;

import dev.berth.runtime.ContainerMount;

/** A step that writes a small file, a link or a kernel setting beneath the root that is being built. */
public sealed interface FileStep extends LaunchStep {

    /** A symbolic link. */
    record Link(String path, String target) implements FileStep {
        @Override
        public Operation operation() {
            return Operation.LINK;
        }

        @Override
        public void write(StepWriter out) {
            out.text(target).text(path);
        }

        @Override
        public String details() {
            return path + " -> " + target;
        }
    }

    /** A small file on the machine's disk. */
    record WriteFile(String path, String content) implements FileStep {
        @Override
        public Operation operation() {
            return Operation.FILE;
        }

        @Override
        public void write(StepWriter out) {
            out.text(path).text(content);
        }

        @Override
        public String details() {
            return path + " (" + content.length() + " characters)";
        }
    }

    /** A small file that is not on the container's layer. */
    record BindFile(String path, String content) implements FileStep {
        @Override
        public Operation operation() {
            return Operation.BOUND_FILE;
        }

        @Override
        public void write(StepWriter out) {
            out.text(path).text(content);
        }

        @Override
        public String details() {
            return path + " (" + content.length() + " characters)";
        }
    }

    /** A file that is in memory alone, for who may read it. Its content is shown to nobody. @param number of it among the container's */
    record MemoryFile(int number, ContainerMount.InMemory file) implements FileStep {
        @Override
        public Operation operation() {
            return Operation.MEMORY_FILE;
        }

        @Override
        public void write(StepWriter out) {
            out.number(number).text(file.target()).bytes(file.content()).number(file.mode()).number(file.uid()).number(file.gid());
        }

        @Override
        public String details() {
            return file.target() + " (" + file.content().length + " bytes)";
        }
    }

    /** A kernel setting under {@code /proc/sys}. @param wanted false: a kernel that has it not is good as well */
    record Setting(String path, String value, boolean wanted) implements FileStep {
        @Override
        public Operation operation() {
            return Operation.SETTING;
        }

        @Override
        public void write(StepWriter out) {
            out.text(path).text(value).flag(wanted);
        }

        @Override
        public String details() {
            return path + " = " + value + (wanted ? "" : " if possible");
        }
    }
}
