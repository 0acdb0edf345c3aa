package dev.berth.lab.machine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.lab.check.ChangedPath;
import dev.berth.lab.check.CheckScript;
import dev.berth.lab.check.ContainerFacts;
import dev.berth.lab.check.FactRequest;
import dev.berth.lab.check.FileFacts;
import dev.berth.lab.check.ImageContentFacts;
import dev.berth.lab.check.ImageFacts;
import dev.berth.lab.check.MachineEvent;
import dev.berth.lab.check.MachineSnapshot;
import dev.berth.lab.check.MachineSnapshot.Facts;
import dev.berth.lab.check.NetworkFacts;
import dev.berth.lab.check.ProcessFacts;
import dev.berth.lab.check.VolumeFacts;
import dev.berth.lab.value.Checksum;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/** The facts of a machine as its Docker tells them. Those that never change are asked for once. Used on the lab's loop alone. */
public final class DockerFacts {

    /** Of more containers than these, the newest count. */
    private static final int CONTAINERS_LIMIT = 128;

    /** Of all answers that are kept. */
    private static final int KEPT_CHARACTERS = 256 * 1024;

    /** What an entry takes beside its text. */
    private static final int KEPT_ENTRY_CHARACTERS = 200;

    /** Of an archive, before the content of its first file: extended heads may come first. */
    private static final int TAR_HEADS = 8 * 1024;

    private static final String THIS_COMPUTER = "127.0.0.1";
    private static final long PATIENCE_SECONDS = 2;
    /** It may have to wait for its turn, and for its machine. */
    private static final long SCRIPT_PATIENCE_SECONDS = 5;
    private static final String CHECK_FAILED = "this check could not be run at the moment; that is our fault, and costs you nothing";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final DockerClient docker;
    private final PageReader pages;
    private final Optional<Admin> admin;
    private final ScriptView view;
    private final Map<FactRequest<?>, Kept> kept = new LinkedHashMap<>();
    private int keptCharacters;

    private final Map<FactRequest.Script, Seen> seen = new HashMap<>();

    /** What a script has seen last, and said of it. */
    private record Seen(Buffer tar, CheckScript.Outcome outcome) {
    }

    private record Kept(Facts facts, int characters) {
    }

    /** Of a machine of Berth: its files and processes are told of, too. */
    public DockerFacts(DockerClient docker, HttpClient http, Admin admin) {
        this.docker = docker;
        this.pages = new PageReader(http);
        this.admin = Optional.of(admin);
        this.view = new ScriptView(docker, this::archive);
    }

    /** Of any other Docker. */
    public DockerFacts(DockerClient docker, HttpClient http) {
        this.docker = docker;
        this.pages = new PageReader(http);
        this.admin = Optional.empty();
        this.view = new ScriptView(docker, this::archive);
    }

    /**
     * The engine's own socket, on which machines are containers.
     *
     * @param machine the machine's name there
     * @param scripts for checks that have no word
     */
    public record Admin(DockerSocket socket, String machine, CheckScripts scripts) {

        private Future<List<ProcessFacts>> processes() {
            return socket.get("/berth/machines/" + machine + "/processes").map(answer -> each(answer.toJsonArray(), ProcessFacts::ofProcess));
        }

        private Future<Buffer> archive(FactRequest.ImageFileAt file) {
            return socket.getFirst("/berth/machines/" + machine + "/images/archive?image=" + encode(file.image()) + "&path=" + encode(file.path()), TAR_HEADS + FactRequest.MOST_WHOLE_FILE_BYTES);
        }

        private static String encode(String text) {
            return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
        }

        private Future<Instant> runningSince() {
            return new DockerClient(socket).inspect(machine).map(found -> Instant.parse(found.getJsonObject("State").getString("StartedAt")));
        }

        /** Where what listens on the machine is reached; empty while it does not run. */
        private Future<Optional<String>> address() {
            return new DockerClient(socket).address(machine);
        }
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
        seen.clear();
        keptCharacters = 0;
    }

