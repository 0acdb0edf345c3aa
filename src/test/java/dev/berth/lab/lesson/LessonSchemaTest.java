package dev.berth.lab.lesson;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.berth.lab.source.Mistakes;
import dev.berth.lab.source.SourcePosition;
import dev.berth.lab.source.YamlNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The schema by which editors complete and check front matter says what the reader does. */
class LessonSchemaTest {

    private static final String GOOD = """
            {id: sample, title: A, summary: b, minutes: 5, memory: 1, machines: [vm1], images: [debian], needs: [other], values: {word: word}}""";

    private final JsonNode schema = read();

    @Test
    void hasTheKeysThatTheReaderKnows() {
        final List<String> keys = new ArrayList<>();
        schema.get("properties").fieldNames().forEachRemaining(keys::add);

        assertThat(keys).containsExactlyInAnyOrderElementsOf(FrontMatter.KEYS);
    }

    @Test
    void requiresWhatTheReaderRequires() throws IOException {
        final List<String> required = new ArrayList<>();
        for (final String key : FrontMatter.KEYS) {
            final ObjectNode without = (ObjectNode) new ObjectMapper(new YAMLFactory()).readTree(GOOD);
            without.remove(key);
            if (!accepts(without.toString())) {
                required.add(key);
            }
        }

        assertThat(schema.get("required")).extracting(JsonNode::asText).containsExactlyInAnyOrderElementsOf(required);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            word            | true
            name            | true
            code            | true
            number 20..90   | true
            sha256 "a\\n"    | true
            number 20       | false
            noun            | false
            sha256 a        | false
            """)
    void knowsTheKindsOfValues(final String recipe, final boolean known) {
        assertThat(Pattern.compile(schema.at("/properties/values/additionalProperties/pattern").asText()).matcher(recipe).find()).isEqualTo(known);
        assertThat(accepts(GOOD.replace("word: word", "word: '" + recipe + "'"))).isEqualTo(known);
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({"minutes, minimum, -1", "minutes, maximum, 1", "memory, minimum, -1", "memory, maximum, 1"})
    void hasTheBoundsOfTheReader(final String key, final String bound, final int beyond) {
        final int number = schema.at("/properties/" + key + "/" + bound).asInt();

        assertThat(accepts(GOOD.replaceAll(key + ": \\d+", key + ": " + number))).isTrue();
        assertThat(accepts(GOOD.replaceAll(key + ": \\d+", key + ": " + (number + beyond)))).isFalse();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            [vm1]
            [vm1, vm2]
            [vm1, vm2, vm3]
            [vm1, vm3]
            []
            [vm2]
            [vm2, vm1]
            [vm1, vm2, vm2]
            [vm1, vm2, vm3, vm1]
            [vm1, vm4]
            """)
    void knowsTheMachines(final String machines) throws IOException {
        final JsonNode list = new ObjectMapper(new YAMLFactory()).readTree(machines);
        final JsonNode known = schema.at("/properties/machines");
        final List<String> names = new ArrayList<>();
        list.forEach(name -> names.add(name.asText()));
        final boolean fits = !names.isEmpty() && names.size() <= Lesson.MACHINES.size() && Set.copyOf(names).size() == names.size()
                && names.get(0).equals(known.at("/items/0/const").asText())
                && names.stream().skip(1).allMatch(name -> StreamSupport.stream(known.at("/additionalItems/enum").spliterator(), false).anyMatch(each -> each.asText().equals(name)));

        assertThat(accepts(GOOD.replace("[vm1]", machines))).isEqualTo(fits);
    }

    private static boolean accepts(final String frontMatter) {
        final Mistakes mistakes = new Mistakes();
        FrontMatter.read(YamlNode.parse(new SourcePosition("lesson.md", 1), frontMatter, mistakes), mistakes);
        return mistakes.isEmpty();
    }

    private static JsonNode read() {
        try {
            return new ObjectMapper().readTree(Files.readString(Path.of("docs/schema/lesson.schema.json")));
        } catch (final IOException e) {
            throw new IllegalStateException("there is no schema of the front matter", e);
        }
    }
}
