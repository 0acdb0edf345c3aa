package dev.berth.lab.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.lab.Settings;
import dev.berth.lab.account.Student;
import dev.berth.lab.connection.ClientTurn;
import dev.berth.lab.homework.BodyType;
import dev.berth.lab.homework.HandIn;
import dev.berth.lab.homework.Homework;
import dev.berth.lab.homework.HomeworkDesk;
import dev.berth.lab.homework.Homeworks;
import dev.berth.lab.homework.SubmissionRefusedException;
import dev.berth.lab.page.SubmissionDocuments.SubmissionDocument;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.file.OpenOptions;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/**
 * {@code POST /api/homework/{homework}/submissions}: takes what a student's program sends into a file, piece by piece, and hands it in. Nothing of a body is read before its sender is
 * known and may hand in. What is refused is answered at once, and the rest of its body thrown away: a client that is still sending would lose the answer by a reset.
 */
@Singleton
final class HomeworkUploads {

    private static final System.Logger LOGGER = System.getLogger(HomeworkUploads.class.getName());

    /** After the headers of every answer, before Quarkus refuses bodies that are larger than those of pages. */
    private static final int ORDER = -3;

    /** Of all students together, one of each: each has a file on the disk. */
    private static final int MOST_AT_ONCE = 16;

    private static final long LONGEST_MILLIS = TimeUnit.MINUTES.toMillis(3);
    private static final int WRITTEN_AT_ONCE = 64 << 10;
    private static final long MOST_DISCARDED = 32L << 20;
    private static final long LONGEST_DISCARDING_MILLIS = TimeUnit.SECONDS.toMillis(60);
    private static final Pattern LENGTH = Pattern.compile("\\d{1,18}");

    private final ApiEntrance entrance;
    private final Settings settings;
    private final Homeworks homeworks;
    private final HomeworkDesk desk;
    private final SubmissionDocuments documents;
    private final ObjectMapper json;
    private final Vertx vertx;
    /** Those who are sending. */
    private final Map<String, Upload> uploads = new ConcurrentHashMap<>();

    @Inject
    HomeworkUploads(ApiEntrance entrance, Settings settings, Homeworks homeworks, HomeworkDesk desk, SubmissionDocuments documents, ObjectMapper json, Vertx vertx) {
        this.entrance = entrance;
        this.settings = settings;
        this.homeworks = homeworks;
        this.desk = desk;
        this.documents = documents;
        this.json = json;
        this.vertx = vertx;
    }

    void route(@Observes Router router) {
        router.post("/api/homework/:homework/submissions").order(ORDER).handler(this::take);
    }

    private void take(RoutingContext exchange) {
        HttpServerRequest request = exchange.request();
        request.pause();
        try {
            String authorization = request.getHeader(HttpHeaders.AUTHORIZATION);
            entrance.token(authorization);
            BodyType type = type(request);
            refuseTooLong(request);
            new Upload(exchange, type, authorization).begin();
        } catch (ApiRefusal refusal) {
            refuse(exchange, refusal, awaitsContinue(request));
        }
    }

    private static BodyType type(HttpServerRequest request) {
        if (request.headers().contains(HttpHeaders.CONTENT_ENCODING)) {
            throw new ApiRefusal(Status.UNSUPPORTED_MEDIA_TYPE, "bodies are taken without Content-Encoding: send it uncompressed");
        }
        return BodyType.parse(Optional.ofNullable(request.getHeader(HttpHeaders.CONTENT_TYPE)).orElse("")).orElseThrow(() -> new ApiRefusal(Status.UNSUPPORTED_MEDIA_TYPE,
                "only multipart/form-data (curl -F …) and application/x-tar are taken: send a tar by curl -H 'Content-Type: application/x-tar' --data-binary @FILE"));
    }

    private static void refuseTooLong(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        if (length != null && (!LENGTH.matcher(length).matches() || Long.parseLong(length) > HandIn.mostBodyBytes())) {
            throw tooLarge();
        }
    }

