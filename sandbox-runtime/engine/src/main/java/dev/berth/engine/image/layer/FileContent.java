package dev.berth.engine.image.layer;

import dev.berth.engine.tar.TarReader;
import dev.berth.runtime.kernel.NewFile;
import java.io.IOException;
import java.util.function.LongConsumer;

/** Content on its way to a file; of a large one the beginning is on the way to the disk when the end comes. */
final class FileContent implements TarReader.ContentSink {
    private static final long STRETCH_BYTES = 8 << 20;

    private final NewFile file;
    private final LongConsumer spending;
    private long waiting;

    /** @param spending told how much of the disk the content takes, a little after */
    FileContent(NewFile file, LongConsumer spending) {
        this.file = file;
        this.spending = spending;
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
        long before = file.blockBytes();
        file.write(bytes, offset, count);
        spending.accept(file.blockBytes() - before);
        waiting += count;
        if (waiting >= STRETCH_BYTES) {
            file.beginWritingOut();
            waiting = 0;
        }
    }

    @Override
    public void skip(long count) throws IOException {
        file.skip(count);
    }
}
