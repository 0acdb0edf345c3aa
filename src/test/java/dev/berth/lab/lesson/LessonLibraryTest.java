package dev.berth.lab.lesson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import dev.berth.lab.source.LessonSourceException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LessonLibraryTest {

    private static final byte[] SECRET = "sixteen bytes or more".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path root;

    @Test
    void readsALesson() throws IOException {
        LessonSources.write(root, LessonSources.TEXT, LessonSources.TASKS);
        Files.createDirectories(root.resolve("sample/files/bin"));
        Files.writeString(root.resolve("sample/files/bin/go"), "#!/bin/sh\n");

        final Lesson lesson = LessonLibrary.load(root).lesson("sample").orElseThrow();

        assertThat(lesson).extracting(Lesson::title, Lesson::minutes, Lesson::memory).containsExactly("A sample", 5, 10);
        assertThat(lesson.machines()).containsExactly("vm1");
        assertThat(lesson.task("greet")).isPresent();
        assertThat(lesson.files()).extracting(LessonFile::path, LessonFile::executable).containsExactly(tuple("bin/go", true));
    }

    @Test
    void readsTheLessonsThatCameWithTheProgram() {
        assertThat(LessonLibrary.load(LessonLibraryTest.class.getClassLoader()).lesson("first-container")).isPresent();
    }

    @Test
    void readsLessonsFromAJar() throws IOException {
        LessonSources.write(root, LessonSources.TEXT, LessonSources.TASKS);
        final Path jar = root.resolveSibling("lessons.jar");
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(file);
                Stream<Path> paths = Files.walk(root)) {
            for (final Path path : paths.filter(Files::isRegularFile).toList()) {
                entries.putNextEntry(new JarEntry("lessons/" + root.relativize(path)));
                Files.copy(path, entries);
            }
        }

        try (URLClassLoader program = new URLClassLoader(new URL[] {jar.toUri().toURL()}, null)) {
            assertThat(LessonLibrary.load(program).lessons()).hasSize(1);
        }
    }

    @Test
    void givesAStudentTheSameValuesEachTimeAndAnotherStudentOthers() throws IOException {
        final Lesson lesson = LessonSources.lesson(root, LessonSources.TEXT.replace("word: word", "word: name"), LessonSources.TASKS);

        final String ada = lesson.values(SECRET, "ada", "Ada").value("word");

        assertThat(lesson.values(SECRET, "ada", "Ada").value("word")).isEqualTo(ada);
        assertThat(lesson.values(SECRET, "ben", "Ben").value("word")).isNotEqualTo(ada);
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(delimiter = '|', textBlock = """
            title: A sample         | titel: A sample            | sample/lesson.md:3: unknown key "titel"; known here are id, images, machines, memory, minutes, needs, summary, title, values
            needs: []               | needs: []\\ncolour: red     | sample/lesson.md:8: unknown key "colour"
            minutes: 5              | minutes: soon              | sample/lesson.md:4: "soon" is not a whole number
            machines: [vm1]         | machines: []               | sample/lesson.md:6: the first machine is vm1, which a student has for the whole course; write [vm1]
            machines: [vm1]         | machines: [vm2]            | sample/lesson.md:6: the first machine is vm1, which a student has for the whole course; write [vm1, vm2]
            machines: [vm1]         | machines: [vm3, vm1]       | sample/lesson.md:6: the first machine is vm1, which a student has for the whole course; write [vm1, vm3]
            machines: [vm1]         | machines: [vm1, vm2, vm2]  | sample/lesson.md:6: machine "vm2" stands here twice; take one of them out
            machines: [vm1]         | machines: [vm1, VM2]       | sample/lesson.md:6: "VM2" is no machine; known are vm1, vm2, vm3
            machines: [vm1]         | machines: [vm1, ../x]      | sample/lesson.md:6: "../x" is no machine; known are vm1, vm2, vm3
            id: sample              | id: My Lesson              | sample/lesson.md:2: "My Lesson" cannot be a name
            word: word              | word: noun                 | sample/lesson.md:9: "noun" is not a kind of value
            word: word              | name: word                 | sample/lesson.md:9: "name" cannot be a value's name
            needs: []               | needs: [other]             | course.yaml:1: lesson "sample" needs "other", which is not above it
            Welcome, ${student.name}| Welcome, ${student.nmae}   | sample/lesson.md:12: nothing is known as ${student.nmae}
            Welcome                 | <b>Welcome</b>             | sample/lesson.md:12: HTML is not for lessons
            Welcome                 | ![Welcome](a.png)          | sample/lesson.md:12: the lesson's folder has no picture "a.png"; it has none
            Welcome                 | [Welcome](javascript:x)    | sample/lesson.md:12: "javascript:x" is not a link for a lesson
            Welcome                 | [[welcome]]                | sample/lesson.md:12: the glossary has no word "welcome"; explain it in glossary.yaml
            Say **                  | :::\\n:::port 80\\nSay **    | sample/lesson.md:20: "80" is no port with a title
            Say **                  | :::\\n:::port 65536 P\\nSay ** | sample/lesson.md:20: "65536 P" is no port with a title
            Say **                  | :::\\n:::compare Two\\nSay ** | sample/lesson.md:21: a compare has listings
            Say **                  | :::\\n:::compare Two\\n```\\na\\n```\\n:::\\n\\n:::more Say ** | sample/lesson.md:20: a compare has at least two listings; this one has 1
            Welcome                 | ![Welcome][a]              | sample/lesson.md:12: a picture names its file
            console run             | file /                     | sample/lesson.md:14: "/" is no path for a file
            console run             | file ~/../a                | sample/lesson.md:14: "~/../a" is no path for a file
            console run             | file ~/a b                 | sample/lesson.md:14: "~/a b" is no path for a file
            needs: []               | needs: []\\nimages: [A]      | sample/lesson.md:8: "A" cannot be the name of an image
            console run             | console run on vm2         | sample/lesson.md:14: the lesson has no machine "vm2"; the front matter asks for vm1
            console run             | file ~/a on vm4            | sample/lesson.md:14: the lesson has no machine "vm4"
            console run             | output on vm1              | sample/lesson.md:14: unknown listing "output on vm1"
            console run             | console runn               | sample/lesson.md:14: unknown listing "console runn"
            echo "${student.word}"  | echo ${student.name}       | sample/lesson.md:14: ${student.name} may hold anything and does not belong into code
            :::task greet           | :::tsak greet              | sample/lesson.md:18: unknown block "tsak"; known are task, hints
            :::task greet           | :::task                    | sample/lesson.md:18: ":::task" does not open a block
            :::task greet           | :::task greet now          | sample/lesson.md:18: "now" after the name of a task means nothing
            :::task greet           | :::task other              | sample/tasks.yaml:2: lesson.md has no block :::task greet
            :::task greet           | :::task gret               | sample/lesson.md:18: tasks.yaml has no task "gret"; did you mean "greet"?
            Say **                  | :::quiz a\\nSay **          | sample/lesson.md:19: a block cannot begin inside the one from line 18
            Say **                  | :::\\nSay **                | sample/lesson.md:21: ":::" closes a block, but none is open
            Say **                  | :::\\n:::task other\\nSay ** | sample/lesson.md:20: tasks.yaml has no task "other"
            Say **                  | :::\\n:::hints other\\nSay ** | sample/lesson.md:20: tasks.yaml has no task "other"
            Say **                  | :::\\n:::task greet\\nSay ** | sample/lesson.md:20: task "greet" is already above
            machines: [vm1]         | machines: [vm1, vm2]       | sample/lesson.md:6: no condition names machine "vm2"; write on: vm2 beside one in tasks.yaml, or take it out
            machines: [vm1]         | machines: [vm1, vm2, vm3, vm4] | sample/lesson.md:6: a lesson has three machines at most; this one asks for 4
            :::hints greet          | :::more Aside              | sample/lesson.md:18: task "greet" has no hints; write a block :::hints greet below it
            1. `echo` says it.      | 1. `echo`\\n:::\\n:::hints greet\\n1. `cat` | sample/lesson.md:24: task "greet" has hints above; write them into one list
            Say **                  | :::\\n:::hints greet\\nSay ** | sample/lesson.md:20: hints are one numbered list
            Say **                  | :::\\n:::hints greet\\n1. Look\\n2.\\n:::\\n\\n:::more Say ** | sample/lesson.md:22: this hint is empty
            Say **                  | :::\\n:::hints greet\\n:::\\n\\n:::more Say ** | sample/lesson.md:20: hints are one numbered list
            Say **                  | :::\\n:::quiz q\\nSay **     | a quiz has options, and at least one is right
            Say **                  | :::\\n:::quiz q\\nWho?\\n- (x) I\\n:::\\n\\n:::more Say ** | a quiz has options, and at least one is right
            Say **                  | :::\\n:::predict q\\nWho?\\n- (x) I\\n- (x) you\\n:::\\n\\n:::more Say ** | exactly one option of a predict is right
            Say **                  | :::\\n:::answer q number many\\nWho? ** | sample/lesson.md:20: "number many" is no number
            Say **                  | :::\\n:::answer q number 5 ± x\\nWho? ** | sample/lesson.md:20: "number 5 ± x" is no number
            Say **                  | ':::\\n:::answer q a | | b\\nWho? **' | has nothing on one side of a
            Say **                  | :::\\n:::answer q a\\nWho?\\n- b\\n:::\\n\\n:::more Say ** | sample/lesson.md:22: a wrong answer is one paragraph
            Say **                  | :::\\n:::quiz q\\n- (x) Say ** | a quiz asks in exactly one paragraph, this one has 0
            Say **                  | :::\\n:::quiz q\\nWho?\\n- [x] Say ** | sample/lesson.md:22: an option begins with "(x) " or "( ) "
            Say **                  | :::\\n:::answer q blue\\nWho?\\n> Say ** | sample/lesson.md:22: an explanation is plain text
            Say **                  | :::\\n:::answer q blue\\n# Who | this does not belong into a block "answer"
            """)
    void refusesWhatAnAuthorMayMistype(final String good, final String bad, final String message) throws IOException {
        LessonSources.write(root, LessonSources.TEXT.replace(good, bad.replace("\\n", "\n")), LessonSources.TASKS);

        assertThatThrownBy(() -> LessonLibrary.load(root)).isInstanceOf(LessonSourceException.class).hasMessageContaining(message);
    }

    @Test
    void refusesALessonWhoseMistakesNobodyHasThoughtOf() throws IOException {
        LessonSources.write(root, LessonSources.TEXT, LessonSources.TASKS);
        Files.delete(root.resolve("sample/mistake.sh"));

        assertThatThrownBy(() -> LessonLibrary.load(root)).hasMessageContaining("sample/mistake.sh:1: a lesson needs this file, or several mistake-NAME.sh");
    }

    /** The question explains each wrong answer itself. */
    @Test
    void wantsNoHintsForATaskThatAQuestionAloneDecides() throws IOException {
        LessonSources.write(root, LessonSources.TEXT.replaceFirst("(?s):::hints.*", ":::answer colour blue\nWhich colour?\n:::\n"),
                LessonSources.TASKS.replace("{ container: { logs: \"${student.word}\" } }", "{ answer: { block: colour, correct: true } }"));

        assertThat(LessonLibrary.load(root).broken()).isEmpty();
    }

    @Test
    void refusesScriptsThatDoNothing() throws IOException {
        LessonSources.write(root, LessonSources.TEXT, LessonSources.TASKS);
        Files.writeString(root.resolve("sample/mistake-none.sh"), "# expect greet not-yet 'nothing'\n");
        Files.writeString(root.resolve("sample/setup.sh"), "#!/bin/bash\n");

        assertThatThrownBy(() -> LessonLibrary.load(root)).hasMessageContaining("sample/mistake-none.sh:1: this script expects nothing")
                .hasMessageContaining("sample/setup.sh:1: this script does nothing");
    }

    /** One at a time took an author of a lesson with nine mistakes nine rounds. */
    @Test
    void tellsAllMistakesAtOnceEachWithItsLine() throws IOException {
        final String text = LessonSources.TEXT.replace("minutes: 5", "minuts: 5").replace("console run", "consol run")
                .replace("Welcome", "See [[nowhere]] and ${student.wrod}, <b>welcome</b>") + "\n:::quizz a\n:::\n";
        LessonSources.write(root, text, LessonSources.TASKS.replace("points: 1", "points: many").replace("done: done", "dnoe: done"));

        assertThatThrownBy(() -> LessonLibrary.load(root)).isInstanceOfSatisfying(LessonSourceException.class, mistakes -> assertThat(mistakes.report()).isEqualTo("""
                sample/lesson.md:4:1: unknown key "minuts"; known here are id, images, machines, memory, minutes, needs, summary, title, values; did you mean "minutes"?
                  4 | minuts: 5
                    | ^
                sample/lesson.md:12:21: nothing is known as ${student.wrod}; known here are ${student.name}, ${student.word}; did you mean "word"?
                  12 | See [[nowhere]] and ${student.wrod}, <b>welcome</b>, ${student.name}.
                     |                     ^
                sample/lesson.md:25:4: unknown block "quizz"; known are task, hints, quiz, predict, answer, compare, port, more; did you mean "quiz"?
                  25 | :::quizz a
                     |    ^
                sample/tasks.yaml:3:13: "many" is not a whole number from 0 to 100
                  3 |     points: many
                    |             ^
                sample/tasks.yaml:5:5: unknown key "dnoe"; known here are beyondRepair, done, ever, misses, needs, now, open, points; did you mean "done"?
                  5 |     dnoe: done
                    |     ^"""));
    }

    @Test
    void tellsWhatIsWrongInTheTextOnceItsBlocksAreWhole() throws IOException {
        final String text = LessonSources.TEXT.replace("console run", "consol run").replace("Welcome", "See [[nowhere]] and <b>this</b>");
        LessonSources.write(root, text, LessonSources.TASKS);

        assertThatThrownBy(() -> LessonLibrary.load(root)).isInstanceOfSatisfying(LessonSourceException.class, mistakes ->
                assertThat(mistakes.mistakes()).extracting(mistake -> mistake.position().line() + ":" + mistake.position().column())
                        .containsExactly("12:5", "12:21", "12:28", "14:1"));
    }

    @Test
    void leavesALessonWithAMistakeOutAndReadsTheOthers() throws IOException {
        LessonSources.write(root, LessonSources.TEXT.replace("minutes: 5", "minutes: many"), LessonSources.TASKS);
        LessonSources.add(root, "other", LessonSources.TEXT.replace("id: sample", "id: other").replace("needs: []", "needs: [sample]"), LessonSources.TASKS);
        Files.writeString(root.resolve("course.yaml"), "sections: [ { title: First, lessons: [sample, other, gone] } ]");
        Files.writeString(root.resolve("glossary.yaml"), "pod: { txt: a }\nimage: { text: b }\n");

        final LessonLibrary library = LessonLibrary.load(root);

        assertThat(library.lessons()).extracting(Lesson::id).containsExactly("other");
        assertThat(library.glossary().entries()).extracting(Glossary.Entry::word).containsExactly("image");
        assertThat(library.broken()).containsExactly(
                new BrokenSource("course.yaml", List.of("course.yaml:1:54: there is no folder \"gone\" beside course.yaml\n"
                        + "  1 | sections: [ { title: First, lessons: [sample, other, gone] } ]\n"
                        + "    |                                                      ^")),
                new BrokenSource("glossary.yaml", List.of("glossary.yaml:1:8: unknown key \"txt\"; known here are also, lesson, text; did you mean \"text\"?\n"
                        + "  1 | pod: { txt: a }\n    |        ^")),
                new BrokenSource("sample", List.of("sample/lesson.md:4:10: \"many\" is not a whole number from 1 to 240\n  4 | minutes: many\n    |          ^")));
    }

    @Test
    void refusesAPictureThatIsShownNowhere() throws IOException {
        LessonSources.write(root, LessonSources.TEXT, LessonSources.TASKS);
        Files.writeString(root.resolve("sample/box.svg"), "<svg viewBox='0 0 9 9'/>");

        assertThatThrownBy(() -> LessonLibrary.load(root)).hasMessage("sample/box.svg:1: lesson.md does not show this picture: ![what it shows](box.svg)");
    }

    @Test
    void refusesAFileThatIsTooLarge() throws IOException {
        LessonSources.write(root, LessonSources.TEXT + "a".repeat(600_000), LessonSources.TASKS);

        assertThatThrownBy(() -> LessonLibrary.load(root)).hasMessageMatching("sample/lesson.md:1: this file has \\d+ bytes, and 524288 is the most");
    }

    @Test
    void refusesABlockThatIsNeverClosed() throws IOException {
        LessonSources.write(root, LessonSources.TEXT + "\n:::more A\ntext\n", LessonSources.TASKS);

        assertThatThrownBy(() -> LessonLibrary.load(root)).hasMessage(
                "sample/lesson.md:25: this block is never closed; write ::: on a line of its own where it ends");
    }

    @Test
    void tellsOfAFolderThatTheCourseForgets() throws IOException {
        LessonSources.write(root, LessonSources.TEXT, LessonSources.TASKS);
        Files.createDirectory(root.resolve("another"));

        assertThat(LessonLibrary.load(root).broken()).containsExactly(new BrokenSource("course.yaml", List.of(
                "course.yaml:1: the folder \"another\" is in no section; add it at its place in the course\n  1 | sections: [ { title: First, lessons: [sample] } ]")));
    }

    @Test
    void refusesACourseWithoutLessons() throws IOException {
        Files.writeString(root.resolve("course.yaml"), "sections: [ { title: Empty } ]\n");

        assertThatThrownBy(() -> LessonLibrary.load(root)).hasMessage("course.yaml:1: a course needs at least one lesson");
    }

    @Test
    void knowsSectionsWithTheirLessonsAndHomework() throws IOException {
        LessonSources.write(root, LessonSources.TEXT, LessonSources.TASKS);
        LessonSources.add(root, "1-homework", LessonSources.TEXT.replace("id: sample", "id: homework"), LessonSources.TASKS);
        Files.writeString(root.resolve("course.yaml"), """
                sections:
                  - title: First
                    lessons: [sample]
                    homework: [1-homework]
                  - title: Second
                """);

        final List<Section> sections = LessonLibrary.load(root).sections();

        assertThat(sections).extracting(Section::title).containsExactly("First", "Second");
        assertThat(sections.get(0).lessons()).extracting(Lesson::id).containsExactly("sample");
        assertThat(sections.get(0).homework()).extracting(Lesson::id).containsExactly("homework");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            sections: [ { title: A, lessons: [gone] } ]             | course.yaml:1: a course needs at least one lesson
            sections: [ { lessons: [sample] } ]                     | course.yaml:1: key "title" is missing
            {}                                                      | course.yaml:1: key "sections" is missing
            """)
    void refusesACourseThat(final String course, final String message) throws IOException {
        LessonSources.write(root, LessonSources.TEXT, LessonSources.TASKS);
        Files.writeString(root.resolve("course.yaml"), course);

        assertThatThrownBy(() -> LessonLibrary.load(root)).isInstanceOf(LessonSourceException.class).hasMessageContaining(message);
    }

    @Test
    void knowsTheWordsOfTheCourse() throws IOException {
        LessonSources.write(root, LessonSources.TEXT, LessonSources.TASKS);
        Files.writeString(root.resolve("glossary.yaml"), """
                process: { text: A running program. }
                container: { text: "One or more processes, see `docker ps`.", also: [containers], lesson: sample }
                """);

        final Glossary glossary = LessonLibrary.load(root).glossary();

        assertThat(glossary.entries()).extracting(Glossary.Entry::word).containsExactly("container", "process");
        assertThat(glossary.find("Containers").orElseThrow().html()).isEqualTo("One or more processes, see <code>docker ps</code>.");
        assertThat(glossary.find("pod")).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            sections: [ { title: A, lessons: [sample, sample] } ]   | course.yaml:1:43: the folder "sample" is already above
            sections: [ { title: A, lessons: [sample, ../sample] } ] | course.yaml:1:43: there is no folder "../sample"
            sections: [ { title: A, lessons: [sample] }, { titel: B } ] | course.yaml:1:48: unknown key "titel"
            """)
    void tellsWhatIsWrongWithACourseThat(final String course, final String message) throws IOException {
        LessonSources.write(root, LessonSources.TEXT, LessonSources.TASKS);
        Files.writeString(root.resolve("course.yaml"), course);

        assertThat(LessonLibrary.load(root).broken()).singleElement().satisfies(source ->
                assertThat(source.mistakes()).first().asString().startsWith(message));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            container: { text: a, also: [Container] }  | the word "Container" is already in line 1
            container: { text: "" }                    | an explanation is a sentence or two, at most 400 characters; this one has 0
            container: { txt: a }                      | unknown key "txt"; known here are also, lesson, text
            "<b>": { text: a }                         | "<b>" cannot be a word of the glossary
            a: { text: "see ${student.port}" }         | nothing is known as ${student.port}
            container: a                               | a mapping of keys to values is expected here
            """)
    void refusesAGlossaryThat(final String text, final String message) throws IOException {
        LessonSources.write(root, LessonSources.TEXT, LessonSources.TASKS);
        Files.writeString(root.resolve("glossary.yaml"), text);

        assertThat(LessonLibrary.load(root).broken()).singleElement().satisfies(source ->
                assertThat(source.mistakes()).first().asString().contains(message));
    }

    @Test
    void refusesAFileThatIsNotUtf8() throws IOException {
        LessonSources.write(root, LessonSources.TEXT, LessonSources.TASKS);
        Files.write(root.resolve("sample/lesson.md"), LessonSources.TEXT.replace("sample", "sch\u00f6n").getBytes(StandardCharsets.ISO_8859_1));

        assertThatThrownBy(() -> LessonLibrary.load(root)).hasMessage("sample/lesson.md:1: this file is not UTF-8; save it so");
    }

    @Test
    void refusesALessonWithoutTasks() throws IOException {
        LessonSources.write(root, LessonSources.TEXT, LessonSources.TASKS);
        Files.delete(root.resolve("sample/tasks.yaml"));

        assertThatThrownBy(() -> LessonLibrary.load(root)).hasMessage("sample/tasks.yaml:1: a lesson needs this file");
    }
}
