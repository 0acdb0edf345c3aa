package dev.berth.lab.connection;

import io.vertx.core.impl.VertxBuilder;
import io.vertx.core.spi.VertxServiceProvider;

/** Has Vert.x accept connections by our limits. Java's service loader finds it. */
public final class BoundedConnections implements VertxServiceProvider {

    @Override
    public void init(VertxBuilder builder) {
        builder.findTransport(new BoundedTransport(builder.findTransport(), new Connections(Connections.Limits.OF_A_CLASS)));
    }
}
