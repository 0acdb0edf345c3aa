package dev.berth.runtime.plan;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** One thing that the launcher does, as data. What each means to the kernel stands in the launcher's function of the same name. */
public sealed interface LaunchStep
        permits MountStep, FileStep, SourceStep, SharingStep, LimitStep, LaunchStep.Plain, LaunchStep.Named, LaunchStep.WorkingDirectory, LaunchStep.Paths, LaunchStep.UserNamespace, LaunchStep.Clone, LaunchStep.Shim,
                LaunchStep.Streams, LaunchStep.SystemCalls, LaunchStep.Credentials, LaunchStep.Exec {

    /** Which operation of the launcher it is. */
    Operation operation();

    /** Its arguments, as the launcher reads them. */
    void write(StepWriter out);

    /** Its arguments, as a person reads them. */
    String details();

    /** A step without arguments. */
    record Plain(Operation operation) implements LaunchStep {
        @Override
        public void write(StepWriter out) {}

        @Override
        public String details() {
            return "";
        }
    }

    /** A step with one text: a path, a name or a key. */
    record Named(Operation operation, String name) implements LaunchStep {
        @Override
        public void write(StepWriter out) {
            out.text(name);
        }

        @Override
        public String details() {
            return name;
        }
    }

    /** A step for each of some paths. */
    record Paths(Operation operation, List<String> paths) implements LaunchStep {
        @Override
        public void write(StepWriter out) {
            out.texts(paths);
        }

        @Override
        public String details() {
            return String.join(" ", paths);
        }
    }

    /** Maps ids {@code 0..count-1} inside to {@code base..} outside. */
    record UserNamespace(int base, int count) implements LaunchStep {
        @Override
        public Operation operation() {
            return Operation.USER_NAMESPACE;
        }

        @Override
        public void write(StepWriter out) {
            out.number(base).number(count);
        }

        @Override
        public String details() {
            return "0 -> " + base + " (" + count + ")";
        }
    }

    /** The plan goes on in a child in these new namespaces. */
    record Clone(Set<Namespace> namespaces) implements LaunchStep {
        @Override
        public Operation operation() {
            return Operation.CLONE;
        }

        @Override
        public void write(StepWriter out) {
            out.number(Namespace.flags(namespaces));
        }

        @Override
        public String details() {
            return names(namespaces);
        }
    }

    /** A process that waits for the container's, between it and the machine's first. */
    record Shim(String title, Set<Namespace> namespaces) implements LaunchStep {
        @Override
        public Operation operation() {
            return Operation.SHIM;
        }

        @Override
        public void write(StepWriter out) {
            out.text(title).number(Namespace.flags(namespaces));
        }

        @Override
        public String details() {
            return "\"" + title + "\" clones " + names(namespaces);
        }
    }

    /** Where the program reads and writes. */
    record Streams(boolean terminal, int rows, int columns, boolean openInput) implements LaunchStep {
        @Override
        public Operation operation() {
            return Operation.STREAMS;
        }

        @Override
        public void write(StepWriter out) {
            out.flag(terminal).number(rows).number(columns).flag(openInput);
        }

        @Override
        public String details() {
            return terminal ? "terminal " + columns + "x" + rows : openInput ? "pipes" : "pipes, no input";
        }
    }

    /** @param make whether it is made when it is missing */
    record WorkingDirectory(String path, boolean make) implements LaunchStep {
        @Override
        public Operation operation() {
            return Operation.WORKING_DIRECTORY;
        }

        @Override
        public void write(StepWriter out) {
            out.text(path).flag(make);
        }

        @Override
        public String details() {
            return path;
        }
    }

    /** Which system calls the program has. */
    record SystemCalls(Profile profile) implements LaunchStep {
        @Override
        public Operation operation() {
            return Operation.SYSTEM_CALLS;
        }

        @Override
        public void write(StepWriter out) {
            out.number(profile.ordinal() + 1);
        }

        @Override
        public String details() {
            return profile.toString();
        }
    }

    /** The program's capabilities; its user and groups take effect here as well. */
    record Credentials(Set<Capability> kept) implements LaunchStep {
        @Override
        public Operation operation() {
            return Operation.CREDENTIALS;
        }

        @Override
        public void write(StepWriter out) {
            long mask = Capability.mask(kept);
            out.number((int) mask).number((int) (mask >>> Integer.SIZE));
        }

        @Override
        public String details() {
            return "keep " + kept.stream().sorted().map(Capability::toString).collect(Collectors.joining(" ")) + " (" + kept.size() + ")";
        }
    }

    /** The program itself. */
    record Exec(List<String> arguments, List<String> environment) implements LaunchStep {
        @Override
        public Operation operation() {
            return Operation.EXEC;
        }

        @Override
        public void write(StepWriter out) {
            out.texts(arguments).texts(environment);
        }

        @Override
        public String details() {
            return String.join(" ", arguments);
        }
    }

    private static String names(Set<Namespace> namespaces) {
        return namespaces.stream().sorted().map(Namespace::toString).collect(Collectors.joining(" "));
    }
}
