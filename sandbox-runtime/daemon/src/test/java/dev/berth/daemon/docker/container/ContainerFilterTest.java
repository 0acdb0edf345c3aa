package dev.berth.daemon.docker.container;

import static dev.berth.daemon.docker.container.ContainerJsonTest.container;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.engine.container.ContainerState;
import dev.berth.engine.container.ContainerView;
import dev.berth.engine.image.Digest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContainerFilterTest {
    private static final List<ContainerView> NEWEST_FIRST = List.of(
            container('c', "new", new ContainerState.Running(1, Instant.EPOCH, Optional.empty())),
            container('b', "old", new ContainerState.Exited(3, Instant.EPOCH, Instant.EPOCH, false, "")),
            container('a', "oldest", new ContainerState.Created(null)));

    private static List<String> names(String filters, boolean all, int limit) {
        return ContainerFilter.parse("vm1", filters, all, limit).choose(NEWEST_FIRST, Set.of()).stream().map(ContainerView::name).toList();
    }

    @Test
    void showsWhatRunsUnlessAskedForAll() {
        assertThat(names("", false, 0)).containsExactly("new");
        assertThat(names("", true, 0)).containsExactly("new", "old", "oldest");
        assertThat(names("", false, 2)).containsExactly("new", "old");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{\"status\": [\"exited\"]} | old",
        "{\"status\": {\"created\": true, \"exited\": false}} | oldest",
        "{\"exited\": [\"3\"]} | old",
        "{\"name\": [\"^old\"]} | old,oldest",
        "{\"name\": [\"/old$\"]} | old",
        "{\"id\": [\"ccc\"]} | new",
        "{\"label\": [\"kind=test\", \"kind\"]} | new,old,oldest",
        "{\"label\": [\"kind=other\"]} |",
        "{\"since\": [\"oldest\"]} | new,old",
        "{\"before\": [\"new\"], \"since\": [\"oldest\"]} | old",
        "{\"volume\": [\"x\"]} |",
    })
    void filtersAddUp(String filters, String names) {
        assertThat(String.join(",", names(filters, true, 0))).isEqualTo(names == null ? "" : names);
    }

    @Test
    void descendantsAreThoseOfTheImagesThatWereFound() {
        ContainerFilter filter = ContainerFilter.parse("vm1", "{\"ancestor\": [\"debian\", \"own\"]}", true, 0);

        assertThat(filter.ancestors()).containsExactly("debian", "own");
        assertThat(filter.choose(NEWEST_FIRST, Set.of(new Digest("d".repeat(64))))).isEqualTo(NEWEST_FIRST);
        assertThat(filter.choose(NEWEST_FIRST, Set.of(new Digest("e".repeat(64))))).isEmpty();
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        assertThatThrownBy(() -> names("{\"colour\": [\"red\"]}", true, 0)).hasMessage("Invalid filter 'colour'");
        assertThatThrownBy(() -> names("{\"status\": [\"gone\"]}", true, 0)).hasMessage("Invalid filter 'status=gone'");
        assertThatThrownBy(() -> names("{\"since\": [\"nosuch\"]}", true, 0)).hasMessage("no such container nosuch");
        assertThatThrownBy(() -> names("{\"health\": [\"x\"]}", true, 0)).hasMessage("Unrecognised filter value for health: x");
        assertThatThrownBy(() -> names("{\"is-task\": [\"x\"]}", true, 0)).hasMessage("Invalid filter 'is-task=[x]'");
        assertThatThrownBy(() -> names("{\"exited\": [\"x\"]}", true, 0)).hasMessage("strconv.Atoi: parsing \"x\": invalid syntax");
        assertThatThrownBy(() -> names("{\"expose\": [\"x\"]}", true, 0))
                .hasMessage("error while looking up for expose x: strconv.ParseUint: parsing \"x\": invalid syntax");
        assertThatThrownBy(() -> names("{\"publish\": [\"99999\"]}", true, 0))
                .hasMessage("error while looking up for publish 99999: strconv.ParseUint: parsing \"99999\": value out of range");
        assertThatThrownBy(() -> names("[]", true, 0)).hasMessageStartingWith("invalid filters");
        assertThatThrownBy(() -> names("{\"name\": [1]}", true, 0)).hasMessageStartingWith("invalid values of filter 'name'");
    }

    @Test
    @Timeout(5)
    void hostileExpressionsEnd() {
        ContainerView longName = container('a', "a".repeat(4000), new ContainerState.Running(1, Instant.EPOCH, Optional.empty()));
        String many = IntStream.range(0, 1000).mapToObj(number -> "\"a*a*b" + number + "\"").collect(Collectors.joining(", "));

        for (String values : List.of("\"(a+)+b\"", "\"(a|b)*c\"", many)) {
            assertThatThrownBy(() -> ContainerFilter.parse("vm1", "{\"name\": [" + values + "]}", true, 0).choose(List.of(longName), Set.of()))
                    .hasMessage("the filters' regular expressions take too long to match: give fewer or simpler ones");
        }
    }
}
