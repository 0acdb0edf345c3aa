package dev.berth.lab.check;

import dev.berth.lab.source.Suggestion;
import dev.berth.lab.source.YamlNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the values of a field are.
 *
 * @param comparison how a plain value in tasks.yaml is compared with them
 * @param form what a plain value has to look like
 * @param words the values that there are, if {@code form} is a word of a list
 * @param list whether a field may have several values, or none
 */
record FieldType(Comparison comparison, Form form, List<String> words, boolean list) {

    static final FieldType TEXT = new FieldType(Comparison.EQUAL, Form.TEXT, List.of(), false);
    static final FieldType TEXTS = new FieldType(Comparison.EQUAL, Form.TEXT, List.of(), true);
    /** A text of which a part is asked for. */
    static final FieldType OUTPUT = new FieldType(Comparison.CONTAINED, Form.TEXT, List.of(), false);
    static final FieldType NUMBER = new FieldType(Comparison.SAME_NUMBER, Form.NUMBER, List.of(), false);
    /** How often something happened: more is as good. */
    static final FieldType TIMES = new FieldType(Comparison.AT_LEAST, Form.TIMES, List.of(), false);
    static final FieldType TRUTH = word("true", "false");
    static final FieldType IMAGE = new FieldType(Comparison.SAME_IMAGE, Form.TEXT, List.of(), false);
    /** Numbers of signals, as Docker tells them. */
    static final FieldType SIGNALS = new FieldType(Comparison.SAME_NUMBER, Form.NUMBER, List.of(), true);
    /** {@code KEY=VALUE}, which {@code KEY} alone asks for as well. */
    static final FieldType PAIRS = new FieldType(Comparison.PAIR, Form.TEXT, List.of(), true);

    /** The names of an image. */
    static final FieldType IMAGES = new FieldType(Comparison.SAME_IMAGE, Form.TEXT, List.of(), true);
    /** The name of an image, whatever its tag unless one is asked for. */
    static final FieldType ANY_TAG = new FieldType(Comparison.ANY_TAG, Form.TEXT, List.of(), false);
    /** Permissions as octal digits. */
    static final FieldType MODE = new FieldType(Comparison.SAME_MODE, Form.TEXT, List.of(), false);
    /** {@code USER:GROUP}, or {@code USER}. */
    static final FieldType OWNER = new FieldType(Comparison.OWNER, Form.TEXT, List.of(), false);

    private static final Pattern NUMBER_FORM = Pattern.compile("-?[0-9]{1,20}(\\.[0-9]{1,10})?");
    private static final int MOST_TIMES = 1000;

    /** One word of a list. */
    static FieldType word(final String... words) {
        return new FieldType(Comparison.EQUAL, Form.WORD, List.of(words), false);
    }

    /** What a plain value may look like. */
    enum Form { TEXT, NUMBER, TIMES, WORD }

    /** How an expected value is compared with an actual one. */
    enum Comparison {
        EQUAL {
            @Override
            boolean holds(final String actual, final String expected) {
                return actual.equals(expected);
            }
        },
        SAME_NUMBER {
            @Override
            boolean holds(final String actual, final String expected) {
                return number(actual).flatMap(one -> number(expected).map(other -> one.compareTo(other) == 0)).orElse(false);
            }
        },
        CONTAINED {
            @Override
            boolean holds(final String actual, final String expected) {
                return actual.contains(expected);
            }
        },
        AT_LEAST {
            @Override
            boolean holds(final String actual, final String expected) {
                return number(actual).flatMap(one -> number(expected).map(other -> one.compareTo(other) >= 0)).orElse(false);
            }
        },
        SAME_IMAGE {
            @Override
            boolean holds(final String actual, final String expected) {
                return ImageName.same(actual, expected);
            }
        },
        ANY_TAG {
            @Override
            boolean holds(final String actual, final String expected) {
                return ImageName.same(ImageName.hasTag(expected) ? actual : ImageName.withoutTag(actual), expected);
            }
        },
        SAME_MODE {
            @Override
            boolean holds(final String actual, final String expected) {
                return "0000".substring(Math.min(4, expected.length())).concat(expected).equals(actual);
            }
        },
        OWNER {
            @Override
            boolean holds(final String actual, final String expected) {
                return actual.equals(expected) || actual.startsWith(expected + ":");
            }
        },
        PAIR {
            @Override
            boolean holds(final String actual, final String expected) {
                return actual.equals(expected) || !expected.contains("=") && actual.startsWith(expected + "=");
            }
        };

        abstract boolean holds(String actual, String expected);
    }

    /** How {@code is} and {@code oneOf} compare: a part is not enough for them, and more is not as good. */
    Comparison exact() {
        return switch (comparison) {
            case CONTAINED -> Comparison.EQUAL;
            case AT_LEAST -> Comparison.SAME_NUMBER;
            default -> comparison;
        };
    }

    /** Refuses a plain value that no object will ever have. */
    void check(final YamlNode node, final String key) {
        if (form == Form.TIMES && !node.text().contains("${")) {
            node.integer(1, MOST_TIMES);
        } else {
            checkExact(node, key);
        }
    }

    /** Refuses a value that no object will ever have. */
    void checkExact(final YamlNode node, final String key) {
        final String text = node.text();
        if (text.contains("${")) {
            return;
        }
        if ((form == Form.NUMBER || form == Form.TIMES) && number(text).isEmpty()) {
            throw node.position().error("\"" + text + "\" is not a number, and \"" + key + "\" is one");
        }
        if (form == Form.WORD && !words.contains(text)) {
            throw node.position().error("\"" + text + "\" is no word for \"" + key + "\"; known are " + String.join(", ", words) + Suggestion.of(text, words));
        }
    }

    /** The number that a text is; empty if it is none, or longer than any that is asked for. */
    static Optional<BigDecimal> number(final String text) {
        final String stripped = text.strip();
        return NUMBER_FORM.matcher(stripped).matches() ? Optional.of(new BigDecimal(stripped)) : Optional.empty();
    }
}