    private Future<Facts> fetch(FactRequest<?> request) {
        Kept known = kept.get(request);
        return known != null ? Future.succeededFuture(known.facts())
                : answer(request).timeout(request instanceof FactRequest.Script ? SCRIPT_PATIENCE_SECONDS : PATIENCE_SECONDS, TimeUnit.SECONDS).otherwise(failure ->
                        Facts.unavailable(request, failure instanceof UnsupportedOperationException ? failure.getMessage()
                                : request instanceof FactRequest.Script ? CHECK_FAILED : MachineSnapshot.NO_ANSWER));
    }

    private Future<Facts> answer(FactRequest<?> request) {
        if (request instanceof FactRequest.Containers containers) {
            return docker.containers().compose(this::inspectAll).map(all -> Facts.of(containers, all));
        }
        if (request instanceof FactRequest.Images images) {
            return docker.images().map(list -> Facts.of(images, each(list, ImageFacts::ofSummary)));
        }
        if (request instanceof FactRequest.ImageContent content) {
            return orNone(docker.image(content.image()).compose(image -> docker.history(content.image())
                    .map(history -> ImageContentFacts.ofInspect(json(image), JSON.valueToTree(history.getList())))))
                    .map(found -> found.isPresent() ? keep(content, found, weight(found.get())) : Facts.of(content, found)); // it may come back
        }
        if (request instanceof FactRequest.Volumes volumes) {
            return docker.volumes().map(list -> Facts.of(volumes, each(list, VolumeFacts::ofSummary)));
        }
        if (request instanceof FactRequest.Networks networks) {
            return docker.networks().map(list -> Facts.of(networks, each(list, NetworkFacts::ofSummary)));
        }
        if (request instanceof FactRequest.Platform platform) {
            return docker.platform().map(name -> keep(platform, name, name.length()));
        }
        if (request instanceof FactRequest.Changes changes) {
            return orNone(docker.changes(changes.container())).map(list -> Facts.of(changes, each(list.orElseGet(JsonArray::new), ChangedPath::ofChange)));
        }
        if (request instanceof FactRequest.FileAt file) {
            return file(file).map(found -> Facts.of(file, found));
        }
        if (request instanceof FactRequest.ImageFileAt file) {
            return admin.map(of -> of.archive(file)).orElseGet(DockerFacts::notBerths)
                    .map(bytes -> facts(file.image(), file.path(), true, bytes)).recover(failure -> isGone(failure) ? Future.succeededFuture(Optional.empty()) : Future.failedFuture(failure))
                    .map(found -> found.isPresent() ? keep(file, found, found.get().content().length()) : Facts.of(file, found)); // the image may come back
        }
        if (request instanceof FactRequest.Page page) {
            return admin.map(Admin::address).orElse(Future.succeededFuture(Optional.of(THIS_COMPUTER)))
                    .compose(address -> address.map(where -> pages.read(where, page.port(), page.path(), FactRequest.MOST_PAGE_BYTES)).orElse(Future.succeededFuture(Optional.empty())))
                    .map(found -> Facts.of(page, found));
        }
        if (request instanceof FactRequest.MachineStart since) {
            return admin.map(Admin::runningSince).orElseGet(DockerFacts::notBerths).map(at -> Facts.of(since, at));
        }
        if (request instanceof FactRequest.ExecTerminal exec) {
            return orNone(docker.hasTerminal(exec.exec())).map(found -> found.isPresent() ? keep(exec, found, 0) : Facts.of(exec, found));
        }
        if (request instanceof FactRequest.Script script) {
            return admin.map(of -> outcome(of.scripts(), script)).orElseGet(DockerFacts::notBerths).map(outcome -> Facts.of(script, outcome));
        }
        if (request instanceof FactRequest.Processes processes) {
            return admin.map(Admin::processes).orElseGet(DockerFacts::notBerths).map(all -> Facts.of(processes, all));
        }
        FactRequest.Logs logs = (FactRequest.Logs) request;
        return orNone(docker.logs(logs.container(), logs.terminal(), FactRequest.MOST_LOG_BYTES))
                .map(text -> keep(logs, text.orElse(""), text.orElse("").length()));
    }

    /** What a script has seen once tells the same when it sees it again. */
    private Future<CheckScript.Outcome> outcome(CheckScripts scripts, FactRequest.Script request) {
        return view.of(request.script()).compose(tar -> {
            Seen before = seen.get(request);
            if (before != null && before.tar().equals(tar)) {
                return Future.succeededFuture(before.outcome());
            }
            return scripts.run(request.script(), request.environment(), tar).onSuccess(outcome -> seen.put(request, new Seen(tar, outcome)));
        });
    }

