package dev.berth.lab.lesson;

import com.vladsch.flexmark.ast.AutoLink;
import com.vladsch.flexmark.ast.Code;
import com.vladsch.flexmark.ast.FencedCodeBlock;
import com.vladsch.flexmark.ast.HtmlBlock;
import com.vladsch.flexmark.ast.HtmlCommentBlock;
import com.vladsch.flexmark.ast.HtmlInline;
import com.vladsch.flexmark.ast.HtmlInlineComment;
import com.vladsch.flexmark.ast.Image;
import com.vladsch.flexmark.ast.ImageRef;
import com.vladsch.flexmark.ast.LinkNodeBase;
import com.vladsch.flexmark.ast.OrderedList;
import com.vladsch.flexmark.ast.Paragraph;
import com.vladsch.flexmark.util.ast.Node;
import dev.berth.lab.source.Mistakes;
import dev.berth.lab.source.SourcePosition;
import dev.berth.lab.source.Suggestion;
import dev.berth.lab.value.StudentValues;
import dev.berth.lab.value.Template.Placeholder;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** What Markdown allows and lessons do not. */
final class TextRules {

    private static final Set<String> LISTINGS = new TreeSet<>(List.of("", "text", "console", ListingKind.RUN, ListingKind.OUTPUT, "dockerfile", "yaml", "sh", "c"));
    private static final String STUDENT_NAME = new Placeholder(StudentValues.SCOPE, StudentValues.NAME).toString();

    private final Function<Node, SourcePosition> positions;
    private final List<String> machines;
    private final Set<String> pictures;
    private final Glossary glossary;

    /**
     * @param machines of the lesson, by their names
     * @param pictures the names of the files that the text may show
     */
    TextRules(final Function<Node, SourcePosition> positions, final List<String> machines, final Set<String> pictures, final Glossary glossary) {
        this.positions = positions;
        this.machines = machines;
        this.pictures = pictures;
        this.glossary = glossary;
    }

    /** Checks a node and all that is in it, and notes what is wrong. */
    void check(final Node node, final Mistakes mistakes) {
        mistakes.check(() -> check(node));
        for (final Node child : node.getChildren()) {
            check(child, mistakes);
        }
    }

    private void check(final Node node) {
        if (node instanceof HtmlBlock || node instanceof HtmlInline || node instanceof HtmlCommentBlock || node instanceof HtmlInlineComment) {
            throw error(node, "HTML is not for lessons; write Markdown, and put what looks like a tag between backticks");
        }
        if (node instanceof Image image) {
            picture(image);
        }
        if (node instanceof ImageRef) {
            throw error(node, "a picture names its file: ![what it shows, in words](file.svg)");
        }
        if (node instanceof LinkNodeBase link && !(node instanceof AutoLink || node instanceof Image) && !isSafe(link.getUrl().toString())) {
            throw error(node, "\"" + link.getUrl() + "\" is not a link for a lesson: https://…, /… or #…");
        }
        if (node instanceof FencedCodeBlock listing) {
            listing(listing);
        }
        if (node instanceof Term term && glossary.find(term.word()).isEmpty()) {
            throw error(node, "the glossary has no word \"" + term.word() + "\"; explain it in glossary.yaml" + Suggestion.of(term.word(), glossary.words()));
        }
        if (node instanceof LessonBlock block && block.opening().kind() == BlockKind.COMPARE) {
            comparison(block);
        }
        if (node instanceof LessonBlock block && block.opening().kind() == BlockKind.HINTS) {
            hints(block);
        }
        if ((node instanceof FencedCodeBlock || node instanceof Code) && node.getChars().toString().contains(STUDENT_NAME)) {
            throw error(node, STUDENT_NAME + " may hold anything and does not belong into code; declare a value for it");
        }
    }

    private void picture(final Image image) {
        final String file = image.getUrl().toString();
        if (!pictures.contains(file)) {
            throw error(image, "the lesson's folder has no picture \"" + file + "\"; it has "
                    + (pictures.isEmpty() ? "none: pictures are SVG files" : String.join(", ", new TreeSet<>(pictures))) + Suggestion.of(file, pictures));
        }
        if (image.getText().isBlank()) {
            throw error(image, "a picture needs words for people who do not see it: ![what it shows](" + file + ")");
        }
        if (!(image.getParent() instanceof Paragraph) || image.getPrevious() != null || image.getNext() != null) {
            throw error(image, "a picture stands alone, with an empty line before and after it");
        }
    }

    private void listing(final FencedCodeBlock listing) {
        final ListingKind kind = ListingKind.of(listing);
        if (kind.isFile()) {
            FileListing.parse(positions.apply(listing), kind.word(), listing.getContentChars().normalizeEOL());
        } else if (!LISTINGS.contains(kind.word())) {
            throw error(listing, "unknown listing \"" + kind.word() + "\"; known are " + String.join(", ", LISTINGS) + ", file PATH" + Suggestion.of(kind.word(), LISTINGS));
        }
        kind.machine().filter(on -> !machines.contains(on)).ifPresent(on -> {
            throw error(listing, "the lesson has no machine \"" + on + "\"; the front matter asks for " + String.join(", ", machines));
        });
    }

    private void hints(final LessonBlock block) {
        final Node list = block.getFirstChild();
        if (!(list instanceof OrderedList) || list.getNext() != null) {
            throw error(block, "hints are one numbered list, from a nudge to the whole line: 1. …");
        }
        for (final Node hint : list.getChildren()) {
            if (hint.getFirstChild() == null) {
                throw error(hint, "this hint is empty");
            }
        }
    }

    private void comparison(final LessonBlock block) {
        int listings = 0;
        for (final Node child : block.getChildren()) {
            final boolean caption = child instanceof Paragraph && child.getNext() instanceof FencedCodeBlock;
            if (!caption && !(child instanceof FencedCodeBlock)) {
                throw error(child, "a compare has listings, each perhaps with one paragraph before it that says what it is");
            }
            listings += caption ? 0 : 1;
        }
        if (listings < 2) {
            throw error(block, "a compare has at least two listings; this one has " + listings);
        }
    }

    private static boolean isSafe(final String url) {
        return !url.contains("${") && (url.startsWith("https://") || url.startsWith("/") && !url.startsWith("//") || url.startsWith("#"));
    }

    private RuntimeException error(final Node node, final String message) {
        return positions.apply(node).error(message);
    }
}
