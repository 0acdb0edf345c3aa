package dev.berth.lab.lesson;

import com.vladsch.flexmark.parser.InlineParser;
import com.vladsch.flexmark.parser.InlineParserExtension;
import com.vladsch.flexmark.parser.InlineParserExtensionFactory;
import com.vladsch.flexmark.parser.LightInlineParser;
import com.vladsch.flexmark.util.ast.Node;
import com.vladsch.flexmark.util.sequence.BasedSequence;
import java.util.Set;
import java.util.regex.Pattern;

/** A word of the glossary in the parsed text: {@code [[container]]}, or {@code [[container|these containers]]} with other words for it. */
final class Term extends Node {

    private static final Pattern MARKED = Pattern.compile("^\\[\\[([^\\[\\]|\\n]{1,80})(?:\\|([^\\[\\]|\\n]{1,80}))?]]");

    private final String word;
    private final String shown;

    private Term(final BasedSequence[] groups) {
        super(groups[0]);
        this.word = groups[1].toString().strip();
        this.shown = groups[2] == null || groups[2].isEmpty() ? word : groups[2].toString().strip();
    }

    /** As the glossary has it. */
    String word() {
        return word;
    }

    /** As the text has it. */
    String shown() {
        return shown;
    }

    @Override
    public BasedSequence[] getSegments() {
        return EMPTY_SEGMENTS;
    }

    /** Sees where one begins. */
    static final class Factory implements InlineParserExtensionFactory {

        @Override
        public CharSequence getCharacters() {
            return "[";
        }

        @Override
        public InlineParserExtension apply(final LightInlineParser parser) {
            return new Extension();
        }

        @Override
        public Set<Class<?>> getAfterDependents() {
            return Set.of();
        }

        @Override
        public Set<Class<?>> getBeforeDependents() {
            return Set.of();
        }

        @Override
        public boolean affectsGlobalScope() {
            return false;
        }
    }

    private static final class Extension implements InlineParserExtension {

        @Override
        public boolean parse(final LightInlineParser parser) {
            final BasedSequence[] groups = parser.matchWithGroups(MARKED);
            if (groups == null) {
                return false;
            }
            parser.flushTextNode();
            parser.getBlock().appendChild(new Term(groups));
            return true;
        }

        @Override
        public void finalizeDocument(final InlineParser parser) {
            // Nothing is left open.
        }

        @Override
        public void finalizeBlock(final InlineParser parser) {
            // Nothing is left open.
        }
    }
}
