package dev.berth.runtime.plan;

/** A step that takes something which is already mounted somewhere, or shows it in the root that is being built. */
public sealed interface SourceStep extends LaunchStep {

    /**
     * Holds a file or folder for {@link Place}; the first held is number 0.
     *
     * @param key of the process in whose mount namespace and root {@code path} means something
     * @param recursive with what is mounted beneath it
     */
    record Open(String key, String path, boolean recursive) implements SourceStep {
        @Override
        public Operation operation() {
            return Operation.OPEN_SOURCE;
        }

        @Override
        public void write(StepWriter out) {
            out.text(key).text(path).flag(recursive);
        }

        @Override
        public String details() {
            return path + " of " + key + (recursive ? "" : " alone");
        }
    }

    /** @param number of what {@link Open} held; it can be placed once */
    record Place(int number, String target, boolean readOnly, Propagation propagation) implements SourceStep {
        @Override
        public Operation operation() {
            return Operation.PLACE_SOURCE;
        }

        @Override
        public void write(StepWriter out) {
            out.number(number).text(target).flag(readOnly).number(propagation.flags());
        }

        @Override
        public String details() {
            return number + " -> " + target + (readOnly ? " read-only" : "") + " " + propagation;
        }
    }

    /** A volume of the machine. @param name of its folder */
    record Volume(String name, String target, boolean readOnly) implements SourceStep {
        @Override
        public Operation operation() {
            return Operation.VOLUME;
        }

        @Override
        public void write(StepWriter out) {
            out.text(name).text(target).flag(readOnly);
        }

        @Override
        public String details() {
            return name + " -> " + target + (readOnly ? " read-only" : "");
        }
    }
}
