package dev.berth.lab.check;

import java.util.List;
import java.util.Optional;

/** What can be asked of an event in tasks.yaml. */
enum EventField implements Field<MachineEvent> {
    TYPE("type", FieldType.word("container", "image", "volume", "network", "daemon", "plugin", "builder")) {
        @Override
        public List<String> values(final MachineEvent event, final FactsView facts) {
            return List.of(event.type());
        }
    },
    ACTION("action", FieldType.word("attach", "commit", "connect", "copy", "create", "delete", "destroy", "detach", "die", "disconnect", "exec_create",
            "exec_detach", "exec_die", "exec_start", "export", "health_status", "import", "kill", "load", "mount", "oom", "pause", "prune", "pull", "push",
            "reload", "remove", "rename", "resize", "restart", "save", "start", "stop", "tag", "top", "unmount", "unpause", "untag", "update",
            "archive-path", "extract-to-dir")) {
        @Override
        public List<String> values(final MachineEvent event, final FactsView facts) {
            return List.of(event.verb());
        }
    },
    COMMAND("command", FieldType.TEXT) {
        @Override
        public List<String> values(final MachineEvent event, final FactsView facts) {
            return List.of(event.command());
        }
    },
    IMAGE("image", FieldType.IMAGE) {
        @Override
        public List<String> values(final MachineEvent event, final FactsView facts) {
            return attribute(event, "image");
        }
    },
    NAME("name", FieldType.TEXT) {
        @Override
        public List<String> values(final MachineEvent event, final FactsView facts) {
            return attribute(event, "name");
        }
    },
    EXIT_CODE("exitCode", FieldType.NUMBER) {
        @Override
        public List<String> values(final MachineEvent event, final FactsView facts) {
            return attribute(event, "exitCode");
        }
    },
    SIGNAL("signal", FieldType.NUMBER) {
        @Override
        public List<String> values(final MachineEvent event, final FactsView facts) {
            return attribute(event, "signal");
        }
    },
    LABEL("label", FieldType.PAIRS) {
        @Override
        public List<String> values(final MachineEvent event, final FactsView facts) {
            return event.attributes().entrySet().stream().map(each -> each.getKey() + "=" + each.getValue()).toList();
        }
    },
    AUTO_REMOVE("autoRemove", FieldType.TRUTH) {
        @Override
        public List<String> values(final MachineEvent event, final FactsView facts) {
            return facts.autoRemove(event.actor()).map(autoRemove -> List.of(Boolean.toString(autoRemove))).orElse(List.of());
        }
    };

    private final String key;
    private final FieldType type;

    EventField(final String key, final FieldType type) {
        this.key = key;
        this.type = type;
    }

    @Override
    public String key() {
        return key;
    }

    @Override
    public FieldType type() {
        return type;
    }

    private static List<String> attribute(final MachineEvent event, final String name) {
        return Optional.ofNullable(event.attributes().get(name)).map(List::of).orElse(List.of());
    }
}