    private static ApiRefusal tooLarge() {
        return new ApiRefusal(Status.REQUEST_ENTITY_TOO_LARGE, "a submission has at most 10 MiB: send only what belongs to the homework");
    }

    /** @param body where what is sent goes */
    private record Admitted(Student student, Homework homework, Path body) {
    }

    /** One submission on its way. Used on the event loop of its connection. */
    private final class Upload {

        private final RoutingContext exchange;
        private final HttpServerRequest request;
        private final BodyType type;
        private final String authorization;
        private final ClientTurn turn;
        private final long began = System.currentTimeMillis();
        /** Once it is. */
        private Admitted admitted;
        private AsyncFile file;
        private long timer = -1;
        private long received;
        private boolean continued;
        /** Whether it is answered, or its client gone. */
        private boolean over;
        private boolean handedIn;
        private boolean fileClosed;

        Upload(RoutingContext exchange, BodyType type, String authorization) {
            this.exchange = exchange;
            this.request = exchange.request();
            this.type = type;
            this.authorization = authorization;
            this.turn = ClientTurn.of(request.connection());
        }

        void begin() {
            request.exceptionHandler(gone -> end());
            exchange.addEndHandler(ended -> end());
            timer = vertx.setTimer(LONGEST_MILLIS, late -> fail(new ApiRefusal(Status.REQUEST_TIMEOUT, "the submission took more than "
                    + TimeUnit.MILLISECONDS.toMinutes(LONGEST_MILLIS) + " minutes to arrive: try again from a faster network")));
            blocking(this::admit)
                    .compose(who -> {
                        admitted = who;
                        return vertx.fileSystem().open(who.body().toString(), new OpenOptions().setWrite(true).setRead(false));
                    })
                    .onSuccess(this::receive)
                    .onFailure(this::fail);
        }

        private Admitted admit() throws IOException {
            Student student = entrance.student(authorization);
            Homework homework = HomeworkApi.homework(homeworks, exchange.pathParam("homework"));
            if (settings.isLocal()) {
                throw new ApiRefusal(Status.CONFLICT, "homework is submitted on a Berth server: on one's own computer it can be worked on");
            }
            desk.handIn().refuseTooMany(student, homework, began);
            if (uploads.putIfAbsent(student.id(), this) != null) {
                throw new ApiRefusal(Status.CONFLICT, "a submission of yours is on its way already: wait until it is stored");
            }
            try {
                if (uploads.size() > MOST_AT_ONCE) {
                    throw new ApiRefusal(Status.SERVICE_UNAVAILABLE, "many are submitting at this moment: try again in half a minute");
                }
                return new Admitted(student, homework, desk.handIn().newBody());
            } catch (IOException | RuntimeException refused) {
                uploads.remove(student.id(), this);
                throw refused;
            }
        }

        private void receive(AsyncFile opened) {
            file = opened.setWriteQueueMaxSize(WRITTEN_AT_ONCE);
            if (over) {
                release();
                return;
            }
            if (awaitsContinue(request)) {
                exchange.response().writeContinue();
                continued = true;
            }
            request.handler(this::write);
            request.endHandler(ended -> closeFile().onSuccess(closed -> handIn()).onFailure(this::fail));
            request.resume();
        }

        private void write(Buffer piece) {
            if (over) {
                return;
            }
            received += piece.length();
            if (received > HandIn.mostBodyBytes()) {
                turn.taken(piece.length());
                fail(tooLarge());
                return;
            }
            file.write(piece).onSuccess(written -> turn.taken(piece.length())).onFailure(this::fail);
            if (file.writeQueueFull()) {
                request.pause();
                file.drainHandler(drained -> request.resume());
            }
        }

        private Future<Void> closeFile() {
            if (file == null || fileClosed) {
                return Future.succeededFuture();
            }
            fileClosed = true;
            return file.close();
        }

