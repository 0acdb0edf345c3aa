package dev.berth.lab.homework;

import dev.berth.lab.account.Students;
import dev.berth.lab.machine.CleanMachines;
import dev.berth.lab.machine.Machines;
import dev.berth.lab.progress.Progress;
import io.vertx.core.Context;
import java.nio.file.Path;
import java.time.Duration;

/** Puts the parts of homework together. */
public final class HomeworkDesk {

    private static final Duration CLEANING = Duration.ofSeconds(120);
    private static final long MEMORY_OF_A_GRADING = 1L << 30;
    /** The rest of a larger host is the students'. */
    private static final int MOST_WORKERS = 2;
    private static final System.Logger LOGGER = System.getLogger(HomeworkDesk.class.getName());

    private final GradingQueue queue;
    private final HandIn handIn;
    private final Submissions submissions;
    private final SubmissionFiles files;
    private final CleanMachines machines;
    private final LoopCalls calls;

    /**
     * @param folder of the lab, for homework
     * @param key    of the class, from which values follow
     */
    public HomeworkDesk(Homeworks homeworks, Submissions submissions, Students students, Progress progress, Machines studentMachines, CleanMachines machines,
            HandIn.StudentFilesSource source, Context loop, Path folder, byte[] key) {
        this.submissions = submissions;
        this.machines = machines;
        this.calls = new LoopCalls(loop);
        this.files = new SubmissionFiles(folder);
        StudentImages images = new StudentImages(new CatalogImages(folder.resolve("images"), files, machines, calls), calls, files);
        HomeworkGrader grader = new HomeworkGrader(machines, calls, images, files);
        this.queue = new GradingQueue(submissions, homeworks, students,
                (homework, submission, student, seed) -> grader.grade(homework, submission, homeworks.values(homework, student), seed),
                key, workers(), GradingQueue.MOST, GradingQueue.PAUSE);
        this.handIn = new HandIn(homeworks, submissions, files, queue, students, progress, studentMachines, calls, images, source,
                new Examination(studentMachines, progress, calls, loop));
    }

    public GradingQueue queue() {
        return queue;
    }

    public HandIn handIn() {
        return handIn;
    }

    /** Begins to grade what waits. */
    public void open() {
        files.open(submissions.ids());
        queue.start(() -> {
            try {
                calls.await(CLEANING, machines::removeAll);
            } catch (LoopCalls.CallFailedException failure) {
                LOGGER.log(System.Logger.Level.WARNING, "machines for grading may be left: " + failure.getMessage());
            }
        });
    }

    /** Ends what waits for machines; what is being graded is graded anew by the next lab. */
    public void close() {
        handIn.close();
        queue.close();
    }

    /** As many as processors and memory allow, and not more than {@link #MOST_WORKERS}. */
    private static int workers() {
        long memory = ((com.sun.management.OperatingSystemMXBean) java.lang.management.ManagementFactory.getOperatingSystemMXBean()).getTotalMemorySize();
        return (int) Math.max(1, Math.min(Math.min(MOST_WORKERS, Runtime.getRuntime().availableProcessors()), memory / MEMORY_OF_A_GRADING / 2));
    }
}
