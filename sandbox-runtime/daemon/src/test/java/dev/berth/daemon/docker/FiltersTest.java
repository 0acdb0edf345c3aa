package dev.berth.daemon.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.daemon.http.Json;
import dev.berth.engine.EngineException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Filters against plain ideas of what they mean. Names and values are few, so that they meet often. */
class FiltersTest {
    private static final Set<String> KNOWN = Set.of("label", "label!", "name");

    @Property
    void bothFormsOfTheApiMeanTheSame(@ForAll("wanted") List<String> values) {
        ObjectNode list = Json.object();
        values.forEach(list.putArray("label")::add);
        ObjectNode map = Json.object();
        ObjectNode flags = map.putObject("label");
        values.forEach(value -> flags.put(value, true));

        assertThat(Set.copyOf(parse(map).of("label"))).isEqualTo(Set.copyOf(parse(list).of("label")));
    }

    @Property
    void labelsAddUp(@ForAll("wanted") List<String> wanted, @ForAll("labels") Map<String, String> labels) {
        boolean all = true;
        for (String each : wanted) {
            String[] parts = each.split("=", 2);
            all &= labels.containsKey(parts[0]) && (parts.length == 1 || labels.get(parts[0]).equals(parts[1]));
        }

        assertThat(filters("label", wanted).labels(labels)).isEqualTo(all);
    }

    @Property
    void unwantedLabelsAreTheOppositeOfWantedOnes(@ForAll("wanted") List<String> unwanted, @ForAll("labels") Map<String, String> labels) {
        boolean none = unwanted.stream().noneMatch(each -> filters("label", List.of(each)).labels(labels));

        assertThat(filters("label!", unwanted).withoutLabels(labels)).isEqualTo(none);
    }

    @Property
    void valuesOfANameAreAlternatives(@ForAll("wanted") List<String> values, @ForAll("value") String actual) {
        assertThat(filters("name", values).any("name", actual::equals)).isEqualTo(values.isEmpty() || values.contains(actual));
    }

    @Property
    void whateverComesIsReadOrRefused(@ForAll String text) {
        try {
            Filters.parse(text, KNOWN);
        } catch (EngineException refused) {
            assertThat(refused.kind()).isEqualTo(EngineException.Kind.INVALID_PARAMETER);
        }
    }

    private static Filters filters(String name, List<String> values) {
        ObjectNode json = Json.object();
        values.forEach(json.putArray(name)::add);
        return parse(json);
    }

    private static Filters parse(ObjectNode json) {
        return Filters.parse(new String(Json.write(json), StandardCharsets.UTF_8), KNOWN);
    }

    @Provide
    Arbitrary<String> value() {
        return Arbitraries.of("a", "b", "a=1", "a=2", "b=", "b==", "c");
    }

    @Provide
    Arbitrary<List<String>> wanted() {
        return value().list().ofMaxSize(3);
    }

    @Provide
    Arbitrary<Map<String, String>> labels() {
        return Combinators.combine(Arbitraries.of("a", "b"), Arbitraries.of("", "1", "2", "=")).as(Map::of);
    }
}
