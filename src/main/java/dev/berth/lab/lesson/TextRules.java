package dev.berth.lab.lesson;

import com.vladsch.flexmark.ast.AutoLink;
import com.vladsch.flexmark.ast.Code;
import com.vladsch.flexmark.ast.FencedCodeBlock;
import com.vladsch.flexmark.ast.HtmlBlock;
import com.vladsch.flexmark.ast.HtmlCommentBlock;
import com.vladsch.flexmark.ast.HtmlInline;
import com.vladsch.flexmark.ast.HtmlInlineComment;
import com.vladsch.flexmark.ast.Image;
import com.vladsch.flexmark.ast.LinkNodeBase;
import com.vladsch.flexmark.util.ast.Node;
import dev.berth.lab.source.SourcePosition;
import dev.berth.lab.value.StudentValues;
import dev.berth.lab.value.Template.Place;
import java.util.Set;
import java.util.function.Function;

/** What Markdown allows and lessons do not. */
final class TextRules {

    private static final Set<String> LISTINGS = Set.of("", "text", "console", LessonRenderer.RUN, "dockerfile", "yaml", "sh");
    private static final String STUDENT_NAME = new Place(StudentValues.SCOPE, StudentValues.NAME).toString();

    private final Function<Node, SourcePosition> positions;

    TextRules(final Function<Node, SourcePosition> positions) {
        this.positions = positions;
    }

    void check(final Node node) {
        if (node instanceof HtmlBlock || node instanceof HtmlInline || node instanceof HtmlCommentBlock || node instanceof HtmlInlineComment) {
            throw error(node, "HTML is not for lessons; write Markdown, and put what looks like a tag between backticks");
        }
        if (node instanceof Image) {
            throw error(node, "pictures cannot be included yet");
        }
        if (node instanceof LinkNodeBase link && !(node instanceof AutoLink) && !isSafe(link.getUrl().toString())) {
            throw error(node, "\"" + link.getUrl() + "\" is not a link for a lesson: https://…, /… or #…");
        }
        if (node instanceof FencedCodeBlock listing && !LISTINGS.contains(listing.getInfo().toString().strip())) {
            throw error(node, "unknown listing \"" + listing.getInfo() + "\"; known are " + String.join(", ", LISTINGS.stream().sorted().toList()));
        }
        if ((node instanceof FencedCodeBlock || node instanceof Code) && node.getChars().toString().contains(STUDENT_NAME)) {
            throw error(node, STUDENT_NAME + " may hold anything and does not belong into code; declare a value for it");
        }
        for (final Node child : node.getChildren()) {
            check(child);
        }
    }

    private static boolean isSafe(final String url) {
        return !url.contains("${") && (url.startsWith("https://") || url.startsWith("/") && !url.startsWith("//") || url.startsWith("#"));
    }

    private RuntimeException error(final Node node, final String message) {
        return positions.apply(node).error(message);
    }
}
