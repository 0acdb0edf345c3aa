package dev.berth.lab.machine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.lab.check.ContainerFacts;
import dev.berth.lab.check.FactRequest;
import dev.berth.lab.check.ImageFacts;
import dev.berth.lab.check.MachineEvent;
import dev.berth.lab.check.MachineSnapshot;
import dev.berth.lab.check.MachineSnapshot.Facts;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;

/** The facts of a machine as its Docker tells them. Those that never change are asked for once. Used on the lab's loop alone. */
public final class DockerFacts {

    /** Of more containers than these, the newest count. */
    private static final int CONTAINERS_LIMIT = 128;

    /** Of all answers that are kept. */
    private static final int KEPT_CHARACTERS = 256 * 1024;

    private static final long PATIENCE_SECONDS = 2;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final DockerClient docker;
    private final Map<FactRequest<?>, Kept> kept = new LinkedHashMap<>();
    private int keptCharacters;

    private record Kept(Facts facts, int characters) {
    }

    public DockerFacts(DockerClient docker) {
        this.docker = docker;
    }

    /** What {@code GET /events} sends, as the checks know it. */
    public static MachineEvent event(JsonObject message) {
        return MachineEvent.ofMessage(json(message));
    }

    /** Gets all at once. What is not told in two seconds is told to be unavailable. */
    public Future<Facts> fetch(Set<FactRequest<?>> requests) {
        List<Future<Facts>> fetched = requests.stream().map(this::fetch).toList();
        return Future.all(fetched).map(all -> all.<Facts>list().stream().reduce(Facts.NONE, Facts::and));
    }

    /** What was kept was of a machine that is no more. */
    public void forget() {
        kept.clear();
        keptCharacters = 0;
    }

    private Future<Facts> fetch(FactRequest<?> request) {
        Kept known = kept.get(request);
        return known != null ? Future.succeededFuture(known.facts())
                : answer(request).timeout(PATIENCE_SECONDS, TimeUnit.SECONDS).otherwise(Facts.unavailable(request, MachineSnapshot.NO_ANSWER));
    }

    private Future<Facts> answer(FactRequest<?> request) {
        if (request instanceof FactRequest.Containers containers) {
            return docker.containers().compose(this::inspectAll).map(all -> Facts.of(containers, all));
        }
        if (request instanceof FactRequest.Images images) {
            return docker.images().map(list -> Facts.of(images,
                    StreamSupport.stream(list.spliterator(), false).map(each -> ImageFacts.ofSummary(json((JsonObject) each))).toList()));
        }
        if (request instanceof FactRequest.Platform platform) {
            return docker.platform().map(name -> keep(platform, name, name.length()));
        }
        FactRequest.Logs logs = (FactRequest.Logs) request;
        return docker.logs(logs.container(), logs.terminal(), FactRequest.MOST_LOG_BYTES)
                .recover(failure -> isGone(failure) ? Future.succeededFuture("") : Future.failedFuture(failure))
                .map(text -> keep(logs, text, text.length()));
    }

    private <T> Facts keep(FactRequest<T> request, T answer, int characters) {
        Facts facts = Facts.of(request, answer);
        if (request.isLasting() && kept.put(request, new Kept(facts, characters)) == null) {
            keptCharacters += characters;
            while (keptCharacters > KEPT_CHARACTERS) {
                keptCharacters -= kept.remove(kept.keySet().iterator().next()).characters();
            }
        }
        return facts;
    }

    /** All at once; what was removed meanwhile is left out. */
    private Future<List<ContainerFacts>> inspectAll(JsonArray list) {
        List<Future<ContainerFacts>> inspected = new ArrayList<>();
        for (int i = 0; i < Math.min(list.size(), CONTAINERS_LIMIT); i++) {
            inspected.add(docker.inspect(list.getJsonObject(i).getString("Id"))
                    .map(container -> ContainerFacts.ofInspect(json(container)))
                    .recover(failure -> isGone(failure) ? Future.succeededFuture() : Future.failedFuture(failure)));
        }
        return Future.all(inspected).map(all -> all.<ContainerFacts>list().stream().filter(Objects::nonNull).toList());
    }

    private static boolean isGone(Throwable failure) {
        return failure instanceof DockerException refused && refused.isNotFound();
    }

    private static JsonNode json(JsonObject object) {
        return JSON.valueToTree(object.getMap());
    }
}
