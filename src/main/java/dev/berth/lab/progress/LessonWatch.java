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
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.ObjLongConsumer;

/**
 * One student at one lesson, while somebody follows: listens to what happens in the machine's Docker and has the tasks looked at each
 * time. Its state is touched on the lab's loop alone.
 */
final class LessonWatch {

    private static final System.Logger LOGGER = System.getLogger(LessonWatch.class.getName());

    /** Events come in groups: create, attach, start. One look is enough for those of a few milliseconds. */
    private static final long SETTLE_MILLIS = 4;

    /** A look that takes long is followed by as long a pause, up to this: one busy machine does not use up the lab. */
    private static final long PAUSE_LIMIT_MILLIS = 100;

    /** Some tasks depend on what no event tells. */
    private static final long LOOK_AGAIN_MILLIS = 15_000;

    /** A command that prints something has done its work soon after; while it prints on, it is looked at now and then. */
    private static final long PRINTED_MILLIS = 150;
    private static final long PRINTED_PAUSE_MILLIS = 700;

    private static final long RETRY_MILLIS = 500;
    private static final int EVENTS_LIMIT = 2_000;
    /** After these other ports may be published, or by others. */
    private static final Set<String> PORT_EVENTS = Set.of("start", "die", "rename", "connect", "disconnect");

    /** Characters: each event carries its container's labels, which may be long. */
    private static final int EVENTS_WEIGHT_LIMIT = 1 << 20;

    private final String student;
    private final Lesson lesson;
    private final MachineName machine;
    private final Machines machines;
    private final Consumer<MachineName> restarted;
    private final ObjLongConsumer<MachineName> replaced;
    private final Grader grader;
    private final Progress progress;
    private final Context loop;
    private final Audience audience;
    private final HomeFiles files;
    private final SelfRemoval selfRemoval;
    private final Set<MachineEvent> events = new LinkedHashSet<>();
    private int eventsWeight;
    private EventStream stream;
    private List<String> missingImages = List.of();
    private boolean imagesChanged;
    private boolean portsChanged;
    private int portLooks;
    private long lookAgain = -1;
    private long pauseMillis = SETTLE_MILLIS;
    private boolean connecting;
    private boolean reconnectDue;
    private boolean looking;
    private boolean lookDue;
    private boolean closed;
    /** Whether what was seen last may change without an event. */
    private boolean isUntold;
    private boolean lookingAtOutput;
    private boolean printedSince;
    /** Somebody has come since the machine was last there: if it sleeps, it is woken. */
    private boolean wanted = true;
    private long followedAt = System.currentTimeMillis();
    /** When the machine was made, if it stands in for one that somebody has removed; otherwise 0. */
    private long replacedAt;

    /**
     * @param restarted told when the shells of before have ended with all else: the machine slept and was woken, or is another one
     * @param replaced  told once of each machine that stands in for one that somebody has removed, and when it was made: all lessons on it are to hear of that
     * @param everybody hears everything, also when no follower is there
     */
    LessonWatch(String student, Lesson lesson, StudentValues values, Machines machines, Consumer<MachineName> restarted, ObjLongConsumer<MachineName> replaced,
            Progress progress, Context loop, LessonFollower everybody) {
        this.student = student;
        this.lesson = lesson;
        this.machines = machines;
        this.restarted = restarted;
        this.replaced = replaced;
        this.progress = progress;
        this.loop = loop;
        this.machine = new MachineName(student, lesson.machines().get(0));
        this.audience = new Audience(machine.machine(), everybody);
        this.files = new HomeFiles(lesson, machine, machines, progress, loop);
        this.grader = new Grader(student, lesson, values, progress, machines.docker(machine), machines.facts(machine), loop);
        this.selfRemoval = new SelfRemoval(machines.docker(machine), this::look);
    }

    void open() {
        lookAgain = loop.owner().setPeriodic(LOOK_AGAIN_MILLIS, tick -> {
            look();
            lookForImages();
            lookForPorts();
        });
        connect();
    }

    void close() {
        closed = true;
        loop.owner().cancelTimer(lookAgain);
        if (stream != null) {
            stream.close();
        }
    }

    /** Tells a new follower everything at once, as far as it is known. */
    void follow(LessonFollower follower) {
        if (stream == null) { // it may sleep already, and be known to only when it is asked again
            wanted = true;
        }
        if (isAsleep()) {
            report(State.STARTING, "");
            connect();
        }
        audience.join(follower);
    }

    void leave(LessonFollower follower) {
        audience.leave(follower);
        followedAt = System.currentTimeMillis();
    }

    /** Whether this is the very lesson, and not a former text of it. */
    boolean isAt(Lesson newest) {
        return lesson == newest;
    }

    /** What has been done so far was done elsewhere. */
    void beginAnew() {
        grader.beginAnew();
        look();
    }

    void lessonChanged() {
        audience.lessonChanged();
    }

    boolean shows(MachineName name) {
        return machine.equals(name);
    }