        private void handIn() {
            if (over) {
                return;
            }
            handedIn = true;
            vertx.cancelTimer(timer);
            Context loop = vertx.getOrCreateContext();
            blocking(() -> desk.handIn().fromBody(admitted.student(), admitted.homework(), type, admitted.body(), began))
                    .compose(storing -> Future.fromCompletionStage(storing, loop))
                    .compose(stored -> blocking(() -> documents.one(stored, admitted.homework())))
                    .onComplete(done -> release())
                    .onSuccess(this::stored)
                    .onFailure(this::fail);
        }

        private void stored(SubmissionDocument submission) {
            if (!over) {
                exchange.response().putHeader(HttpHeaders.LOCATION, "/api/homework/" + admitted.homework().id() + "/submissions/" + submission.number());
                answer(exchange.response(), Status.ACCEPTED.getStatusCode(), submission);
            }
        }

        private void fail(Throwable failure) {
            if (over) {
                release();
            } else {
                end();
                refuse(exchange, refusal(failure), awaitsContinue(request) && !continued);
            }
        }

        private void end() {
            if (!over) {
                over = true;
                vertx.cancelTimer(timer);
                if (!handedIn) { // else it is stored, whether its client waits or not
                    release();
                }
            }
        }

        /** Removes what was on its way, and lets the student send another one. May be called again. */
        private void release() {
            closeFile();
            if (admitted == null) {
                return;
            }
            uploads.remove(admitted.student().id(), this); // before the answer: who hears it may send again
            blocking(() -> Files.deleteIfExists(admitted.body())).onFailure(left -> LOGGER.log(System.Logger.Level.WARNING, "what was sent of a submission is left until the next start", left));
        }
    }

    private <T> Future<T> blocking(Callable<T> work) {
        return vertx.executeBlocking(work, false);
    }

    /** Whether the client sends its body only when it is told to. */
    private static boolean awaitsContinue(HttpServerRequest request) {
        return "100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT));
    }

    private static ApiRefusal refusal(Throwable failure) {
        Throwable reason = failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (reason instanceof ApiRefusal refusal) {
            return refusal;
        }
        if (reason instanceof SubmissionRefusedException refused) {
            return ApiRefusal.of(refused);
        }
        LOGGER.log(System.Logger.Level.ERROR, "a submission could not be taken", reason);
        return new ApiRefusal(Status.INTERNAL_SERVER_ERROR, "this went wrong, and it is our fault: try again");
    }

    /** @param unsent whether the client has sent nothing of the body, and will not */
    private void refuse(RoutingContext exchange, ApiRefusal refusal, boolean unsent) {
        HttpServerRequest request = exchange.request();
        HttpServerResponse response = exchange.response();
        if (response.ended() || response.closed()) {
            return;
        }
        if (refusal.status() == Status.UNAUTHORIZED.getStatusCode()) {
            response.putHeader(HttpHeaderNames.WWW_AUTHENTICATE, "Bearer");
        }
        if (request.isEnded()) {
            answer(response, refusal.status(), refusal.document());
            return;
        }
        response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        Future<Void> answered = answer(response, refusal.status(), refusal.document());
        if (unsent) {
            answered.onComplete(sent -> request.connection().close());
        } else {
            discard(request);
        }
    }

    /** Reads the rest of a body, up to a bound, and hangs up. */
    private void discard(HttpServerRequest request) {
        ClientTurn turn = ClientTurn.of(request.connection());
        long timer = vertx.setTimer(LONGEST_DISCARDING_MILLIS, late -> request.connection().close());
        AtomicLong left = new AtomicLong(MOST_DISCARDED);
        request.exceptionHandler(gone -> vertx.cancelTimer(timer));
        request.endHandler(ended -> {
            vertx.cancelTimer(timer);
            request.connection().close();
        });
        request.handler(piece -> {
            turn.taken(piece.length());
            if (left.addAndGet(-piece.length()) < 0) {
                request.connection().close();
            }
        });
        request.resume();
    }

    private Future<Void> answer(HttpServerResponse response, int status, Object document) {
        try {
            return response.setStatusCode(status)
                    .putHeader(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_JSON)
                    .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                    .end(json.writeValueAsString(document) + "\n"); // for terminals
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("records can be written", impossible);
        }
    }
}