    private Future<Buffer> archive(FactRequest.FileAt file) {
        int limit = TAR_HEADS + (file.whole() ? FactRequest.MOST_WHOLE_FILE_BYTES : FactRequest.MOST_FILE_BYTES);
        return !file.container().isEmpty() ? docker.archive(file.container(), file.path(), limit)
                : admin.map(of -> new DockerClient(of.socket()).archive(of.machine(), file.path(), limit)).orElseGet(DockerFacts::notBerths);
    }

    private Future<Optional<FileFacts>> file(FactRequest.FileAt file) {
        return orNone(archive(file)).map(found -> found.flatMap(bytes -> facts(file.container(), file.path(), file.whole(), bytes)));
    }

    /** @param whole whether its checksum is needed; @param archive its beginning. @return empty if this is no archive */
    private static Optional<FileFacts> facts(String place, String path, boolean whole, Buffer archive) {
        TarReader tar = new TarReader(new ByteArrayInputStream(archive.getBytes()));
        try {
            Optional<TarReader.Entry> found = tar.next();
            if (found.isEmpty()) {
                return Optional.empty();
            }
            TarReader.Entry entry = found.get();
            byte[] content = tar.beginning(archive.length());
            boolean isWhole = entry.isFile() && content.length == entry.size();
            return Optional.of(new FileFacts(
                    place,
                    path,
                    entry.isFile() ? "file" : entry.isFolder() ? "directory" : entry.type() == '2' ? "link" : "other",
                    entry.size(),
                    String.format("%04o", entry.mode()),
                    entry.user() + ":" + entry.group(),
                    entry.target(),
                    new String(content, 0, Math.min(content.length, FactRequest.MOST_FILE_BYTES), StandardCharsets.UTF_8),
                    whole && isWhole ? Checksum.sha256(content) : ""));
        } catch (IOException noTar) {
            return Optional.empty();
        }
    }

    private static <T> Future<T> notBerths() {
        return Future.failedFuture(new UnsupportedOperationException("this task asks for files or processes of a machine of Berth; on your own computer they are not looked at"));
    }

    /** Characters of all that is kept of it: labels and the like may be as long as history and environment. */
    private static int weight(ImageContentFacts content) {
        return content.toString().length();
    }

    /** Empty if what it is about is gone. */
    private static <T> Future<Optional<T>> orNone(Future<T> answer) {
        return answer.map(Optional::of).recover(failure -> isGone(failure) ? Future.succeededFuture(Optional.empty()) : Future.failedFuture(failure));
    }

    private static <T> List<T> each(JsonArray list, Function<JsonNode, T> reader) {
        return StreamSupport.stream(list.spliterator(), false).map(each -> reader.apply(json((JsonObject) each))).toList();
    }

    private <T> Facts keep(FactRequest<T> request, T answer, int characters) {
        Facts facts = Facts.of(request, answer);
        int weight = KEPT_ENTRY_CHARACTERS + characters;
        if (request.isLasting() && kept.put(request, new Kept(facts, weight)) == null) {
            keptCharacters += weight;
            while (keptCharacters > KEPT_CHARACTERS) {
                keptCharacters -= kept.remove(kept.keySet().iterator().next()).characters();
            }
        }
        return facts;
    }

    /** All at once; what was removed meanwhile is left out. */
    private Future<List<ContainerFacts>> inspectAll(JsonArray list) {
        List<Future<Optional<ContainerFacts>>> inspected = new ArrayList<>();
        for (int i = 0; i < Math.min(list.size(), CONTAINERS_LIMIT); i++) {
            inspected.add(orNone(docker.inspect(list.getJsonObject(i).getString("Id"))).map(found -> found.map(container -> ContainerFacts.ofInspect(json(container)))));
        }
        return Future.all(inspected).map(all -> all.<Optional<ContainerFacts>>list().stream().flatMap(Optional::stream).toList());
    }

    static boolean isGone(Throwable failure) {
        return failure instanceof DockerException refused && (refused.isNotFound() || refused.isNoPath());
    }

    private static JsonNode json(JsonObject object) {
        return JSON.valueToTree(object.getMap());
    }
}
