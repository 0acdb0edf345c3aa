package dev.berth.lab.port;

import dev.berth.lab.connection.ClientTurn;
import dev.berth.lab.machine.MachineName;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import java.util.function.Consumer;

/**
 * Passes requests of browsers on to servers in students' machines, and their answers back: HTTP/1.1, bodies piece by piece, WebSockets as bytes. Nothing is read that the other side does not take.
 * May be used on any event loop.
 */
public final class PortProxy {

    /** The machine is on this host: what does not answer in that time is dropped there. */
    private static final int CONNECT_MILLIS = 3_000;

    /** What waits for a side that does not read. */
    private static final int QUEUE_BYTES = 16 << 10;

    private static final int SWITCHING_PROTOCOLS = 101;
    private static final int NO_CONTENT = 204;
    private static final int NOT_MODIFIED = 304;

    /** Its pools never make anybody wait: {@link PortUse} is the limit, and connections that close are still counted for a moment. */
    private final HttpClient http;
    private final PortUse use = new PortUse();

    public PortProxy(Vertx vertx) {
        this.http = vertx.createHttpClient(new HttpClientOptions().setConnectTimeout(CONNECT_MILLIS).setMaxPoolSize(2 * PortUse.OF_A_STUDENT));
    }

    /** Why there is no answer. */
    public enum Trouble {
        /** Too many connections are open. */
        BUSY,
        /** Nothing listens there, or not yet. */
        NOT_LISTENING,
        /** Something listens and has not answered as HTTP does. */
        NOT_HTTP
    }

    /** Whether a page of the machine is open, or was a moment ago. */
    public boolean shows(MachineName machine) {
        return use.shows(machine);
    }

    /** Whether a request brings a body. */
    public static boolean hasBody(HttpServerRequest request) {
        return request.headers().contains(HttpHeaders.TRANSFER_ENCODING) || !"0".equals(request.headers().get(HttpHeaders.CONTENT_LENGTH))
                && request.headers().contains(HttpHeaders.CONTENT_LENGTH);
    }

    /**
     * @param request paused
     * @param address of the machine
     * @param trouble called at most once, when nothing has been answered; the request is as it was, or some of its body is gone
     */
    public void pass(HttpServerRequest request, PortName port, String address, Consumer<Trouble> trouble) {
        if (!use.open(port.machine())) {
            trouble.accept(Trouble.BUSY);
            return;
        }
        RequestOptions there = new RequestOptions().setMethod(request.method()).setURI(request.uri())
                .setServer(SocketAddress.inetSocketAddress(port.number(), address)).setHost(address).setPort(port.number());
        http.request(there)
                .onSuccess(asked -> new Exchange(request, asked, port, trouble).ask())
                .onFailure(refused -> {
                    use.close(port.machine());
                    trouble.accept(Trouble.NOT_LISTENING);
                });
    }

    /** One request and its answer. On the event loop of the browser's connection. */
    private final class Exchange {

        private final HttpServerRequest request;
        private final HttpServerResponse response;
        private final HttpClientRequest asked;
        private final PortName port;
        private final Consumer<Trouble> trouble;
        private boolean ended;

        Exchange(HttpServerRequest request, HttpClientRequest asked, PortName port, Consumer<Trouble> trouble) {
            this.request = request;
            this.response = request.response();
            this.asked = asked;
            this.port = port;
            this.trouble = trouble;
        }

        void ask() {
            if (response.closed()) {
                end();
                return;
            }
            try {
                begin();
            } catch (IllegalArgumentException noHeader) {
                failed();
            }
        }

        private void begin() {
            boolean tunnel = PassedHeaders.asksForWebSocket(request);
            PassedHeaders.toServer(request, asked, tunnel);
            asked.setWriteQueueMaxSize(QUEUE_BYTES);
            asked.exceptionHandler(failure -> { }); // the answer fails as well
            response.exceptionHandler(failure -> { });
            response.closeHandler(gone -> end());
            (tunnel ? asked.connect() : asked.response()).onSuccess(this::answered).onFailure(none -> failed());
            if (!tunnel) {
                sendBody();
            } else {
                request.resume();
            }
        }

        private void sendBody() {
            ClientTurn.of(request.connection()).passOn();
            if (!hasBody(request)) {
                request.resume();
                asked.end();
                return;
            }
            asked.setChunked(!request.headers().contains(HttpHeaders.CONTENT_LENGTH));
            if (request.headers().contains(HttpHeaders.EXPECT)) {
                asked.continueHandler(goOn -> response.writeContinue());
                asked.sendHead();
            }
            request.pipe().endOnFailure(false).to(asked); // whoever stops reading it may still answer
        }

        private void failed() {
            if (end() && !response.headWritten()) {
                trouble.accept(Trouble.NOT_HTTP);
            }
        }

        private void answered(HttpClientResponse answer) {
            if (ended) {
                answer.exceptionHandler(failure -> { });
                asked.reset();
                return;
            }
            try {
                response.setStatusCode(answer.statusCode()).setStatusMessage(answer.statusMessage());
                PassedHeaders.toBrowser(answer, request);
            } catch (IllegalArgumentException noHeader) {
                answer.exceptionHandler(failure -> { });
                response.headers().clear();
                failed();
                return;
            }
            if (answer.statusCode() == SWITCHING_PROTOCOLS) {
                connect(answer.netSocket());
                return;
            }
            if (request.method() == HttpMethod.HEAD || answer.statusCode() == NO_CONTENT || answer.statusCode() == NOT_MODIFIED) {
                answer.resume();
                response.end().onComplete(sent -> finish());
                return;
            }
            // Compressed is what the server has compressed.
            if (!answer.headers().contains(HttpHeaders.CONTENT_ENCODING)) {
                response.putHeader(HttpHeaders.CONTENT_ENCODING, HttpHeaders.IDENTITY);
            }
            response.setChunked(!answer.headers().contains(HttpHeaders.CONTENT_LENGTH));
            answer.pipe().endOnFailure(false).to(response).onSuccess(sent -> finish()).onFailure(cut -> {
                end();
                request.connection().close(); // so that the browser knows that something is missing
            });
        }

        /** An answer that has come before all of the request was read ends the connection. */
        private void finish() {
            end();
            if (!request.isEnded()) {
                request.connection().close();
            }
        }

        private void connect(NetSocket server) {
            server.pause();
            server.setWriteQueueMaxSize(QUEUE_BYTES);
            ClientTurn.of(request.connection()).tunnel();
            request.toNetSocket().onFailure(refused -> end()).onSuccess(browser -> {
                browser.setWriteQueueMaxSize(QUEUE_BYTES);
                browser.closeHandler(closed -> {
                    server.close();
                    end();
                });
                server.closeHandler(closed -> browser.close());
                browser.pipeTo(server);
                server.pipeTo(browser);
            });
        }

        /** @return false if it had ended */
        private boolean end() {
            if (ended) {
                return false;
            }
            ended = true;
            use.close(port.machine());
            asked.reset();
            return true;
        }
    }
}
