package dev.berth.engine.record;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * One JSON document on the engine's disk. A write replaces it as a whole: temporary file, fsync, rename; so that a reader, also after a crash at any moment,
 * sees the old one or the new one.
 */
public final class RecordFile<T> {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final Path file;
    private final ObjectReader reader;
    private final ObjectWriter writer;

    public RecordFile(Path file, Class<T> type) {
        this.file = file;
        this.reader = JSON.readerFor(type);
        this.writer = JSON.writerFor(type);
    }

    /** Returns when the document is on the disk itself. @return its bytes */
    public int write(T document) {
        return write(document, true);
    }

    /** For what need not survive the host's own crash, only the engine's: without fsync. @return its bytes */
    public int writeVolatile(T document) {
        return write(document, false);
    }

    private int write(T document, boolean durable) {
        Path temporary = file.resolveSibling(file.getFileName() + ".new");
        byte[] text = text(document);
        try {
            ByteBuffer bytes = ByteBuffer.wrap(text);
            try (FileChannel channel = FileChannel.open(
                    temporary, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                if (durable) {
                    channel.force(false);
                }
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
            return text.length;
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot write " + file, failure);
        }
    }

    private byte[] text(T document) {
        try {
            return writer.writeValueAsBytes(document);
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot write " + file, failure);
        }
    }

    /** Bytes that a document would have here. */
    public int length(T document) {
        return text(document).length;
    }

    /** Empty when there is none, or when the host crashed before the disk had one that nobody waited for. @throws UncheckedIOException when it cannot be read or is no such document */
    public Optional<T> read() {
        try {
            byte[] text = Files.readAllBytes(file);
            return text.length == 0 ? Optional.empty() : Optional.of(reader.readValue(text));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot read " + file, failure);
        }
    }

    /** Bytes of the document; 0 when there is none. */
    public int length() {
        try {
            return (int) Files.size(file);
        } catch (NoSuchFileException none) {
            return 0;
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot read " + file, failure);
        }
    }

    /** It has another name in its folder from now on. */
    public void rename(String name) {
        try {
            Files.move(file, file.resolveSibling(name), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot rename " + file, failure);
        }
    }

    public void delete() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot delete " + file, failure);
        }
    }
}
