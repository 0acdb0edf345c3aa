package dev.berth.lab.check;

import dev.berth.lab.value.StudentValues;
import dev.berth.lab.value.Template;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The facts as they are during one evaluation. Where one is lacking, it is written down, and the evaluation goes on as if there were nothing, to learn what else it will lack: whatever it
 * decides then does not count.
 */
final class FactsView implements Matcher.Filling {

    /** The scope of the student's answers in conditions: {@code ${answer.code}}. */
    static final String ANSWER_SCOPE = "answer";

    /** Of so many containers, the newest, a task reads the output; the others count as silent. */
    static final int MOST_LOGS = 32;

    /** What is not to be typed into a browser is not asked for. */
    private static final Pattern PAGE_URL = Pattern.compile(":([1-9][0-9]{0,4})((?:/[!-~]{0,500})?)");

    private static final int MOST_PORT = 65_535;

    private static final String OF_CONTAINER = "container:";
    private static final int MOST_CONTAINERS = 4096;
    private static final int MOST_COSTLY = 64;

    /** Of the student, on the machine. */
    private static final String HOME = "/root";
    private static final String EXEC_ID = "execID";

    private final CheckInput input;
    private final Map<String, Machine> machines = new LinkedHashMap<>();
    private final Map<String, Set<FactRequest<?>>> lacking = new LinkedHashMap<>();
    private final Machine first;
    private Machine machine;
    private boolean lacks;
    private int unasked;
    private boolean dependsOnUntold;

    /** One of the student's machines, and what has been asked of it. */
    private static final class Machine {
        private final String name;
        private final MachineSnapshot snapshot;
        private final Set<String> read = new HashSet<>();
        private final Set<FactRequest<?>> asked = new HashSet<>();
        private Map<String, ContainerRuns> runs;
        private Map<String, String> execs;

        Machine(final String name, final MachineSnapshot snapshot) {
            this.name = name;
            this.snapshot = snapshot;
        }
    }

    FactsView(final CheckInput input) {
        this.input = input;
        input.machines().forEach((name, snapshot) -> machines.put(name, new Machine(name, snapshot)));
        this.first = machines.values().iterator().next();
        this.machine = first;
    }

    /** Looks at one of the machines, and then again at the one before. */
    <T> T on(final String name, final Supplier<T> look) {
        return on(Optional.ofNullable(machines.get(name)).orElseThrow(() -> new FactsUnavailableException("machine `" + name + "` is not there: this task needs a Berth server, which has several machines")), look);
    }

    /** As {@link #on}, at the one that is meant where nothing is said. */
    <T> T onFirst(final Supplier<T> look) {
        return on(first, look);
    }

    private <T> T on(final Machine other, final Supplier<T> look) {
        final Machine before = machine;
        machine = other;
        try {
            return look.get();
        } finally {
            machine = before;
        }
    }

    /** Another task is looked at: what the one before lacked is not its. */
    void beginTask() {
        lacks = false;
        machines.values().forEach(each -> {
            each.read.clear();
            each.asked.clear();
        });
    }

    /** Whether anything has been lacking for the task that is looked at. */
    boolean lacks() {
        return lacks;
    }

    /** Whether anything was asked for that may change without an event. */
    boolean dependsOnUntold() {
        return dependsOnUntold;
    }

    /** All that has been lacking, by machines. */
    Map<String, Set<FactRequest<?>>> lacking() {
        return lacking;
    }

    /** What a condition expects, with the student's values and answers. */
    @Override
    public Optional<String> fill(final Template template, final UnaryOperator<String> value) {
        final boolean known = template.placeholders().stream()
                .allMatch(place -> place.scope().equals(StudentValues.SCOPE) || !answer(place.name()).isEmpty());
        return known
                ? Optional.of(template.fill(place -> value.apply(
                        place.scope().equals(StudentValues.SCOPE) ? input.values().value(place.name()) : answer(place.name()))))
                : Optional.empty();
    }

    private String answer(final String block) {
        return Optional.ofNullable(input.answers().get(block)).map(given -> given.value().strip()).orElse("");
    }

    /** @param includeOlder also those that were made before the lesson began */
    List<ContainerFacts> containers(final boolean includeOlder) {
        final List<ContainerFacts> all = get(new FactRequest.Containers()).orElse(List.of());
        return all.stream().limit(MOST_CONTAINERS).filter(container -> includeOlder || counts(container.created())).toList();
    }

