package dev.berth.lab.check;

import java.util.Optional;

/** What can be asked of a container in tasks.yaml. In this order: what costs nothing to know comes first. */
enum ContainerField {
    IMAGE("image") {
        @Override
        boolean holds(final ContainerFacts container, final String expected, final FactsView facts) {
            return facts.isImage(container, expected);
        }
    },
    NAME("name") {
        @Override
        boolean holds(final ContainerFacts container, final String expected, final FactsView facts) {
            return container.name().equals(expected);
        }
    },
    STATE("state") {
        @Override
        boolean holds(final ContainerFacts container, final String expected, final FactsView facts) {
            return container.state().equals(expected);
        }
    },
    EXIT_CODE("exitCode") {
        @Override
        boolean holds(final ContainerFacts container, final String expected, final FactsView facts) {
            return container.hasEnded() && Integer.toString(container.exitCode()).equals(expected);
        }
    },
    PID("pid") {
        @Override
        boolean holds(final ContainerFacts container, final String expected, final FactsView facts) {
            return container.pid() > 0 && Integer.toString(container.pid()).equals(expected);
        }
    },
    COMMAND("command") {
        @Override
        boolean holds(final ContainerFacts container, final String expected, final FactsView facts) {
            return String.join(" ", container.command()).equals(expected);
        }
    },
    TERMINAL("terminal") {
        @Override
        boolean holds(final ContainerFacts container, final String expected, final FactsView facts) {
            return Boolean.toString(container.terminal()).equals(expected);
        }
    },
    INTERACTIVE("interactive") {
        @Override
        boolean holds(final ContainerFacts container, final String expected, final FactsView facts) {
            return Boolean.toString(container.interactive()).equals(expected);
        }
    },
    /**
     * Docker tells of the attaching before it tells of the start: as long as the start of the last run is not known, the events are behind what inspect says, and neither
     * is certain. The start of one that was made with {@code -d} may be too long ago for Docker to tell.
     */
    ATTACHED("attached") {
        @Override
        boolean holds(final ContainerFacts container, final String expected, final FactsView facts) {
            final ContainerRuns runs = facts.runs(container.id());
            final Optional<Boolean> attached = runs.starts() == 0 && !container.attached()
                    ? Optional.of(false)
                    : runs.startedAttached(container.hasEnded());
            return attached.map(known -> Boolean.toString(known).equals(expected)).orElse(false);
        }
    },
    AUTO_REMOVE("autoRemove") {
        @Override
        boolean holds(final ContainerFacts container, final String expected, final FactsView facts) {
            return Boolean.toString(container.autoRemove()).equals(expected);
        }
    },
    LABEL("label") {
        @Override
        boolean holds(final ContainerFacts container, final String expected, final FactsView facts) {
            return Label.in(container.labels(), expected);
        }
    },
    STARTS("starts") {
        @Override
        boolean holds(final ContainerFacts container, final String expected, final FactsView facts) {
            return facts.runs(container.id()).starts() >= Integer.parseInt(expected);
        }
    },
    /** In one run: who comes to a container that was started anew meets another process. */
    ATTACHES("attaches") {
        @Override
        boolean holds(final ContainerFacts container, final String expected, final FactsView facts) {
            return facts.runs(container.id()).mostAttaches() >= Integer.parseInt(expected);
        }
    },
    /** In one run. */
    RETURNS("returns") {
        @Override
        boolean holds(final ContainerFacts container, final String expected, final FactsView facts) {
            return facts.returns(container.id()) >= Integer.parseInt(expected);
        }
    },
    /** Sent through Docker, in the last run: a machine that ends has its containers killed as well, and no event tells of that. */
    SIGNAL("signal") {
        @Override
        boolean holds(final ContainerFacts container, final String expected, final FactsView facts) {
            return facts.runs(container.id()).signalled(expected);
        }
    },
    LOGS("logs") {
        @Override
        boolean holds(final ContainerFacts container, final String expected, final FactsView facts) {
            return facts.logs(container.id()).contains(expected);
        }
    },
    LINE("line") {
        @Override
        boolean holds(final ContainerFacts container, final String expected, final FactsView facts) {
            return facts.logs(container.id()).lines().map(String::strip).anyMatch(expected::equals);
        }
    };

    private final String key;

    ContainerField(final String key) {
        this.key = key;
    }

    /** The key in tasks.yaml. */
    String key() {
        return key;
    }

    abstract boolean holds(ContainerFacts container, String expected, FactsView facts);
}
