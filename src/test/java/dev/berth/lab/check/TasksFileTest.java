package dev.berth.lab.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.lab.source.LessonSourceException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TasksFileTest {

    private static final Map<String, String> SCRIPTS = Map.of("check-it.sh", "#!/bin/sh\n", "check-plain.sh", "true\n");

    private static final String GOOD = """
            tasks:
              greet:
                points: 1
                open: "hello, ${student.word}"
                done: done
                ever: [ { container: { image: debian } } ]
                misses: [ { say: nothing } ]
            """;

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(delimiter = '|', textBlock = """
            points: 1             | points: one              | tasks.yaml:3: "one" is not a whole number from 0 to 100
            points: 1             | poins: 1                 | tasks.yaml:3: unknown key "poins"; known here are beyondRepair, done, ever, misses, needs, now, open, points
            points: 1             |                          | tasks.yaml:4: key "points" is missing
            tasks:                | taks:                    | tasks.yaml:1: unknown key "taks"; known here are tasks
            say: nothing          | sya: nothing             | tasks.yaml:7: unknown key "sya"; known here are hint, say, when
            done: done            | done: done, extra: 1     | tasks.yaml:5: not YAML
            done: done            | done: done\\n    color: red | tasks.yaml:6: unknown key "color"; known here are beyondRepair, done, ever
            done: done            | done: done\\n    done: twice | tasks.yaml:6: key "done" is here twice
            done: done            | done: "${found.name}"    | tasks.yaml:5: nothing is known as ${found.name}; known here are ${student.word}
            student.word          | student.wrod             | tasks.yaml:4: nothing is known as ${student.wrod}
            "hello, ${student.word}" | "hello, ${word}"      | tasks.yaml:4: "${" begins a value
            image: debian         | iamge: debian            | tasks.yaml:6: unknown key "iamge"
            image: debian         | starts: often            | tasks.yaml:6: "often" is not a whole number
            container:            | containr:                | tasks.yaml:6: unknown condition "containr"; known are container
            ever:                 | never:                   | tasks.yaml:6: unknown key "never"
            ever: [ { container: { image: debian } } ] |     | task "greet" has to say either "ever"
            { container: { image: debian } } | { container: { image: debian }, fo: greet } | tasks.yaml:6: unknown condition "fo"
            { container: { image: debian } } | { image: debian, of: greet } | tasks.yaml:6: "of" goes with container, containers, event, not with "image"
            { container: { image: debian } } | { event: { action: die, exit: 1 } } | tasks.yaml:6: unknown key "exit"; known here are action, atLeast, atMost
            ever:                 | now: [ { image: debian } ]\\n    ever: | task "greet" has to say either "ever"
            { say: nothing }      | { say: a }, { say: b }   | nothing after a miss without "when" is ever said
            { say: nothing }      | { when: { container: { image: a } }, say: "${found.colour}" } | nothing is known as ${found.colour}
            { say: nothing }      | { say: "${found.name}" } | tasks.yaml:7: ${found.…} has no value here: nothing is looked for without "when"
            { say: nothing }      | { when: { not: { container: { image: a } } }, say: "${found.name}" } | this "when" finds nothing that could be told
            { say: nothing }      | { say: "" }              | tasks.yaml:7: a sentence is expected here
            image: debian         | state: runing            | tasks.yaml:6: "runing" is no word for "state"; known are created, running
            image: debian         | exitCode: zero           | tasks.yaml:6: "zero" is not a number, and "exitCode" is one
            image: debian         | terminal: yes            | tasks.yaml:6: "yes" is no word for "terminal"; known are true, false
            image: debian         | name: {beginsWith: a}    | tasks.yaml:6: unknown key "beginsWith"; known here are about, atLeast
            image: debian         | name: {}                 | tasks.yaml:6: a value is expected here, or a mapping with one of about
            image: debian         | name: {matches: '('}     | tasks.yaml:6: "(" is no pattern of RE2
            image: debian         | name: {within: 5%}       | tasks.yaml:6: "within" goes with "about"
            image: debian         | pid: {about: 5, within: x} | tasks.yaml:6: "x" is neither a number nor a percentage
            image: debian         | state: {oneOf: [running, ended]} | tasks.yaml:6: "ended" is no word for "state"
            { container: { image: debian } } | { event: { action: ended } } | tasks.yaml:6: "ended" is no word for "action"; known are attach
            { container: { image: debian } } | { event: { action: die, type: thing } } | tasks.yaml:6: "thing" is no word for "type"
            { container: { image: debian } } | { file: { path: notes.txt } } | tasks.yaml:6: "notes.txt" is no path: it begins with /, or with ~/
            { container: { image: debian } } | { file: { path: ~/a, in: {container: b} } } | tasks.yaml:6: "~/a" is no path: it begins with /
            { container: { image: debian } } | { file: { content: a } } | tasks.yaml:6: key "path" is missing
            { container: { image: debian } } | { order: [ {event: {action: die}} ] } | tasks.yaml:6: at least two events are expected here
            { container: { image: debian } } | { order: [ {event: {action: die}}, {event: {action: start}} ], within: soon } | tasks.yaml:6: "soon" is no time such as 30s or 5m
            { container: { image: debian } } | { container: { image: debian }, within: 5s } | tasks.yaml:6: "within" goes with order, event, all, not with "container"
            { container: { image: debian } } | { event: { action: die }, within: 5s } | tasks.yaml:6: "within" is about several events: say "atLeast" 2 or more
            { container: { image: debian } } | { event: { action: die, count: 3 }, within: 5s } | tasks.yaml:6: "within" goes with "atLeast", not with "count" and "atMost"
            { container: { image: debian } } | { all: [ {event: {action: die}}, {container: {image: debian}} ], within: 5s } | tasks.yaml:6: unknown key "container"
            { container: { image: debian } } | { all: [ {event: {action: die}} ], within: 5s } | tasks.yaml:6: at least two events are expected here
            { container: { image: debian } } | { process: { in: here, program: a } } | tasks.yaml:6: "here" is no place; known are machine, anywhere
            { container: { image: debian } } | { process: { namespaces: {uts: private} } } | tasks.yaml:6: "private" is no word for "namespaces.uts"; known are own, machine
            { container: { image: debian } } | { process: { sharesNamespace: {kind: disk, with: {container: a}} } } | tasks.yaml:6: "disk" is no kind of namespace
            { container: { image: debian } } | { container: { mounts: {volum: a} } } | tasks.yaml:6: unknown key "volum"; known here are anonymous, at
            points: 1             | points: 1\\n    needs: [later] | tasks.yaml:4: "later" is not a task further up
            { container: { image: debian } } | { container: { image: debian }, of: greet } | "greet" is not a task further up
            { container: { image: debian } } | { answer: { block: nowhere } } | lesson.md has no quiz, predict or answer block "nowhere"
            { container: { image: debian } } | { script: { run: /bin/true } } | tasks.yaml:6: "/bin/true" is no name of a script; it is to be like check-report.sh
            { container: { image: debian } } | { script: { run: check-nothing.sh } } | tasks.yaml:6: the lesson's folder has no file "check-nothing.sh"
            { container: { image: debian } } | { script: { run: check-plain.sh } } | tasks.yaml:6: "check-plain.sh" does not say by which program it is run
            { container: { image: debian } } | { script: { run: check-it.sh, files: [ ~/../etc ] } } | tasks.yaml:6: "~/../etc" is no path such as
            { container: { image: debian } } | { script: { run: check-it.sh, files: [ notes ] } } | tasks.yaml:6: "notes" is no path such as
            { container: { image: debian } } | { script: { run: check-it.sh, docker: [ container ] } } | tasks.yaml:6: "container" is no list of Docker's; known are containers, images, networks, volumes; did you mean "containers"?
            { container: { image: debian } } | { event: { name: a } } | key "action" is missing
            { container: { image: debian } } | { containers: { count: 1, atMost: 2 } } | "count" is exact
            { container: { image: debian } } |                | at least one condition is expected
            { container: { image: debian } } | { container: { image: debian }, on: vm3 } | tasks.yaml:6: this lesson has no machine "vm3"; the front matter of lesson.md asks for [vm1]
            { container: { image: debian } } | { answer: { block: nowhere }, on: vm1 } | tasks.yaml:6: "on" goes with container, containers,
            { container: { image: debian } } | { image: a, not: { image: b } } | one condition is expected here
            """)
    void refusesWhatAnAuthorMayMistype(final String good, final String bad, final String message) {
        final String text = GOOD.replace(good, bad == null ? "" : bad.replace("\\n", "\n"));

        assertThatThrownBy(() -> TasksFile.read("tasks.yaml", text, Set.of("word"), Map.of(), List.of("vm1"), file -> Optional.ofNullable(SCRIPTS.get(file))))
                .isInstanceOf(LessonSourceException.class)
                .hasMessageContaining(message);
    }

    /** Whatever was typed was right, until a task had compared it. */
    @Test
    void refusesToAskWhetherAnAnswerIsRightThatOnlyTheMachineKnows() {
        final String text = GOOD.replace("{ container: { image: debian } }", "{ answer: { block: rolled, correct: true } }");

        assertThatThrownBy(() -> TasksFile.read("tasks.yaml", text, Set.of("word"), Map.of("rolled", false), List.of("vm1")))
                .hasMessageContaining("only the machine knows what is right in block \"rolled\"");
        assertThat(TasksFile.read("tasks.yaml", text, Set.of("word"), Map.of("rolled", true), List.of("vm1"))).isNotEmpty();
    }
}