    /** The newest first. @param includeOlder also what happened before the lesson began */
    List<MachineEvent> events(final boolean includeOlder) {
        final List<MachineEvent> newestFirst = new ArrayList<>(machine.snapshot.events());
        Collections.reverse(newestFirst);
        newestFirst.removeIf(event -> !includeOlder && !counts(event.at()));
        return newestFirst;
    }

    private boolean counts(final Instant time) {
        return !time.isBefore(start());
    }

    private Instant start() {
        return machine.snapshot.start().orElseThrow(() -> new FactsUnavailableException(MachineSnapshot.NO_ANSWER));
    }

    boolean hasImage(final String image) {
        return !imagesNamed(image).isEmpty();
    }

    /** The names of the image that a container was made from; all that the image has, if the container was made by the image's id. Its short id, if the name by which it was made is another image's now. */
    List<String> imageNames(final ContainerFacts container) {
        final String asked = container.image().startsWith("sha256:") ? container.image() : "sha256:" + container.image();
        if (container.imageId().startsWith(asked)) {
            return Stream.concat(
                            Stream.of(container.image()),
                            images().stream().filter(candidate -> candidate.id().equals(container.imageId())).flatMap(candidate -> candidate.names().stream()))
                    .toList();
        }
        final boolean moved = images().stream()
                .anyMatch(candidate -> !candidate.id().equals(container.imageId()) && candidate.names().stream().anyMatch(name -> ImageName.same(name, container.image())));
        return List.of(moved ? container.imageId().replaceFirst("^sha256:(.{12}).*", "$1") : container.image());
    }

    /** The runs of a container, as far as events tell of them. */
    ContainerRuns runs(final String containerId) {
        if (machine.runs == null) {
            machine.runs = new HashMap<>();
            machine.snapshot.events().stream()
                    .filter(event -> event.type().equals("container"))
                    .forEach(event -> machine.runs.computeIfAbsent(event.actor(), id -> new ContainerRuns()).happened(event));
        }
        return machine.runs.getOrDefault(containerId, new ContainerRuns());
    }

    /** The command that an event is about. The end of an exec does not name it, so its start is asked; empty if that is not known. */
    String command(final MachineEvent event) {
        if (!event.verb().equals("exec_die")) {
            return event.command();
        }
        if (machine.execs == null) {
            machine.execs = new HashMap<>();
            machine.snapshot.events().stream().filter(each -> each.verb().equals("exec_start")).forEach(start -> machine.execs.put(exec(start), start.command()));
        }
        return machine.execs.getOrDefault(exec(event), "");
    }

    private static String exec(final MachineEvent event) {
        return event.actor() + " " + event.attributes().getOrDefault(EXEC_ID, "");
    }

    /** How often somebody came back to a container in one run. Of a Docker that tells nothing of leaving, all who attached after the first one count. */
    int returns(final String containerId) {
        final ContainerRuns of = runs(containerId);
        final boolean certain = of.mostReturns() > 0 || of.mostAttaches() <= 1
                || get(new FactRequest.Platform()).map(FactRequest.Platform.BERTH::equals).orElse(true);
        return certain ? of.mostReturns() : of.mostAttaches() - 1;
    }

    Optional<Boolean> autoRemove(final String containerId) {
        return Optional.ofNullable(machine.snapshot.selfRemoving().get(containerId));
    }

    String logs(final ContainerFacts container) {
        if (!machine.read.contains(container.id()) && machine.read.size() >= MOST_LOGS) {
            return "";
        }
        machine.read.add(container.id());
        final String text = get(container.logs()).orElse("");
        return text.length() <= FactRequest.MOST_LOG_BYTES ? text : text.substring(0, FactRequest.MOST_LOG_BYTES);
    }

    /** How a script ends; empty as long as that is lacking. */
    Optional<CheckScript.Outcome> outcome(final CheckScript script) {
        return get(new FactRequest.Script(script, input.values().environment()));
    }

    /** When the machine was started last; as long as that is lacking, never. */
    Instant runningSince() {
        return get(new FactRequest.MachineStart()).orElse(Instant.MAX);
    }

    /** Whether the program that an event is about, started by {@code docker exec}, has a terminal; empty if that is not known, or the event is about something else. */
    Optional<Boolean> execTerminal(final MachineEvent event) {
        return Optional.ofNullable(event.attributes().get(EXEC_ID)).flatMap(id -> affordable(new FactRequest.ExecTerminal(id))).flatMap(known -> known);
    }

    Map<String, GivenAnswer> answers() {
        return input.answers();
    }