    boolean isUnfollowedSince(long time) {
        return audience.isEmpty() && followedAt < time;
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

    /** Something may have changed. */
    void look() {
        if (looking) {
            lookDue = true;
        } else if (!closed && !isAsleep()) {
            looking = true;
            loop.owner().setTimer(pauseMillis, settled -> grade());
        }
    }

    /** The student's terminal has printed something, or their browser has opened a port: they may have done what no event tells of. The last that it prints is always followed by a look. */
    void printed() {
        if (lookingAtOutput) {
            printedSince = true;
        } else if (isUntold && !closed) {
            lookAtOutputIn(PRINTED_MILLIS);
        }
    }

    private void lookAtOutputIn(long millis) {
        lookingAtOutput = true;
        loop.owner().setTimer(millis, tick -> {
            look();
            lookingAtOutput = false;
            if (printedSince) {
                printedSince = false;
                lookAtOutputIn(PRINTED_PAUSE_MILLIS);
            }
        });
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
                    look();
                    lookForImages();
                    lookForPorts();
                })
                .onFailure(failure -> {
                    lost();
                    look();
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
        return machines.ready(machine).compose(ready -> files.lay()).map(true).onSuccess(laid -> {
            if (asleep) {
                restarted.accept(machine);
            }
            report(State.READY, "");
            isAnother().onSuccess(since -> since.ifPresent(at -> replaced.accept(machine, at)));
        });
    }

    /** @return when the machine was made, if the student had another one before */
    private Future<Optional<Long>> isAnother() {
        return machines.incarnation(machine).compose(found -> found.isEmpty() ? Future.succeededFuture(Optional.empty())
                : blocking(() -> progress.meet(student, machine.machine(), found.get().id()) ? Optional.of(found.get().since()) : Optional.empty()));
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
        grader.forget();
    }

    private boolean isAsleep() {
        return audience.machine() == State.ASLEEP;
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
            portsChanged |= PORT_EVENTS.contains(event.verb());
            eventsWeight += event.weight();
            while (events.size() > EVENTS_LIMIT || eventsWeight > EVENTS_WEIGHT_LIMIT) {
                MachineEvent oldest = events.iterator().next();
                events.remove(oldest);
                eventsWeight -= oldest.weight();
            }
            look();
        }
    }

    /** A lesson says which images it needs; the student hears of one that is missing before a command fails for it. */
    private void lookForImages() {
        if (closed || stream == null || lesson.images().isEmpty()) {
            return;
        }
        machines.docker(machine).images().onSuccess(images -> {
            missingImages = lesson.images().stream().filter(image -> !has(images, image)).toList();
            if (audience.machine() == State.READY) {
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
            if (look == portLooks && audience.machine() == State.READY) { // a later one may be answered first
                audience.ports(PublishedPort.of(running));
            }
        });
    }

    private static boolean has(JsonArray images, String image) {
        return images.stream().map(each -> ((JsonObject) each).getJsonArray("RepoTags"))
                .anyMatch(tags -> tags != null && tags.stream().anyMatch(tag -> ImageName.same((String) tag, image)));
    }

    private void grade() {
        if (closed) {
            return;
        }
        if (imagesChanged) {
            imagesChanged = false;
            lookForImages();
        }
        if (portsChanged) {
            portsChanged = false;
            lookForPorts();
        }
        lookDue = false;
        long begun = System.nanoTime();
        grader.look(new ArrayList<>(events), selfRemoval.known())
                .compose(this::unlessAsleep)
                .onSuccess(audience::tasks)
                .onFailure(failure -> LOGGER.log(System.Logger.Level.ERROR, "tasks of student \"" + student + "\" cannot be looked at", failure))
                .onComplete(told -> {
                    looking = false;
                    long tookMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
                    pauseMillis = Math.max(SETTLE_MILLIS, Math.min(PAUSE_LIMIT_MILLIS, tookMillis));
                    if (lookDue) {
                        look();
                    } else {
                        pauseMillis = SETTLE_MILLIS;
                    }
                });
    }

    /** Sleep is nobody's fault, and no deed of the student's: what was seen while a machine fell asleep counts for nothing. */
    private Future<List<TaskReport>> unlessAsleep(Grader.Look look) {
        isUntold = look.isUntold();
        return machines.sleeps(machine).otherwise(false).compose(asleep -> asleep || closed ? Future.succeededFuture(List.of())
                : grader.keep(look));
    }

    /** Waits elsewhere, and goes on here. */
    private <T> Future<T> blocking(Callable<T> work) {
        Promise<T> done = Promise.promise();
        loop.owner().executeBlocking(work, false).onComplete(result -> loop.runOnContext(now -> done.handle(result)));
        return done.future();
    }

    private void report(State state, String message) {
        audience.machine(state, message, replacedAt, state == State.READY ? missingImages : List.of());
        if (state != State.READY) {
            audience.ports(List.of());
        }
    }
}
