package dev.berth.engine.image.layer;

import dev.berth.engine.tar.TarReader;
import dev.berth.runtime.kernel.NewFile;
import java.io.IOException;
import java.util.function.LongConsumer;

/**
 * Content on its way to a file.
 *
 * @param spending told how much of the disk the content takes, a little after
 */
record FileContent(NewFile file, LongConsumer spending) implements TarReader.ContentSink {
    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
        long before = file.blockBytes();
        file.write(bytes, offset, count);
        spending.accept(file.blockBytes() - before);
    }

    @Override
    public void skip(long count) throws IOException {
        file.skip(count);
    }
}
