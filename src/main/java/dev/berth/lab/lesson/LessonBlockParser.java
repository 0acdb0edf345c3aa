package dev.berth.lab.lesson;

import com.vladsch.flexmark.parser.block.AbstractBlockParser;
import com.vladsch.flexmark.parser.block.AbstractBlockParserFactory;
import com.vladsch.flexmark.parser.block.BlockContinue;
import com.vladsch.flexmark.parser.block.BlockParser;
import com.vladsch.flexmark.parser.block.BlockParserFactory;
import com.vladsch.flexmark.parser.block.BlockStart;
import com.vladsch.flexmark.parser.block.CustomBlockParserFactory;
import com.vladsch.flexmark.parser.block.MatchedBlockParser;
import com.vladsch.flexmark.parser.block.ParserState;
import com.vladsch.flexmark.util.ast.Block;
import com.vladsch.flexmark.util.data.DataHolder;
import dev.berth.lab.source.SourcePosition;
import java.util.Set;

/** Parses a block of our own: from {@code :::kind subject} to {@code :::}. That both are there has been checked by {@link BlockOutline}. */
final class LessonBlockParser extends AbstractBlockParser {

    private final LessonBlock block;
    private boolean ended;

    private LessonBlockParser(final LessonBlock block) {
        this.block = block;
    }

    @Override
    public Block getBlock() {
        return block;
    }

    @Override
    public boolean isContainer() {
        return true;
    }

    @Override
    public boolean canContain(final ParserState state, final BlockParser parser, final Block child) {
        return true;
    }

    @Override
    public BlockContinue tryContinue(final ParserState state) {
        if (ended) {
            return BlockContinue.none();
        }
        ended = state.getLine().toString().strip().equals(BlockOpening.MARK);
        // The mark counts as an empty line, which ends a paragraph inside; the block itself ends with the next line.
        return BlockContinue.atIndex(ended ? state.getLine().length() : state.getIndex());
    }

    @Override
    public void closeBlock(final ParserState state) {
        block.setCharsFromContent();
    }

    /** Sees where a block begins. */
    static final class Factory implements CustomBlockParserFactory {

        private final SourcePosition start;

        /** @param start where the text begins */
        Factory(final SourcePosition start) {
            this.start = start;
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

        @Override
        public BlockParserFactory apply(final DataHolder options) {
            return new Start(options, start);
        }
    }

    private static final class Start extends AbstractBlockParserFactory {

        private final SourcePosition start;

        Start(final DataHolder options, final SourcePosition start) {
            super(options);
            this.start = start;
        }

        @Override
        public BlockStart tryStart(final ParserState state, final MatchedBlockParser matched) {
            final String line = state.getLine().toString();
            if (state.getIndent() > 0 || !line.startsWith(BlockOpening.MARK)) {
                return BlockStart.none();
            }
            final SourcePosition position = start.plus(state.getLineNumber());
            final LessonBlock block = new LessonBlock(position, BlockOpening.parse(position, line));
            return BlockStart.of(new LessonBlockParser(block)).atIndex(line.length());
        }
    }
}
