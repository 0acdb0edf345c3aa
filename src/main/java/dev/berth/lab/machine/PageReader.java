package dev.berth.lab.machine;

import dev.berth.lab.check.PageFacts;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks servers in machines, which may be anybody's, for a page. Redirects are not followed. */
final class PageReader {

    /** Until the head of the answer is there. */
    private static final long PATIENCE_MILLIS = 1_000;

    /** Until its end; what has come then counts. */
    private static final long BODY_MILLIS = 500;

    private static final int MOST_HEADERS = 100;

    private final HttpClient http;

    PageReader(HttpClient http) {
        this.http = http;
    }

    /** @return empty if nothing answers in time, as where somebody takes the connection and breaks it off; fails if what answers does not speak HTTP */
    Future<Optional<PageFacts>> read(String address, int port, String path, int limit) {
        RequestOptions options = new RequestOptions().setHost(address).setPort(port).setMethod(HttpMethod.GET).setURI(path)
                .putHeader("User-Agent", "berth").putHeader("Connection", "close").setConnectTimeout(PATIENCE_MILLIS).setTimeout(PATIENCE_MILLIS);
        try {
            return http.request(options)
                    .compose(request -> request.send().onSuccess(HttpClientResponse::pause))
                    .timeout(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
                    .compose(response -> body(response, limit).map(body -> Optional.of(new PageFacts(":" + port + path, response.statusCode(), headers(response), body))))
                    .recover(failure -> isSilence(failure) ? Future.succeededFuture(Optional.empty()) : Future.failedFuture(failure));
        } catch (RuntimeException closed) {
            return Future.failedFuture(closed);
        }
    }

    private static boolean isSilence(Throwable failure) {
        return failure instanceof TimeoutException || failure instanceof IOException || failure instanceof HttpClosedException;
    }

    private static List<String> headers(HttpClientResponse response) {
        return response.headers().entries().stream().limit(MOST_HEADERS).map(PageReader::text).toList();
    }

    private static String text(Map.Entry<String, String> header) {
        return header.getKey().toLowerCase(Locale.ROOT) + "=" + header.getValue();
    }

    /** What has come when the limit, the end or the time is reached. */
    private static Future<String> body(HttpClientResponse response, int limit) {
        Promise<String> read = Promise.promise();
        Buffer body = Buffer.buffer();
        response.exceptionHandler(failure -> read.tryComplete(body.toString(StandardCharsets.UTF_8)));
        response.endHandler(end -> read.tryComplete(body.toString(StandardCharsets.UTF_8)));
        response.handler(chunk -> {
            body.appendBuffer(chunk, 0, Math.min(chunk.length(), limit - body.length()));
            if (body.length() == limit && read.tryComplete(body.toString(StandardCharsets.UTF_8))) {
                response.request().reset();
            }
        });
        response.resume();
        return read.future().timeout(BODY_MILLIS, TimeUnit.MILLISECONDS).recover(endless -> {
            response.request().reset();
            return Future.succeededFuture(body.toString(StandardCharsets.UTF_8));
        });
    }
}
