package dev.berth.lab.lesson;

import dev.berth.lab.source.SourcePosition;
import dev.berth.lab.value.StudentValues;
import dev.berth.lab.value.Template;
import dev.berth.lab.value.Template.Placeholder;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is to be typed into an {@code answer} block: one of some texts, or a number. */
sealed interface ExpectedAnswer {

    /** Whether this is what was typed, blanks around it aside. */
    boolean matches(String answer, StudentValues student);

    /** What is said to an answer that cannot be compared; empty for one that can. */
    default Optional<String> complaint(final String answer) {
        return Optional.empty();
    }

    /** One of these, in capitals or not. */
    record Texts(List<Template> texts) implements ExpectedAnswer {

        public Texts {
            texts = List.copyOf(texts);
        }

        @Override
        public boolean matches(final String answer, final StudentValues student) {
            return texts.stream().anyMatch(text -> answer.equalsIgnoreCase(text.fill(student)));
        }
    }

    /**
     * A number.
     *
     * @param tolerance how far from it is right as well
     * @param percent whether that is a part of the number, in hundredths
     */
    record Number(Template value, BigDecimal tolerance, boolean percent) implements ExpectedAnswer {

        private static final Pattern FORM = Pattern.compile("number +([^±]+?)(?: *± *([0-9.]{1,20})(%?))?");
        private static final Pattern TYPED = Pattern.compile("[-+]?\\d{1,15}(?:[.,]\\d{1,15})?");
        private static final int HUNDREDTHS = 2;

        @Override
        public boolean matches(final String answer, final StudentValues student) {
            final Optional<BigDecimal> typed = number(answer);
            final Optional<BigDecimal> right = number(value.fill(student));
            return typed.isPresent() && right.isPresent()
                    && typed.get().subtract(right.get()).abs().compareTo(allowed(right.get())) <= 0;
        }

        @Override
        public Optional<String> complaint(final String answer) {
            return number(answer).isPresent() ? Optional.empty() : Optional.of("Type a number alone, as in 42.");
        }

        private BigDecimal allowed(final BigDecimal right) {
            return percent ? right.abs().multiply(tolerance).movePointLeft(HUNDREDTHS).setScale(15, RoundingMode.HALF_UP) : tolerance;
        }

        private static Optional<BigDecimal> number(final String text) {
            return TYPED.matcher(text.strip()).matches() ? Optional.of(new BigDecimal(text.strip().replace(',', '.'))) : Optional.empty();
        }
    }

    /**
     * Reads what stands after the name of an {@code answer} block: {@code blue | navy}, {@code number 42}, {@code number 42 ± 5%}.
     *
     * @param placeholders of the student's values
     * @throws dev.berth.lab.source.LessonSourceException if it is neither texts nor a number
     */
    static ExpectedAnswer parse(final SourcePosition position, final String text, final Set<Placeholder> placeholders) {
        if (text.equals("number") || text.startsWith("number ")) {
            return number(position, text, placeholders);
        }
        final List<Template> texts = new ArrayList<>();
        for (final String each : text.split("\\|", -1)) {
            if (each.isBlank()) {
                throw position.error("\"" + text + "\" has nothing on one side of a \"|\", which stands between answers that are right");
            }
            texts.add(Template.parse(position, each.strip(), placeholders));
        }
        return new Texts(texts);
    }

    private static ExpectedAnswer number(final SourcePosition position, final String text, final Set<Placeholder> placeholders) {
        final Matcher matcher = Number.FORM.matcher(text);
        if (matcher.matches()) {
            final Template value = Template.parse(position, matcher.group(1), placeholders);
            final String tolerance = matcher.group(2) == null ? "0" : matcher.group(2);
            if ((!value.placeholders().isEmpty() || Number.number(matcher.group(1)).isPresent()) && Number.number(tolerance).isPresent()) {
                return new Number(value, new BigDecimal(tolerance), "%".equals(matcher.group(3)));
            }
        }
        throw position.error("\"" + text + "\" is no number; write for instance number 42, number 42 ± 5 or number ${student.port} ± 5%");
    }
}
