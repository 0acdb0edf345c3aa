package dev.berth.lab.homework;

import dev.berth.lab.account.Student;
import dev.berth.lab.account.Students;
import dev.berth.lab.value.Checksum;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Grades what waits, the oldest first, some at a time. The queue is in the database: what was not graded when the lab ended is graded by the next one. */
public final class GradingQueue {

    private static final System.Logger LOGGER = System.getLogger(GradingQueue.class.getName());

    /** Longer takes no grading in which each of its parts keeps to its own time. */
    static final Duration MOST = Duration.ofMinutes(8);

    /** After something of the lab's own has failed; doubled for each new try of a grading, so that an engine has minutes to come back. */
    static final Duration PAUSE = Duration.ofSeconds(5);

    /** Of one grading, while the engine cannot be reached. */
    static final int TRIES = 6;

    /** What is said of the time before anything was measured. */
    private static final long GUESS_MILLIS = 15_000;

    private final Submissions submissions;
    private final Homeworks homeworks;
    private final Students students;
    private final Grading grading;
    private final byte[] key;
    private final int workers;
    private final Duration most;
    private final Duration pause;
    /** How often the gradings were tried that could not be ended, by submission. */
    private final Map<String, Integer> tries = new ConcurrentHashMap<>();
    private final Semaphore work = new Semaphore(0);
    private final List<Thread> threads = new ArrayList<>();
    private final ExecutorService graders;

    /** Grades one submission; may be interrupted. */
    @FunctionalInterface
    interface Grading {
        Report grade(Homework homework, Submission submission, Student student, long seed);
    }

    /**
     * @param key     from which it follows what is different in the machines of each submission
     * @param workers so many at a time
     * @param most    so long a grading may take
     * @param pause   before something is tried again
     */
    GradingQueue(Submissions submissions, Homeworks homeworks, Students students, Grading grading, byte[] key, int workers, Duration most,
            Duration pause) {
        this.submissions = submissions;
        this.homeworks = homeworks;
        this.students = students;
        this.grading = grading;
        this.key = key.clone();
        this.workers = workers;
        this.most = most;
        this.pause = pause;
        this.graders = Executors.newCachedThreadPool(task -> daemon(task, "grader"));
    }

    /** Where a submission stands. @param millis until its report, about */
    public record Place(int before, long millis) {
    }

    /** Begins to grade. @param left removes the machines that the last lab has left */
    void start(Runnable left) {
        submissions.requeueRunning();
        CountDownLatch removed = new CountDownLatch(1); // what another thread has made would be removed as well
        for (int i = 0; i < workers; i++) {
            boolean first = i == 0;
            Thread thread = daemon(() -> {
                if (first) {
                    try {
                        left.run();
                    } finally {
                        removed.countDown();
                    }
                }
                gradeOnAfter(removed);
            }, "grading-queue-" + i);
            threads.add(thread);
            thread.start();
        }
        wake();
    }

    /** Ends what is being graded; it is graded anew by the next lab. */
    void close() {
        threads.forEach(Thread::interrupt);
        graders.shutdownNow();
    }

    /** There is something new in the queue. */
    void wake() {
        work.release(workers);
    }

    /** Grades all submissions of a homework anew, since a check was mended. */
    public void regrade(Homework homework, long now) {
        submissions.regrade(homework.id(), now);
        wake();
    }

    public Place place(Submission submission) {
        int before = submissions.before(submission);
        long each = submissions.averageMillis().orElse(GUESS_MILLIS);
        return new Place(before, each * (before / workers + 1));
    }

    private void gradeOnAfter(CountDownLatch removed) {
        try {
            removed.await();
        } catch (InterruptedException ending) {
            return;
        }
        gradeOn();
    }

    private void gradeOn() {
        Optional<Submission> taken = Optional.empty();
        try {
            while (true) {
                try {
                    if (taken.isPresent() && !putBack(taken.get())) {
                        fail(taken.get(), "the report could not be stored");
                    }
                    taken = submissions.begin(System.currentTimeMillis());
                    if (taken.isPresent()) {
                        grade(taken.get());
                        taken = Optional.empty();
                    } else {
                        work.acquire();
                    }
                } catch (RuntimeException failure) {
                    LOGGER.log(System.Logger.Level.ERROR, "grading goes on after a failure of the lab", failure);
                    Thread.sleep(pause.toMillis());
                }
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private void grade(Submission submission) throws InterruptedException {
        Optional<Student> student = students.find(submission.student());
        Optional<Homework> homework = homeworks.find(submission.homework());
        if (student.isEmpty() || homework.isEmpty()) {
            fail(submission, "this homework is not in the course at the moment");
            return;
        }
        Future<Report> running = graders.submit(() -> grading.grade(homework.get(), submission, student.get(), ByteBuffer.wrap(Checksum.hmac(key, "submission\n" + submission.id())).getLong()));
        try {
            Report report = running.get(most.toMillis(), TimeUnit.MILLISECONDS);
            boolean late = homework.get().isLate(submission.at());
            submissions.graded(submission.id(), report, late, late ? homework.get().late().points(report.points()) : report.points(), System.currentTimeMillis());
            tries.remove(submission.id());
        } catch (TimeoutException hangs) {
            running.cancel(true);
            fail(submission, "the grading took more than " + most.toMinutes() + " minutes and was ended");
            LOGGER.log(System.Logger.Level.WARNING, "the grading of submission \"" + submission.id() + "\" was ended after " + most.toMinutes() + " minutes");
        } catch (ExecutionException | CancellationException failure) {
            if (LoopCalls.isEngineAway(failure) && isTriedAgain(submission)) {
                return;
            }
            LOGGER.log(System.Logger.Level.WARNING, "submission \"" + submission.id() + "\" could not be graded", failure);
            fail(submission, "the grading failed");
        } catch (InterruptedException ended) {
            running.cancel(true);
            throw ended;
        }
    }

    /** What the lab failed at is graded again; not for ever, since others wait. @return whether it is */
    private boolean putBack(Submission left) {
        int tried = tries.getOrDefault(left.id(), 0) + 1;
        if (tried == TRIES) {
            return false;
        }
        submissions.requeue(left.id());
        tries.put(left.id(), tried); // only now: a database that is away for long uses up no tries
        return true;
    }

    /** Puts a grading back that found no engine, and waits. */
    private boolean isTriedAgain(Submission submission) throws InterruptedException {
        if (!putBack(submission)) {
            return false;
        }
        LOGGER.log(System.Logger.Level.WARNING, "submission \"" + submission.id() + "\" waits: the engine cannot be reached");
        Thread.sleep(pause.toMillis() << tries.get(submission.id()) - 1);
        return true;
    }

    private void fail(Submission submission, String message) {
        submissions.failed(submission.id(), message, System.currentTimeMillis());
        tries.remove(submission.id());
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }
}
