package dev.berth.lab.progress;

import dev.berth.lab.check.ImageName;
import dev.berth.lab.check.MachineEvent;
import dev.berth.lab.lesson.Lesson;
import dev.berth.lab.machine.DockerFacts;
import dev.berth.lab.machine.EventStream;
import dev.berth.lab.machine.MachineName;
import dev.berth.lab.machine.Machines;
import dev.berth.lab.machine.SelfRemoval;
import dev.berth.lab.progress.MachineReport.State;
import dev.berth.lab.value.StudentValues;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;

/** One machine of a student at one lesson, while somebody follows: makes it, listens to what happens in its Docker, and tells how it is. Its state is touched on the lab's loop alone. */
final class MachineWatch {

    private static final long RETRY_MILLIS = 500;
    private static final int EVENTS_LIMIT = 2_000;

    /** Characters: each event carries its container's labels, which may be long. */
    private static final int EVENTS_WEIGHT_LIMIT = 1 << 20;

    /** Who has the tasks looked at, and knows of machines that are others than before. */
    interface Owner {

        /** Something may have changed. */
        void look();

        /** Shells of before have ended with all else: the machine slept and was woken. */
        void restarted(MachineName machine);

        /** The lesson's script has prepared the machine: the lesson begins now. */
        void prepared();

        /** The machine stands in for one that somebody has removed. @param since when it was made, milliseconds since 1970 */
        void replaced(MachineName machine, long since);
    }

    private final MachineName machine;
    private final List<String> images;
    private final Machines machines;
    private final Progress progress;
    private final Context loop;
    private final Audience audience;
    private final Owner owner;
    private final Optional<MachinePreparation> preparation;
    private final SelfRemoval selfRemoval;
    private final DockerFacts facts;
    private final Set<MachineEvent> events = new LinkedHashSet<>();
    private int eventsWeight;
    private EventStream stream;
    private List<String> missingImages = List.of();
    private boolean imagesChanged;
    private boolean portsChanged;
    private int portLooks;
    private boolean connecting;
    private boolean reconnectDue;
    private boolean closed;
    /** Somebody has come since the machine was last there: if it sleeps, it is woken. */
    private boolean wanted = true;
    private boolean preparing;
    /** Why it could not be prepared for the lesson; otherwise empty. */
    private String trouble = "";
    /** When the machine was made, if it stands in for one that somebody has removed; otherwise 0. */
    private long replacedAt;

    MachineWatch(MachineName machine, Lesson lesson, StudentValues values, Machines machines, Progress progress, Context loop, Audience audience, Owner owner) {
        this.machine = machine;
        boolean isFirst = machine.machine().equals(Lesson.FIRST_MACHINE);
        this.images = isFirst ? lesson.images() : List.of();
        this.machines = machines;
        this.progress = progress;
        this.loop = loop;
        this.audience = audience;
        this.owner = owner;
        this.preparation = isFirst ? Optional.of(new MachinePreparation(lesson, machine, values, machines, progress, loop)) : Optional.empty();
        this.facts = machines.facts(machine);
        this.selfRemoval = new SelfRemoval(machines.docker(machine), owner::look);
    }

    MachineName machine() {
        return machine;
    }

    DockerFacts facts() {
        return facts;
    }

    /** What has happened as far as it is remembered, the oldest first. */
    List<MachineEvent> events() {
        return new ArrayList<>(events);
    }

    /** Whether each container that is known removes itself, by its id. */
    Map<String, Boolean> selfRemoving() {
        return selfRemoval.known();
    }

    void open() {
        connect();
    }

    void close() {
        closed = true;
        if (stream != null) {
            stream.close();
        }
    }

    /** Somebody comes. */
    void want() {
        if (stream == null) { // it may sleep already, and be known to only when it is asked again
            wanted = true;
        }
        if (isAsleep()) {
            report(State.STARTING, "");
            connect();
        }
    }

    boolean isAsleep() {
        return audience.machine(machine.machine()) == State.ASLEEP;
    }

    /** Asks the engine, which knows it first. */
    Future<Boolean> sleeps() {
        return machines.sleeps(machine).otherwise(false);
    }

    /** Makes the machine anew. */
    Future<Void> reset() {
        report(State.STARTING, "");
        return machines.reset(machine).compose(made -> isAnother().<Void>mapEmpty().otherwiseEmpty()).onComplete(done -> {
            if (done.succeeded()) {
                replacedAt = 0;
                forget();
                reconnect();
            } else if (done.cause() instanceof UnsupportedOperationException) {
                report(State.READY, "");
            } else {
                report(State.FAILED, done.cause().getMessage());
            }
        });
    }

    /** Now and then, since no event tells of all. */
    void lookAround() {
        lookForImages();
        lookForPorts();
    }

    /** What events have told of since. */
    void lookAtChanges() {
        if (imagesChanged) {
            imagesChanged = false;
            lookForImages();
        }
        if (portsChanged) {
            portsChanged = false;
            lookForPorts();
        }
    }

    private void reconnect() {
        if (connecting) { // to the machine of before, perhaps
            reconnectDue = true;
            return;
        }
        if (stream != null) {
            stream.close();
        }
        stream = null;
        connect();
    }

