package dev.berth.daemon;

import dev.berth.engine.record.RecordFile;
import dev.berth.runtime.network.Subnet;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The pool that this copy's machines have had their addresses of: it is asked for first, so that they keep them when all was ended, or the host has started again. */
final class RememberedPool {
    private static final Logger LOG = LoggerFactory.getLogger(RememberedPool.class);

    private record Chosen(String pool) {}

    private final RecordFile<Chosen> file;

    /** @param home of the engine's state */
    RememberedPool(Path home) {
        this.file = new RecordFile<>(home.resolve("addresses.json"), Chosen.class);
    }

    /** @return all of {@code pools}, that one first if it is among them */
    List<Subnet> first(List<Subnet> pools) {
        Optional<String> chosen = read().map(Chosen::pool);
        Stream<Subnet> remembered = pools.stream().filter(pool -> chosen.filter(pool.toString()::equals).isPresent());
        return Stream.concat(remembered, pools.stream()).distinct().toList();
    }

    void remember(Subnet pool) {
        Chosen chosen = new Chosen(pool.toString());
        if (!read().equals(Optional.of(chosen))) {
            file.write(chosen);
        }
    }

    /** Without it machines get other addresses, and run. */
    private Optional<Chosen> read() {
        try {
            return file.read();
        } catch (UncheckedIOException unreadable) {
            LOG.warn("which addresses machines have had cannot be read", unreadable);
            return Optional.empty();
        }
    }
}
