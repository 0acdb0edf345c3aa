package dev.berth.runtime.kernel;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import jnr.ffi.Pointer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that waits for all pipes, terminals and sockets of the engine, by epoll(7). A descriptor is reported once and then rests until it is armed again
 * (EPOLLONESHOT): otherwise a hang-up, which cannot be masked, would be reported without end while its reader is paused.
 */
public final class EventLoop implements AutoCloseable {
    public static final int READABLE = 0x1;
    public static final int WRITABLE = 0x4;

    private static final Logger LOG = LoggerFactory.getLogger(EventLoop.class);
    private static final int EPOLLONESHOT = 1 << 30;
    private static final int EPOLL_CLOEXEC = 0x80000;
    private static final int EFD_CLOEXEC_NONBLOCK = 0x80800;
    private static final int CONTROL_ADD = 1;
    private static final int CONTROL_DELETE = 2;
    private static final int CONTROL_MODIFY = 3;
    private static final int EVENTS = 64;
    // struct epoll_event is packed on x86_64 alone.
    private static final boolean PACKED = System.getProperty("os.arch").equals("amd64");
    private static final int EVENT_SIZE = PACKED ? 12 : 16;
    private static final int EVENT_TOKEN = PACKED ? 4 : 8;
    private static final long WAKE_TOKEN = 0;

    private final Descriptor set;
    private final Descriptor wake;
    private final Map<Long, Registration> registrations = new ConcurrentHashMap<>();
    private final AtomicLong nextToken = new AtomicLong(WAKE_TOKEN + 1);
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean woken = new AtomicBoolean();
    private final Thread thread;
    private final Pointer one = SystemCalls.pointer(SystemCalls.allocate(Long.BYTES).putLong(0, 1));
    private final Pointer wakeCount = SystemCalls.pointer(SystemCalls.allocate(Long.BYTES));
    // Arming happens for every piece of output: it must not allocate.
    private final ByteBuffer event = SystemCalls.allocate(EVENT_SIZE);
    private final Pointer eventPointer = SystemCalls.pointer(event);
    private volatile boolean closing;

    /** What happens when a descriptor is ready. Runs on the loop's thread. */
    public interface Handler {
        void ready();
    }

    /** A descriptor that the loop knows. */
    public final class Registration implements AutoCloseable {
        private final long token;
        private final Descriptor descriptor;
        private final Handler handler;

        private Registration(long token, Descriptor descriptor, Handler handler) {
            this.token = token;
            this.descriptor = descriptor;
            this.handler = handler;
        }

        /** Reports the descriptor once when it is ready for this. */
        public void arm(int interest) {
            control(CONTROL_MODIFY, descriptor, interest | EPOLLONESHOT, token);
        }

        /** The descriptor is never reported again. Close it after this, not before. */
        @Override
        public void close() {
            if (registrations.remove(token) != null && descriptor.isOpen()) {
                control(CONTROL_DELETE, descriptor, 0, token);
            }
        }
    }

    /** Starts the thread. */
    public EventLoop(String name) {
        set = new Descriptor(SystemCalls.check("epoll_create1", SystemCalls.LIBC.epoll_create1(EPOLL_CLOEXEC)));
        wake = new Descriptor(SystemCalls.check("eventfd", SystemCalls.LIBC.eventfd(0, EFD_CLOEXEC_NONBLOCK)));
        control(CONTROL_ADD, wake, READABLE, WAKE_TOKEN);
        thread = new Thread(this::run, name);
        thread.setDaemon(true);
        thread.start();
    }

    /** The descriptor stays its owner's. It is not reported before it is armed. */
    public Registration register(Descriptor descriptor, Handler handler) {
        Registration registration = new Registration(nextToken.getAndIncrement(), descriptor, handler);
        registrations.put(registration.token, registration);
        control(CONTROL_ADD, descriptor, EPOLLONESHOT, registration.token);
        return registration;
    }

    /** Runs the task on the loop's thread: at once when called there, else soon. */
    public void execute(Runnable task) {
        if (isCurrent()) {
            task.run();
            return;
        }
        executeLater(task);
    }

    /** Runs the task on the loop's thread, after what is ready now has been handled. */
    public void executeLater(Runnable task) {
        tasks.add(task);
        if (woken.compareAndSet(false, true) && wake.isOpen()) {
            SystemCalls.LIBC.write(wake.number(), one, Long.BYTES);
        }
    }

    public boolean isCurrent() {
        return Thread.currentThread() == thread;
    }

    private synchronized void control(int operation, Descriptor descriptor, int interest, long token) {
        event.putInt(0, interest).putLong(EVENT_TOKEN, token);
        SystemCalls.check("epoll_ctl", SystemCalls.LIBC.epoll_ctl(set.number(), operation, descriptor.number(), eventPointer));
    }

    private void run() {
        ByteBuffer events = SystemCalls.allocate(EVENTS * EVENT_SIZE);
        Pointer pointer = SystemCalls.pointer(events);
        while (!closing) {
            int count = SystemCalls.LIBC.epoll_wait(set.number(), pointer, EVENTS, -1);
            for (int index = 0; index < count; index++) {
                dispatch(events.getLong(index * EVENT_SIZE + EVENT_TOKEN));
            }
        }
        wake.close();
        set.close();
    }

    private void dispatch(long token) {
        if (token == WAKE_TOKEN) {
            drainWake();
            return;
        }
        Registration registration = registrations.get(token);
        if (registration != null) {
            guard(registration.handler::ready);
        }
    }

    private void drainWake() {
        SystemCalls.LIBC.read(wake.number(), wakeCount, Long.BYTES);
        woken.set(false);
        // What these add waits until the descriptors were looked at.
        for (int left = tasks.size(); left > 0; left--) {
            guard(tasks.remove());
        }
    }

    /** A listener's mistake must not end the thread that serves all machines. */
    private static void guard(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException failure) {
            LOG.error("a task of the event loop failed", failure);
        }
    }

    /** Ends the thread, after the tasks that were given before. */
    @Override
    public void close() {
        if (isCurrent()) {
            closing = true;
            return;
        }
        execute(() -> closing = true);
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