    private void connect() {
        if (connecting || closed) {
            return;
        }
        connecting = true;
        machines.sleeps(machine)
                .compose(this::awake)
                .onFailure(failure -> report(State.FAILED, failure.getMessage()))
                .compose(awake -> awake ? machines.docker(machine).events(this::happened, this::lost) : Future.failedFuture("the machine sleeps"))
                .onComplete(whatever -> connecting = false)
                .onSuccess(opened -> {
                    stream = opened;
                    wanted = false;
                    if (closed) {
                        opened.close();
                    }
                    owner.look();
                    lookAround();
                })
                .onFailure(failure -> {
                    lost();
                    owner.look();
                })
                .onComplete(whatever -> {
                    if (reconnectDue) {
                        reconnectDue = false;
                        reconnect();
                    }
                });
    }

    /** One that was put to sleep under an open page sleeps on: whoever did it needs its memory, and nobody may be before the page. */
    private Future<Boolean> awake(boolean asleep) {
        if (closed) { // meanwhile; a machine that is made now is nobody's
            return Future.succeededFuture(false);
        }
        if (asleep && !wanted) {
            report(State.ASLEEP, "");
            return Future.succeededFuture(false);
        }
        return machines.ready(machine).compose(ready -> preparation.map(each -> each.prepare(new PreparationObserver())).orElseGet(Future::succeededFuture)).map(true).onSuccess(prepared -> {
            if (asleep) {
                owner.restarted(machine);
            }
            report(State.READY, "");
            isAnother().onSuccess(since -> since.ifPresent(at -> owner.replaced(machine, at)));
        });
    }

    /** Of the first machine. */
    private final class PreparationObserver implements MachinePreparation.Observer {

        @Override
        public void begun() {
            preparing = true;
            trouble = "";
            report(State.STARTING, "Your machine is being prepared for this lesson.");
        }

        @Override
        public void done() {
            preparing = false;
            owner.prepared();
        }

        @Override
        public void failed(String reason) {
            preparing = false;
            trouble = reason;
        }
    }

    /** Whether the lesson has not begun yet: its script prepares the machine. */
    boolean isPreparing() {
        return preparing;
    }

    /** @return when the machine was made, if the student had another one before */
    private Future<Optional<Long>> isAnother() {
        return machines.incarnation(machine).compose(found -> found.isEmpty() ? Future.succeededFuture(Optional.empty())
                : blocking(() -> progress.meet(machine.student(), machine.machine(), found.get().id()) ? Optional.of(found.get().since()) : Optional.empty()));
    }

    /** Somebody has removed the machine that the student had. */
    void replaced(long since) {
        replacedAt = since;
        if (hasEvents()) { // they are of the old one
            forget();
            reconnect();
        }
        report(State.READY, "");
    }

    boolean hasEvents() {
        return !events.isEmpty();
    }

    private void forget() {
        events.clear();
        eventsWeight = 0;
        facts.forget();
    }

    private void lost() {
        stream = null;
        loop.owner().setTimer(RETRY_MILLIS, again -> {
            if (stream == null) {
                connect();
            }
        });
    }

    /** Docker tells what it remembers at each connection: what is known is not news. */
    private void happened(JsonObject message) {
        MachineEvent event = DockerFacts.event(message);
        if (events.add(event)) {
            selfRemoval.happened(event);
            imagesChanged |= event.type().equals("image");
            portsChanged |= event.type().equals("container") || event.type().equals("network");
            eventsWeight += event.weight();
            while (events.size() > EVENTS_LIMIT || eventsWeight > EVENTS_WEIGHT_LIMIT) {
                MachineEvent oldest = events.iterator().next();
                events.remove(oldest);
                eventsWeight -= oldest.weight();
            }
            owner.look();
        }
    }

    /** A lesson says which images it needs; the student hears of one that is missing before a command fails for it. */
    private void lookForImages() {
        if (closed || stream == null || images.isEmpty()) {
            return;
        }
        machines.docker(machine).images().onSuccess(there -> {
            missingImages = images.stream().filter(image -> !has(there, image)).toList();
            if (audience.machine(machine.machine()) == State.READY) {
                report(State.READY, "");
            }
        });
    }

    private void lookForPorts() {
        if (closed || stream == null) {
            return;
        }
        portLooks++;
        int look = portLooks;
        machines.docker(machine).running().onSuccess(running -> {
            if (look == portLooks && audience.machine(machine.machine()) == State.READY) { // a later one may be answered first
                audience.ports(machine.machine(), PublishedPort.of(running));
            }
        });
    }

    private static boolean has(JsonArray images, String image) {
        return images.stream().map(each -> ((JsonObject) each).getJsonArray("RepoTags"))
                .anyMatch(tags -> tags != null && tags.stream().anyMatch(tag -> ImageName.same((String) tag, image)));
    }

    /** Waits elsewhere, and goes on here. */
    private <T> Future<T> blocking(Callable<T> work) {
        Promise<T> done = Promise.promise();
        loop.owner().executeBlocking(work, false).onComplete(result -> loop.runOnContext(now -> done.handle(result)));
        return done.future();
    }

    private void report(State state, String message) {
        audience.machine(new MachineReport(machine.machine(), state, message, replacedAt, state == State.READY ? trouble : "", state == State.READY ? missingImages : List.of()));
        if (state != State.READY) {
            audience.ports(machine.machine(), List.of());
        }
    }
}
