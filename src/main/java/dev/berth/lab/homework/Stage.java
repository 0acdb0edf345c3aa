package dev.berth.lab.homework;

import dev.berth.lab.value.Template;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A service over several machines, which a homework asks for: how it is built again from what was handed in, and looked at.
 *
 * @param machines the names of the machines; the files of each were handed in below a folder of that name
 */
record Stage(List<String> machines, List<Step> steps) {

    /** What each machine runs, in {@code ~/homework}. */
    static final String SCRIPT = "start.sh";

    /** Of a homework that asks for no stage. */
    static final Stage NONE = new Stage(List.of(), List.of());

    Stage {
        machines = List.copyOf(machines);
        steps = List.copyOf(steps);
    }

    /** Done one after the other. */
    sealed interface Step {

        /** The student's script of a machine is run. */
        record Start(String machine) implements Step {
        }

        /**
         * A script of the author's looks at the machines from one more, which no student has used. It ends with 0 if all is well, else with 1; its first line is the fact, its second
         * one, if there is one, the hint.
         *
         * @param script of bash; it sees the student's values, and what {@link Ask} has learned
         */
        record Probe(String name, String script) implements Step {
        }

        /**
         * A script of the author's is run in a container of the student's.
         *
         * @param into the name under which what it prints is known to the probes that follow
         */
        record Ask(String machine, Template container, String script, String into) implements Step {
        }

        /** A container of the student's is stopped. */
        record Stop(String machine, Template container) implements Step {
        }
    }

    /** The names of all probes. */
    Set<String> probes() {
        return steps.stream().flatMap(step -> step instanceof Step.Probe probe ? Stream.of(probe.name()) : Stream.empty()).collect(Collectors.toUnmodifiableSet());
    }

    /** The machines whose scripts are run. */
    Set<String> started() {
        return steps.stream().flatMap(step -> step instanceof Step.Start start ? Stream.of(start.machine()) : Stream.empty()).collect(Collectors.toUnmodifiableSet());
    }
}
