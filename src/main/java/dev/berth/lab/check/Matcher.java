package dev.berth.lab.check;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.berth.lab.source.YamlMapping;
import dev.berth.lab.source.YamlNode;
import dev.berth.lab.value.Template;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a value is to be: a plain value, or a mapping such as {@code {oneOf: [bash, /bin/bash]}}. All that is said has to be so of the same value.
 *
 * @param criteria what a value has to be
 * @param none what no value may be
 */
record Matcher(List<Criterion> criteria, List<Matcher> none) {

    static final List<String> KEYS = List.of("about", "atLeast", "atMost", "contains", "is", "matches", "not", "oneOf", "startsWith", "within");
    private static final String WITHIN = "within";

    Matcher {
        criteria = List.copyOf(criteria);
        none = List.copyOf(none);
    }

    /** Fills an author's text with values. */
    interface Filling {

        /** @return empty if the text speaks of an answer that has not been given */
        Optional<String> fill(Template template, UnaryOperator<String> value);

        default Optional<String> fill(final Template template) {
            return fill(template, UnaryOperator.identity());
        }
    }

    /** One thing that a value has to be. */
    sealed interface Criterion {

        List<Template> templates();

        boolean holds(FieldType type, String actual, Filling filling);

        /** What it expects, for a sentence that says what is to be. */
        default String describe(final FieldType type, final Filling filling) {
            return code(templates().get(0), filling);
        }
    }

    /** As the field's type compares. */
    record Plain(Template expected) implements Criterion {
        @Override
        public List<Template> templates() {
            return List.of(expected);
        }

        @Override
        public String describe(final FieldType type, final Filling filling) {
            return (type.comparison() == FieldType.Comparison.AT_LEAST ? "at least " : "") + code(expected, filling);
        }

        @Override
        public boolean holds(final FieldType type, final String actual, final Filling filling) {
            return filling.fill(expected).filter(text -> type.comparison().holds(actual, text)).isPresent();
        }
    }

    /** One of these values. */
    record OneOf(List<Template> expected) implements Criterion {
        @Override
        public List<Template> templates() {
            return expected;
        }

        @Override
        public String describe(final FieldType type, final Filling filling) {
            return expected.stream().map(each -> code(each, filling)).collect(Collectors.joining(" or "));
        }

        @Override
        public boolean holds(final FieldType type, final String actual, final Filling filling) {
            return expected.stream().anyMatch(each -> filling.fill(each).filter(text -> type.exact().holds(actual, text)).isPresent());
        }
    }

    /** The expected text is a part of the value. */
    record Contains(Template expected) implements Criterion {
        @Override
        public List<Template> templates() {
            return List.of(expected);
        }

        @Override
        public String describe(final FieldType type, final Filling filling) {
            return "something with " + code(expected, filling) + " in it";
        }

        @Override
        public boolean holds(final FieldType type, final String actual, final Filling filling) {
            return filling.fill(expected).filter(actual::contains).isPresent();
        }
    }

    /** The value begins with the expected text. */
    record StartsWith(Template expected) implements Criterion {
        @Override
        public List<Template> templates() {
            return List.of(expected);
        }

        @Override
        public String describe(final FieldType type, final Filling filling) {
            return "something that begins with " + code(expected, filling);
        }

        @Override
        public boolean holds(final FieldType type, final String actual, final Filling filling) {
            return filling.fill(expected).filter(actual::startsWith).isPresent();
        }
    }

    /** The whole value matches a pattern of RE2; what is filled in stands for itself. */
    record Matches(Template pattern) implements Criterion {
        @Override
        public List<Template> templates() {
            return List.of(pattern);
        }

        @Override
        public String describe(final FieldType type, final Filling filling) {
            return "something that matches " + code(pattern, filling);
        }

        @Override
        public boolean holds(final FieldType type, final String actual, final Filling filling) {
            return filling.fill(pattern, Pattern::quote).filter(text -> Pattern.matches(text, actual)).isPresent();
        }
    }

    /** The value is a number from the expected one on, upwards or downwards. */
    record Bound(Template expected, boolean upwards) implements Criterion {
        @Override
        public List<Template> templates() {
            return List.of(expected);
        }

        @Override
        public String describe(final FieldType type, final Filling filling) {
            return (upwards ? "at least " : "at most ") + code(expected, filling);
        }

        @Override
        public boolean holds(final FieldType type, final String actual, final Filling filling) {
            return compared(expected, actual, filling, (is, bound) -> upwards ? is.compareTo(bound) >= 0 : is.compareTo(bound) <= 0);
        }
    }

    /** The value is a number that is off by no more than so much, or so many percent of the expected one. */
    record About(Template expected, BigDecimal within, boolean percent) implements Criterion {
        @Override
        public List<Template> templates() {
            return List.of(expected);
        }

        @Override
        public String describe(final FieldType type, final Filling filling) {
            return "about " + code(expected, filling);
        }

        @Override
        public boolean holds(final FieldType type, final String actual, final Filling filling) {
            return compared(expected, actual, filling, (is, wanted) -> is.subtract(wanted).abs().compareTo(tolerance(wanted)) <= 0);
        }

        private BigDecimal tolerance(final BigDecimal wanted) {
            return percent ? wanted.abs().multiply(within).movePointLeft(2) : within;
        }
    }