    List<ImageFacts> images() {
        return get(new FactRequest.Images()).orElse(List.of());
    }

    /** The container of that name; of several that had it the newest. */
    Optional<ContainerFacts> named(final Template name) {
        return fill(name).flatMap(text -> containers(true).stream().filter(container -> container.name().equals(text)).findFirst());
    }

    List<ChangedPath> changes(final String container) {
        return affordable(new FactRequest.Changes(container)).orElse(List.of());
    }

    /** What an image is made of; empty if it is gone. */
    Optional<ImageContentFacts> content(final ImageFacts image) {
        return affordable(new FactRequest.ImageContent(image.id())).flatMap(content -> content);
    }

    /** The layers of an image, the lowest first; none of one that is gone. */
    List<LayerFacts> layers(final ImageFacts image) {
        final List<String> layers = content(image).map(ImageContentFacts::layers).orElse(List.of());
        final List<ImageContentFacts.Step> steps = content(image).map(ImageContentFacts::layerSteps).orElse(List.of());
        return IntStream.range(0, layers.size())
                .mapToObj(each -> new LayerFacts(image, each + 1, layers.subList(0, each + 1), steps.isEmpty() ? Optional.empty() : Optional.of(steps.get(each))))
                .toList();
    }

    /** The other images that have a layer. */
    List<ImageFacts> sharing(final LayerFacts layer) {
        return images(layer.image(), (layers, ofOther) -> ofOther.size() >= layer.position() && ofOther.subList(0, layer.position()).equals(layer.below()))
                .filter(other -> !other.id().equals(layer.image().id()))
                .toList();
    }

    /** The names of the other images that have a layer of this one. */
    List<String> sharingLayersWith(final ImageFacts image) {
        return images(image, (layers, ofOther) -> ofOther.stream().anyMatch(layers::contains)).filter(other -> !other.id().equals(image.id())).flatMap(other -> other.names().stream()).toList();
    }

    /** The names of the images on all of whose layers this one stands, as after {@code FROM}; its own among them. */
    List<String> below(final ImageFacts image) {
        return images(image, (layers, ofOther) -> !ofOther.isEmpty() && ofOther.size() <= layers.size() && layers.subList(0, ofOther.size()).equals(ofOther))
                .flatMap(other -> other.names().stream())
                .toList();
    }

    private Stream<ImageFacts> images(final ImageFacts image, final BiPredicate<List<String>, List<String>> layersAre) {
        final List<String> layers = content(image).map(ImageContentFacts::layers).orElse(List.of());
        return images().stream().filter(other -> content(other).map(content -> layersAre.test(layers, content.layers())).orElse(false));
    }

    /** @param includeOlder also those that were made before the lesson began */
    List<VolumeFacts> volumes(final boolean includeOlder) {
        final Instant start = includeOlder ? Instant.MIN : start().truncatedTo(ChronoUnit.SECONDS);
        return get(new FactRequest.Volumes()).orElse(List.of()).stream().filter(volume -> !volume.created().isBefore(start)).toList();
    }

    /** @param includeOlder also those that were made before the lesson began, as Docker's own three were */
    List<NetworkFacts> networks(final boolean includeOlder) {
        return get(new FactRequest.Networks()).orElse(List.of()).stream().filter(network -> includeOlder || counts(network.created())).toList();
    }

    /** The containers that are connected to a network, whether they run or not. */
    List<ContainerFacts> connectedTo(final String network) {
        return containers(true).stream().filter(container -> container.network().endpoints().stream().anyMatch(endpoint -> endpoint.network().equals(network))).toList();
    }

    /** As it is asked for by {@code --network}: Docker says {@code container:ID} of a container that shares the network of another. */
    String networkMode(final ContainerFacts container) {
        final String mode = container.options().network();
        return mode.startsWith(OF_CONTAINER)
                ? OF_CONTAINER + containers(true).stream().filter(each -> each.id().equals(mode.substring(OF_CONTAINER.length()))).findFirst().map(ContainerFacts::name)
                        .orElse(mode.substring(OF_CONTAINER.length()))
                : mode;
    }

    /** The containers that have a volume mounted. */
    List<ContainerFacts> using(final String volume) {
        return containers(true).stream().filter(container -> container.mounts().stream().anyMatch(mount -> mount.name().equals(volume))).toList();
    }

    /** @return one, or none if there is nothing at the path */
    List<FileFacts> file(final String container, final Optional<Template> path) {
        return path.flatMap(this::fill).map(text -> at(container, text)).orElseGet(this::notAsked);
    }

