package dev.berth.lab.check;

/** What can be asked of an event in tasks.yaml. */
enum EventField {
    TYPE("type") {
        @Override
        boolean holds(final MachineEvent event, final String expected, final FactsView facts) {
            return event.type().equals(expected);
        }
    },
    ACTION("action") {
        @Override
        boolean holds(final MachineEvent event, final String expected, final FactsView facts) {
            return event.verb().equals(expected);
        }
    },
    COMMAND("command") {
        @Override
        boolean holds(final MachineEvent event, final String expected, final FactsView facts) {
            return event.command().equals(expected);
        }
    },
    IMAGE("image") {
        @Override
        boolean holds(final MachineEvent event, final String expected, final FactsView facts) {
            return ImageName.same(event.attributes().getOrDefault("image", ""), expected);
        }
    },
    NAME("name") {
        @Override
        boolean holds(final MachineEvent event, final String expected, final FactsView facts) {
            return expected.equals(event.attributes().get("name"));
        }
    },
    EXIT_CODE("exitCode") {
        @Override
        boolean holds(final MachineEvent event, final String expected, final FactsView facts) {
            return expected.equals(event.attributes().get("exitCode"));
        }
    },
    SIGNAL("signal") {
        @Override
        boolean holds(final MachineEvent event, final String expected, final FactsView facts) {
            return expected.equals(event.attributes().get("signal"));
        }
    },
    LABEL("label") {
        @Override
        boolean holds(final MachineEvent event, final String expected, final FactsView facts) {
            return Label.in(event.attributes(), expected);
        }
    },
    AUTO_REMOVE("autoRemove") {
        @Override
        boolean holds(final MachineEvent event, final String expected, final FactsView facts) {
            return facts.autoRemove(event.actor()).map(autoRemove -> Boolean.toString(autoRemove).equals(expected)).orElse(false);
        }
    };

    private final String key;

    EventField(final String key) {
        this.key = key;
    }

    /** The key in tasks.yaml. */
    String key() {
        return key;
    }

    abstract boolean holds(MachineEvent event, String expected, FactsView facts);
}
