package dev.berth.lab.lesson;

import com.vladsch.flexmark.ast.BlockQuote;
import com.vladsch.flexmark.ast.BulletList;
import com.vladsch.flexmark.ast.Code;
import com.vladsch.flexmark.ast.HardLineBreak;
import com.vladsch.flexmark.ast.LinkNodeBase;
import com.vladsch.flexmark.ast.Paragraph;
import com.vladsch.flexmark.ast.SoftLineBreak;
import com.vladsch.flexmark.ast.Text;
import com.vladsch.flexmark.util.ast.DelimitedNode;
import com.vladsch.flexmark.util.ast.Node;
import com.vladsch.flexmark.util.sequence.BasedSequence;
import dev.berth.lab.source.SourcePosition;
import dev.berth.lab.value.Template;
import dev.berth.lab.value.Template.Placeholder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads a quiz, a prediction or an answer block: one paragraph that asks, options in a list, an explanation in a quotation. */
final class QuestionReader {

    static final String RIGHT = "(x) ";
    static final String WRONG = "( ) ";

    private final Function<Node, SourcePosition> positions;
    private final Set<Placeholder> placeholders;

    QuestionReader(final Function<Node, SourcePosition> positions, final Set<Placeholder> placeholders) {
        this.positions = positions;
        this.placeholders = placeholders;
    }

    Question read(final LessonBlock block) {
        final Question.Kind kind = Question.Kind.valueOf(block.opening().kind().name());
        final List<Paragraph> prompts = new ArrayList<>();
        Optional<Template> explanation = Optional.empty();
        final List<Question.Option> options = new ArrayList<>();
        final List<Question.Mistake> mistakes = new ArrayList<>();
        for (final Node child : block.getChildren()) {
            if (child instanceof Paragraph paragraph) {
                prompts.add(paragraph);
            } else if (child instanceof BulletList list && kind != Question.Kind.ANSWER && options.isEmpty()) {
                list.getChildren().forEach(item -> options.add(option(item)));
            } else if (child instanceof BulletList list && mistakes.isEmpty()) {
                list.getChildren().forEach(item -> mistakes.add(mistake(item)));
            } else if (child instanceof BlockQuote quote && explanation.isEmpty()) {
                explanation = Optional.of(explanation(quote));
            } else {
                throw error(child, "this does not belong into a block \"" + kind.word() + "\": one paragraph that asks, a list of "
                        + (kind == Question.Kind.ANSWER ? "wrong answers" : "options") + ", a quotation that explains");
            }
        }
        if (prompts.size() != 1) {
            throw error(block, "a " + kind.word() + " asks in exactly one paragraph, this one has " + prompts.size());
        }
        final long right = options.stream().filter(Question.Option::correct).count();
        if (kind == Question.Kind.PREDICT && right != 1) {
            throw error(block, "exactly one option of a predict is right: - (x) …, and all others - ( ) …");
        }
        if (kind == Question.Kind.QUIZ && (right == 0 || options.size() < 2)) {
            throw error(block, "a quiz has options, and at least one is right: - (x) …, and all others - ( ) …");
        }
        final Template prompt = Template.parse(positions.apply(block), plain(prompts.get(0)).strip(), placeholders);
        return new Question(block.opening().subject(), kind, prompt, options, expected(block), mistakes, explanation);
    }

    private Optional<ExpectedAnswer> expected(final LessonBlock block) {
        final String expected = block.opening().expected();
        return expected.isEmpty() ? Optional.empty() : Optional.of(ExpectedAnswer.parse(positions.apply(block), expected, placeholders));
    }

    private Question.Mistake mistake(final Node item) {
        final Node first = item.getFirstChild();
        final Node second = first == null ? null : first.getNext();
        if (!(first instanceof Paragraph) || !(second instanceof BlockQuote quote) || quote.getNext() != null) {
            throw error(item, "a wrong answer is one paragraph, as it is typed, and below it a quotation that explains what is wrong");
        }
        return new Question.Mistake(ExpectedAnswer.parse(positions.apply(item), plain(first).replace("`", "").strip(), placeholders), explanation(quote));
    }

    /** Text as it is said: code keeps its backticks, other marks are gone. */
    private static String plain(final Node node) {
        final StringBuilder text = new StringBuilder();
        for (final Node child : node.getChildren()) {
            if (child instanceof Code || child instanceof Text) {
                text.append(child.getChars());
            } else if (child instanceof Term term) {
                text.append(term.shown());
            } else if (child instanceof SoftLineBreak || child instanceof HardLineBreak) {
                text.append(' ');
            } else {
                text.append(plain(child));
            }
        }
        return text.toString();
    }

    private Question.Option option(final Node item) {
        final Node first = item.getFirstChild();
        final String text = first == null ? "" : first.getChars().toString();
        if (!(first instanceof Paragraph) || !text.startsWith(RIGHT) && !text.startsWith(WRONG)) {
            throw error(item, "an option begins with \"" + RIGHT + "\" or \"" + WRONG + "\"");
        }
        final Node second = first.getNext();
        if (second != null && !(second instanceof BlockQuote && second.getNext() == null)) {
            throw error(second, "an option has one paragraph, and perhaps a quotation that explains");
        }
        final Template shown = Template.parse(positions.apply(item), plain(first).substring(RIGHT.length()).strip(), placeholders);
        return new Question.Option(text.startsWith(RIGHT), shown, Optional.ofNullable(second).map(quote -> explanation((BlockQuote) quote)));
    }

    private Template explanation(final BlockQuote quote) {
        if (!(quote.getFirstChild() instanceof Paragraph paragraph) || paragraph.getNext() != null) {
            throw error(quote, "an explanation is one paragraph");
        }
        for (final Node part : paragraph.getChildren()) {
            if (part instanceof DelimitedNode && !(part instanceof Code) || part instanceof LinkNodeBase || part instanceof Term) {
                throw error(part, "an explanation is plain text with code between backticks: it cannot show \"" + part.getChars() + "\"");
            }
        }
        final String text = paragraph.getContentLines().stream().map(BasedSequence::toString).map(String::strip).collect(Collectors.joining(" "));
        return Template.parse(positions.apply(quote), text, placeholders);
    }

    private RuntimeException error(final Node node, final String message) {
        return positions.apply(node).error(message);
    }
}
