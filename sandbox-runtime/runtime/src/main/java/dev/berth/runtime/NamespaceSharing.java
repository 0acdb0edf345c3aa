package dev.berth.runtime;

/** Whose namespaces a container has. Its mount namespace and control group are always its own. */
public record NamespaceSharing(Owner processes, Owner communication, Owner names) {
    public static final NamespaceSharing NONE = new NamespaceSharing(new Owner.Itself(), new Owner.Itself(), new Owner.Itself());

    /** Whose one namespace is. */
    public sealed interface Owner {
        record Itself() implements Owner {}

        record Machine() implements Owner {}

        /** @param id of a container of the same machine that runs */
        record Container(String id) implements Owner {}
    }
}
