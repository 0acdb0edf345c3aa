package dev.berth.conformance;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Lends each test class a {@link Docker} that nobody else uses meanwhile, and empties it after each test: a machine of a Berth that is started once for all
 * classes, or, to check the tests themselves, one of the Dockers whose sockets the system property {@code berth.sockets} names, with commas between them.
 */
public final class EngineUnderTest implements BeforeAllCallback, AfterEachCallback, AfterAllCallback, ParameterResolver {
    private static final String SOCKETS = System.getProperty("berth.sockets", "");

    /** Whether the tests run against a stock Docker. */
    static final boolean STOCK = !SOCKETS.isEmpty();

    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(EngineUnderTest.class);

    /** As many as classes that run beside each other: see junit-platform.properties. */
    private static final int MACHINES = 2;

    /** Lives as long as the tests. */
    private record Started(Berth berth, BlockingQueue<Docker> idle) implements AutoCloseable {
        static Started start() {
            try {
                Berth berth = STOCK ? null : new Berth();
                List<Docker> dockers = STOCK ? stock() : Stream.iterate(1, next -> next + 1).limit(MACHINES).map(number -> berth.startMachine("tested" + number)).toList();
                return new Started(berth, new LinkedBlockingQueue<>(dockers));
            } catch (Exception failed) {
                throw new IllegalStateException("the engine to test did not start", failed);
            }
        }

        private static List<Docker> stock() throws Exception {
            List<Docker> dockers = Stream.of(SOCKETS.split(",")).map(socket -> new Docker(Path.of(socket))).toList();
            for (Docker docker : dockers) {
                SmallImage.into(docker);
            }
            return dockers;
        }

        @Override
        public void close() throws Exception {
            if (berth != null) {
                berth.close();
            }
        }
    }

    private static Started started(ExtensionContext context) {
        return context.getRoot().getStore(NAMESPACE).computeIfAbsent(Started.class, key -> Started.start(), Started.class);
    }

    private static Docker lent(ExtensionContext context) {
        return context.getStore(NAMESPACE).get(Docker.class, Docker.class);
    }

    @Override
    public void beforeAll(ExtensionContext context) throws InterruptedException {
        context.getStore(NAMESPACE).put(Docker.class, started(context).idle().take());
    }

    @Override
    public void afterEach(ExtensionContext context) {
        Emptying.afterTest(lent(context));
    }

    @Override
    public void afterAll(ExtensionContext context) {
        Docker docker = lent(context);
        try {
            Emptying.afterClass(docker);
        } finally {
            started(context).idle().add(docker);
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Docker.class || parameter.getParameter().getType() == Berth.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Docker.class ? lent(context) : started(context).berth();
    }
}
