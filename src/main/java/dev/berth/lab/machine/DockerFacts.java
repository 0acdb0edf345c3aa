package dev.berth.lab.machine;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.lab.check.ContainerFacts;
import dev.berth.lab.check.FactsUnavailableException;
import dev.berth.lab.check.GivenAnswer;
import dev.berth.lab.check.ImageFacts;
import dev.berth.lab.check.MachineEvent;
import dev.berth.lab.check.MachineFacts;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * The facts of a machine as its Docker tells them at one moment: each is asked for when it is wanted first, and then kept. Waits for the
 * answers, so it must not be used on the lab's loop.
 */
public final class DockerFacts implements MachineFacts {

    /** Of more containers than these, the newest count. */
    private static final int CONTAINERS_LIMIT = 128;

    /** Of the engine whose events tell when somebody leaves a container. */
    private static final String BERTH = "Berth";

    private static final long PATIENCE_SECONDS = 10;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final DockerClient docker;
    private final Context loop;
    private final List<MachineEvent> events;
    private final Map<String, Boolean> selfRemoving;
    private final Map<String, GivenAnswer> answers;
    private final Optional<Instant> start;
    private final Map<String, String> logs = new HashMap<>();
    private List<ContainerFacts> containers;
    private List<ImageFacts> images;

    /**
     * @param events what happened, as far as it was heard
     * @param selfRemoving as {@link SelfRemoval#known()} has it
     * @param start of the lesson; empty as long as Docker could not be asked for the time
     */
    public DockerFacts(DockerClient docker, Context loop, List<MachineEvent> events, Map<String, Boolean> selfRemoving, Map<String, GivenAnswer> answers,
            Optional<Instant> start) {
        this.docker = docker;
        this.loop = loop;
        this.events = List.copyOf(events);
        this.selfRemoving = Map.copyOf(selfRemoving);
        this.answers = Map.copyOf(answers);
        this.start = start;
    }

    /** What {@code GET /events} sends, as the checks know it. */
    public static MachineEvent event(JsonObject message) {
        return MachineEvent.ofMessage(JSON.valueToTree(message.getMap()));
    }

    @Override
    public Instant start() {
        return start.orElseThrow(() -> unavailable(new IllegalStateException("when the lesson began is not known yet")));
    }

    @Override
    public boolean tellsOfLeaving() {
        return await(docker::platform).equals(BERTH);
    }

    @Override
    public List<ContainerFacts> containers() {
        if (containers == null) {
            containers = await(() -> docker.containers().compose(this::inspectAll));
        }
        return containers;
    }

    @Override
    public List<ImageFacts> images() {
        if (images == null) {
            images = await(docker::images).stream()
                    .map(summary -> ImageFacts.ofSummary(JSON.valueToTree(((JsonObject) summary).getMap())))
                    .toList();
        }
        return images;
    }

    @Override
    public List<MachineEvent> events() {
        return events;
    }

    @Override
    public String logs(String containerId, int mostBytes) {
        return logs.computeIfAbsent(containerId, id -> await(() -> docker.logs(id, hasTerminal(id), mostBytes)
                .recover(failure -> isGone(failure) ? Future.succeededFuture("") : Future.failedFuture(failure))));
    }

    @Override
    public Optional<Boolean> autoRemove(String containerId) {
        return Optional.ofNullable(selfRemoving.get(containerId));
    }

    @Override
    public Map<String, GivenAnswer> answers() {
        return answers;
    }

    private boolean hasTerminal(String id) {
        return containers().stream().anyMatch(container -> container.id().equals(id) && container.terminal());
    }

    /** All at once; what was removed meanwhile is left out. */
    private Future<List<ContainerFacts>> inspectAll(JsonArray list) {
        List<Future<ContainerFacts>> inspected = new ArrayList<>();
        for (int i = 0; i < Math.min(list.size(), CONTAINERS_LIMIT); i++) {
            inspected.add(docker.inspect(list.getJsonObject(i).getString("Id"))
                    .map(container -> ContainerFacts.ofInspect(JSON.valueToTree(container.getMap())))
                    .recover(failure -> isGone(failure) ? Future.succeededFuture() : Future.failedFuture(failure)));
        }
        return Future.all(inspected).map(all -> all.<ContainerFacts>list().stream().filter(Objects::nonNull).toList());
    }

    private static boolean isGone(Throwable failure) {
        return failure instanceof DockerException refused && refused.isNotFound();
    }

    private <T> T await(Supplier<Future<T>> question) {
        Promise<T> answer = Promise.promise();
        loop.runOnContext(now -> question.get().onComplete(answer));
        try {
            return answer.future().toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException failure) {
            throw unavailable(failure.getCause());
        } catch (TimeoutException failure) {
            throw unavailable(failure);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw unavailable(stopped);
        }
    }

    private static FactsUnavailableException unavailable(Throwable cause) {
        return new FactsUnavailableException("your machine's Docker does not answer at the moment; it is asked again by itself", cause);
    }
}