    private static boolean compared(final Template expected, final String actual, final Filling filling, final BiPredicate<BigDecimal, BigDecimal> test) {
        return filling.fill(expected).flatMap(FieldType::number)
                .flatMap(wanted -> FieldType.number(actual).map(is -> test.test(is, wanted)))
                .orElse(false);
    }

    static Matcher plain(final Template expected) {
        return new Matcher(List.of(new Plain(expected)), List.of());
    }

    /**
     * Reads a plain value, or a mapping.
     *
     * @param key of the field
     * @param text makes a template of an author's text
     */
    static Matcher read(final YamlNode node, final String key, final FieldType type, final Function<YamlNode, Template> text) {
        if (!node.isMapping()) {
            type.check(node, key);
            return plain(text.apply(node));
        }
        final YamlMapping mapping = node.mapping(KEYS.toArray(String[]::new));
        if (mapping.keys().isEmpty()) {
            throw node.position().error("a value is expected here, or a mapping with one of " + String.join(", ", KEYS));
        }
        if (mapping.optional(WITHIN).isPresent() && mapping.optional("about").isEmpty()) {
            throw mapping.position(WITHIN).error("\"within\" goes with \"about\"");
        }
        final Function<YamlNode, Template> value = each -> {
            type.checkExact(each, key);
            return text.apply(each);
        };
        final Function<YamlNode, Template> number = each -> {
            FieldType.NUMBER.check(each, key);
            return text.apply(each);
        };
        final List<Criterion> criteria = new ArrayList<>();
        mapping.optional("is").ifPresent(each -> criteria.add(new OneOf(List.of(value.apply(each)))));
        mapping.optional("oneOf").ifPresent(each -> criteria.add(new OneOf(values(each, value))));
        mapping.optional("contains").ifPresent(each -> criteria.add(new Contains(text.apply(each))));
        mapping.optional("startsWith").ifPresent(each -> criteria.add(new StartsWith(text.apply(each))));
        mapping.optional("matches").ifPresent(each -> criteria.add(new Matches(pattern(each, text.apply(each)))));
        mapping.optional("atLeast").ifPresent(each -> criteria.add(new Bound(number.apply(each), true)));
        mapping.optional("atMost").ifPresent(each -> criteria.add(new Bound(number.apply(each), false)));
        mapping.optional("about").ifPresent(each -> criteria.add(about(number.apply(each), mapping)));
        return new Matcher(criteria, mapping.optional("not").map(each -> List.of(read(each, key, type, text))).orElse(List.of()));
    }

    private static List<Template> values(final YamlNode node, final Function<YamlNode, Template> value) {
        final List<Template> values = node.list().stream().map(value).toList();
        if (values.isEmpty()) {
            throw node.position().error("at least one value is expected here");
        }
        return values;
    }

    private static About about(final Template expected, final YamlMapping mapping) {
        final YamlNode within = mapping.required(WITHIN);
        final String text = within.text();
        final boolean percent = text.endsWith("%");
        final BigDecimal number = FieldType.number(percent ? text.substring(0, text.length() - 1) : text)
                .filter(value -> value.signum() >= 0)
                .orElseThrow(() -> within.position().error("\"" + text + "\" is neither a number nor a percentage such as 5%"));
        return new About(expected, number, percent);
    }

    private static Template pattern(final YamlNode node, final Template template) {
        try {
            Pattern.compile(template.fill(place -> "x"));
            return template;
        } catch (final PatternSyntaxException e) {
            throw node.position().error("\"" + node.text() + "\" is no pattern of RE2: " + e.getDescription());
        }
    }

    /**
     * Whether the values of a field are what they are to be.
     *
     * @param values one, or none as long as it is not known; of a list any number, of which one has to fit
     */
    boolean matches(final FieldType type, final List<String> values, final Filling filling) {
        if (values.isEmpty() && !type.list() || !isKnown(filling)) {
            return false;
        }
        return none.stream().noneMatch(each -> each.matches(type, values, filling))
                && (criteria.isEmpty() || values.stream().anyMatch(value -> criteria.stream().allMatch(each -> each.holds(type, value, filling))));
    }

    /** What is expected, for a sentence that says what is to be. */
    String describe(final FieldType type, final Filling filling) {
        return Stream.concat(
                        criteria.stream().map(each -> each.describe(type, filling)),
                        none.stream().map(each -> "other than " + each.describe(type, filling)))
                .collect(Collectors.joining(", "));
    }

    /** Whether all that it speaks of is known. */
    boolean isKnown(final Filling filling) {
        return templates().stream().allMatch(template -> filling.fill(template).isPresent());
    }

    /** Whether it is a pattern, which tells nothing to who has not written it. */
    boolean isPattern() {
        return criteria.stream().anyMatch(criterion -> criterion instanceof Matches) || none.stream().anyMatch(Matcher::isPattern);
    }

    /** Whether it speaks of values of a scope. */
    boolean speaksOf(final String scope) {
        return templates().stream().flatMap(template -> template.placeholders().stream()).anyMatch(place -> place.scope().equals(scope));
    }

    private static String code(final Template template, final Filling filling) {
        return "`" + MatchValues.clean(filling.fill(template).orElse("…")) + "`";
    }

    private List<Template> templates() {
        final List<Template> templates = new ArrayList<>();
        criteria.forEach(criterion -> templates.addAll(criterion.templates()));
        none.forEach(matcher -> templates.addAll(matcher.templates()));
        return templates;
    }
}