    /** How often something could not be asked: because an answer of the student's is missing or makes no sense, or since too much was asked for already. Then nothing is known to be missing. */
    int unasked() {
        return unasked;
    }

    <T> List<T> notAsked() {
        unasked++;
        return List.of();
    }

    private List<FileFacts> at(final String container, final String path) {
        final String full = path.startsWith("~/") ? HOME + path.substring(1) : path;
        return affordable(new FactRequest.FileAt(container, full, false)).flatMap(file -> file).map(List::of).orElse(List.of());
    }

    /** Read on the machine, where that is Berth's; else through a container that has the volume. */
    List<FileFacts> fileInVolume(final String volume, final Optional<Template> path) {
        final Optional<String> text = path.flatMap(this::fill);
        if (text.isEmpty()) {
            return notAsked();
        }
        if (get(new FactRequest.Platform()).map(FactRequest.Platform.BERTH::equals).orElse(false)) {
            return volumes(true).stream().filter(each -> each.name().equals(volume)).findFirst().map(each -> at("", each.mountpoint() + text.get())).orElse(List.of());
        }
        return using(volume).stream().findFirst()
                .map(container -> at(container.id(), container.mounts().stream().filter(mount -> mount.name().equals(volume)).findFirst().orElseThrow().at() + text.get()))
                .orElse(List.of());
    }

    /** Of all that is in images nothing changes. @return one, or none if there is nothing at the path */
    List<FileFacts> fileInImage(final ImageFacts image, final Optional<Template> path) {
        return path.flatMap(this::fill).map(text -> affordable(new FactRequest.ImageFileAt(image.id(), text)).flatMap(file -> file).map(List::of).orElse(List.of())).orElseGet(this::notAsked);
    }

    /** The image of that name, or none. */
    List<ImageFacts> imagesNamed(final String name) {
        return images().stream().filter(image -> image.names().stream().anyMatch(each -> ImageName.same(each, name))).toList();
    }

    /** What is found by a name; as long as that is not known, nothing was asked. */
    <T> List<T> of(final Template name, final Function<String, List<T>> found) {
        return fill(name).map(found).orElseGet(this::notAsked);
    }

    /** @param url {@code :PORT/PATH} @return one answer, or none if nothing answers */
    List<PageFacts> page(final Optional<Template> url) {
        return url.flatMap(this::fill).flatMap(FactsView::request)
                .map(request -> affordable(request).flatMap(page -> page).map(List::of).orElse(List.of()))
                .orElseGet(this::notAsked);
    }

    /** @param url {@code :PORT/PATH}; empty for anything else, as an answer of a student's may make it */
    static Optional<FactRequest.Page> request(final String url) {
        return Optional.of(PAGE_URL.matcher(url)).filter(java.util.regex.Matcher::matches)
                .map(parts -> new FactRequest.Page(Integer.parseInt(parts.group(1)), parts.group(2).isEmpty() ? "/" : parts.group(2)))
                .filter(page -> page.port() <= MOST_PORT);
    }

    /** Of what is in a file; nothing if it is too long. */
    List<String> checksum(final FileFacts file) {
        if (file.isInImage()) {
            return file.sha256().isEmpty() ? List.of() : List.of(file.sha256());
        }
        return affordable(new FactRequest.FileAt(file.place(), file.path(), true)).flatMap(whole -> whole)
                .map(FileFacts::sha256).filter(sum -> !sum.isEmpty()).map(List::of).orElse(List.of());
    }

    List<ProcessFacts> processes() {
        return get(new FactRequest.Processes()).orElse(List.of());
    }

    List<ProcessFacts> processesOf(final String container) {
        return processes().stream().filter(process -> process.container().equals(container)).toList();
    }

    /** What costs the engine more than a look into its memory, a task asks for so often only. */
    private <T> Optional<T> affordable(final FactRequest<T> request) {
        if (machine.asked.size() >= MOST_COSTLY && !machine.asked.contains(request)) {
            unasked++;
            return Optional.empty();
        }
        return get(noted(request));
    }

    private <T> FactRequest<T> noted(final FactRequest<T> request) {
        machine.asked.add(request);
        return request;
    }

    private <T> Optional<T> get(final FactRequest<T> request) {
        dependsOnUntold |= request.changesUntold();
        final Optional<T> answer = machine.snapshot.facts().get(request);
        if (answer.isEmpty()) {
            lacks = true;
            lacking.computeIfAbsent(machine.name, name -> new LinkedHashSet<>()).add(request);
        }
        return answer;
    }
}
