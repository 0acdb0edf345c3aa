package dev.berth.lab.check;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What can be asked of a container in tasks.yaml. In this order: what costs nothing to know comes first. */
enum ContainerField implements Field<ContainerFacts> {
    IMAGE("image", FieldType.IMAGE) {
        @Override
        public List<String> values(final ContainerFacts container, final FactsView facts) {
            return facts.imageNames(container);
        }
    },
    NAME("name", FieldType.TEXT) {
        @Override
        public List<String> values(final ContainerFacts container, final FactsView facts) {
            return List.of(container.name());
        }
    },
    STATE("state", FieldType.word("created", "running", "paused", "restarting", "removing", "exited", "dead")) {
        @Override
        public List<String> values(final ContainerFacts container, final FactsView facts) {
            return List.of(container.state());
        }
    },
    EXIT_CODE("exitCode", FieldType.NUMBER) {
        @Override
        public List<String> values(final ContainerFacts container, final FactsView facts) {
            return container.hasEnded() ? List.of(Integer.toString(container.exitCode())) : List.of();
        }
    },
    PID("pid", FieldType.NUMBER) {
        @Override
        public List<String> values(final ContainerFacts container, final FactsView facts) {
            return container.pid() > 0 ? List.of(Integer.toString(container.pid())) : List.of();
        }
    },
    COMMAND("command", FieldType.TEXT) {
        @Override
        public List<String> values(final ContainerFacts container, final FactsView facts) {
            return List.of(String.join(" ", container.command()));
        }
    },
    TERMINAL("terminal", FieldType.TRUTH) {
        @Override
        public List<String> values(final ContainerFacts container, final FactsView facts) {
            return List.of(Boolean.toString(container.terminal()));
        }
    },
    INTERACTIVE("interactive", FieldType.TRUTH) {
        @Override
        public List<String> values(final ContainerFacts container, final FactsView facts) {
            return List.of(Boolean.toString(container.interactive()));
        }
    },
    /**
     * Docker tells of the attaching before it tells of the start: as long as the start of the last run is not known, the events are behind what inspect says, and neither
     * is certain. The start of one that was made with {@code -d} may be too long ago for Docker to tell.
     */
    ATTACHED("attached", FieldType.TRUTH) {
        @Override
        public List<String> values(final ContainerFacts container, final FactsView facts) {
            final ContainerRuns runs = facts.runs(container.id());
            final Optional<Boolean> attached = runs.starts() == 0 && !container.attached()
                    ? Optional.of(false)
                    : runs.startedAttached(container.hasEnded());
            return attached.map(known -> List.of(Boolean.toString(known))).orElse(List.of());
        }
    },
    AUTO_REMOVE("autoRemove", FieldType.TRUTH) {
        @Override
        public List<String> values(final ContainerFacts container, final FactsView facts) {
            return List.of(Boolean.toString(container.autoRemove()));
        }
    },
    LABEL("label", FieldType.PAIRS) {
        @Override
        public List<String> values(final ContainerFacts container, final FactsView facts) {
            return pairs(container.labels());
        }
    },
    USER("user", FieldType.TEXT) {
        @Override
        public List<String> values(final ContainerFacts container, final FactsView facts) {
            return List.of(container.options().user());
        }
    },
    HOSTNAME("hostname", FieldType.TEXT) {
        @Override
        public List<String> values(final ContainerFacts container, final FactsView facts) {
            return List.of(container.options().hostname());
        }
    },
    WORKDIR("workdir", FieldType.TEXT) {
        @Override
        public List<String> values(final ContainerFacts container, final FactsView facts) {
            return List.of(container.options().workdir());
        }
    },
    ENTRYPOINT("entrypoint", FieldType.TEXT) {
        @Override
        public List<String> values(final ContainerFacts container, final FactsView facts) {
            return List.of(String.join(" ", container.options().entrypoint()));
        }
    },
    ENV("env", FieldType.PAIRS) {
        @Override
        public List<String> values(final ContainerFacts container, final FactsView facts) {
            return container.options().environment();
        }
    },
    RESTART("restart", FieldType.TEXT) {
        @Override
        public List<String> values(final ContainerFacts container, final FactsView facts) {
            return List.of(container.options().restart());
        }
    },
    /** In MiB. */
    MEMORY("memory", FieldType.NUMBER) {
        @Override
        public List<String> values(final ContainerFacts container, final FactsView facts) {
            return List.of(decimal(container.options().memoryBytes(), 1 << 20));
        }
    },
    CPUS("cpus", FieldType.NUMBER) {
        @Override
        public List<String> values(final ContainerFacts container, final FactsView facts) {
            return List.of(decimal(container.options().nanoCpus(), 1_000_000_000L));
        }
    },
    PIDS_LIMIT("pidsLimit", FieldType.NUMBER) {
        @Override
        public List<String> values(final ContainerFacts container, final FactsView facts) {
            return List.of(Long.toString(container.options().pids()));
        }
    },
    NETWORK("network", FieldType.TEXT) {
        @Override
        public List<String> values(final ContainerFacts container, final FactsView facts) {
            return List.of(container.options().network());
        }
    },
    HEALTH("health", FieldType.word("none", "starting", "healthy", "unhealthy")) {
        @Override
        public List<String> values(final ContainerFacts container, final FactsView facts) {
            return List.of(container.options().health());
        }
    },
    PRIVILEGED("privileged", FieldType.TRUTH) {
        @Override
        public List<String> values(final ContainerFacts container, final FactsView facts) {
            return List.of(Boolean.toString(container.options().privileged()));
        }
    },
    STARTS("starts", FieldType.TIMES) {
        @Override
        public List<String> values(final ContainerFacts container, final FactsView facts) {
            return List.of(Integer.toString(facts.runs(container.id()).starts()));
        }
    },
    /** In one run: who comes to a container that was started anew meets another process. */
    ATTACHES("attaches", FieldType.TIMES) {
        @Override
        public List<String> values(final ContainerFacts container, final FactsView facts) {
            return List.of(Integer.toString(facts.runs(container.id()).mostAttaches()));
        }
    },
    /** In one run. */
    RETURNS("returns", FieldType.TIMES) {
        @Override
        public List<String> values(final ContainerFacts container, final FactsView facts) {
            return List.of(Integer.toString(facts.returns(container.id())));
        }
    },
    /** Sent through Docker, in the last run: a machine that ends has its containers killed as well, and no event tells of that. */
    SIGNAL("signal", FieldType.SIGNALS) {
        @Override
        public List<String> values(final ContainerFacts container, final FactsView facts) {
            return facts.runs(container.id()).signals();
        }
    },
    LOGS("logs", FieldType.OUTPUT) {
        @Override
        public List<String> values(final ContainerFacts container, final FactsView facts) {
            return List.of(facts.logs(container));
        }
    },
    LINE("line", FieldType.TEXTS) {
        @Override
        public List<String> values(final ContainerFacts container, final FactsView facts) {
            return facts.logs(container).lines().map(String::strip).toList();
        }
    };

    private final String key;
    private final FieldType type;

    ContainerField(final String key, final FieldType type) {
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

    private static String decimal(final long number, final long unit) {
        return BigDecimal.valueOf(number).divide(BigDecimal.valueOf(unit)).stripTrailingZeros().toPlainString();
    }

    private static List<String> pairs(final Map<String, String> map) {
        return map.entrySet().stream().map(each -> each.getKey() + "=" + each.getValue()).toList();
    }
}
