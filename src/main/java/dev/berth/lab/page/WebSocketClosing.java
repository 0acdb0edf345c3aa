package dev.berth.lab.page;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import jakarta.inject.Singleton;

/** A browser that does not answer when its WebSocket is closed, since its computer sleeps or its network is gone, is not waited for. */
@Singleton
public final class WebSocketClosing implements HttpServerOptionsCustomizer {

    private static final int SECONDS = 1;

    @Override
    public void customizeHttpServer(HttpServerOptions options) {
        options.setWebSocketClosingTimeout(SECONDS);
    }
}
