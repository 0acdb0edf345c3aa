package dev.berth.lab.lesson;

import com.vladsch.flexmark.util.ast.Block;
import com.vladsch.flexmark.util.sequence.BasedSequence;

/** A block of our own in the parsed text; its children are the Markdown inside. */
final class LessonBlock extends Block {

    private final BlockOpening opening;

    LessonBlock(final BlockOpening opening) {
        this.opening = opening;
    }

    BlockOpening opening() {
        return opening;
    }

    @Override
    public BasedSequence[] getSegments() {
        return EMPTY_SEGMENTS;
    }
}
