package dev.berth.lab.check;


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
            final boolean ended = container.state().equals("exited") || container.state().equals("created") && container.exitCode() != 0;
            return ended && Integer.toString(container.exitCode()).equals(expected);
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
     * After {@code docker create} a container says that it is attached; somebody has to have done it as well. Docker tells of that before it tells of the start:
     * as long as not even the start is known, the events are behind what inspect says, and neither is certain.
     */
    ATTACHED("attached") {
        @Override
        boolean holds(final ContainerFacts container, final String expected, final FactsView facts) {
            if (container.attached() && facts.times("start", container.id()) == 0 && facts.times("attach", container.id()) == 0) {
                return false;
            }
            return Boolean.toString(container.attached() && facts.times("attach", container.id()) > 0).equals(expected);
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
            return facts.times("start", container.id()) >= Integer.parseInt(expected);
        }
    },
    ATTACHES("attaches") {
        @Override
        boolean holds(final ContainerFacts container, final String expected, final FactsView facts) {
            return facts.times("attach", container.id()) >= Integer.parseInt(expected);
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
