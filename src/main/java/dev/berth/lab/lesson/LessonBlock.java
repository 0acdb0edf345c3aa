package dev.berth.lab.lesson;

import com.vladsch.flexmark.util.ast.Block;
import com.vladsch.flexmark.util.sequence.BasedSequence;
import dev.berth.lab.source.SourcePosition;

/** A block of our own in the parsed text; its children are the Markdown inside. */
final class LessonBlock extends Block {

    private final SourcePosition position;
    private final BlockOpening opening;

    LessonBlock(final SourcePosition position, final BlockOpening opening) {
        this.position = position;
        this.opening = opening;
    }

    /** Where the first line is; the node itself begins after it. */
    SourcePosition position() {
        return position;
    }

    BlockOpening opening() {
        return opening;
    }

    @Override
    public BasedSequence[] getSegments() {
        return EMPTY_SEGMENTS;
    }
}
