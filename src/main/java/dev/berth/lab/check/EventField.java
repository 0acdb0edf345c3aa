package dev.berth.lab.check;

/** What can be asked of an event in tasks.yaml. */
enum EventField {
    TYPE("type") {
        @Override
        boolean holds(final MachineEvent event, final String expected) {
            return event.type().equals(expected);
        }
    },
    ACTION("action") {
        @Override
        boolean holds(final MachineEvent event, final String expected) {
            return event.verb().equals(expected);
        }
    },
    COMMAND("command") {
        @Override
        boolean holds(final MachineEvent event, final String expected) {
            return event.command().equals(expected);
        }
    },
    IMAGE("image") {
        @Override
        boolean holds(final MachineEvent event, final String expected) {
            return ImageName.same(event.attributes().getOrDefault("image", ""), expected);
        }
    },
    NAME("name") {
        @Override
        boolean holds(final MachineEvent event, final String expected) {
            return expected.equals(event.attributes().get("name"));
        }
    },
    EXIT_CODE("exitCode") {
        @Override
        boolean holds(final MachineEvent event, final String expected) {
            return expected.equals(event.attributes().get("exitCode"));
        }
    },
    SIGNAL("signal") {
        @Override
        boolean holds(final MachineEvent event, final String expected) {
            return expected.equals(event.attributes().get("signal"));
        }
    },
    LABEL("label") {
        @Override
        boolean holds(final MachineEvent event, final String expected) {
            return Label.in(event.attributes(), expected);
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

    abstract boolean holds(MachineEvent event, String expected);
}
