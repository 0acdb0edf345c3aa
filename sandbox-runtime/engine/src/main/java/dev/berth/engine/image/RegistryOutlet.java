package dev.berth.engine.image;

import dev.berth.runtime.kernel.InternetSocket;
import java.io.IOException;

/** The way from a machine to registries of images: by its own network, so that its rules hold. */
public interface RegistryOutlet {

    /**
     * Begins a connection in the machine's network, which may still fail when this returns.
     *
     * @param host a name or an address
     * @throws IOException in Go's words, as Docker tells it: {@code dial tcp: lookup nowhere: no such host}
     */
    InternetSocket connect(String host, int port) throws IOException;
}
