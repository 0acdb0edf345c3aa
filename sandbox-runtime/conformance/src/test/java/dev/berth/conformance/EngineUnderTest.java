package dev.berth.conformance;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Lends each test class a {@link Docker} that nobody else uses meanwhile, and empties it after each test: a machine of a Berth that is started once for all
 * classes, or, to check the tests themselves, one of the Dockers whose sockets the system property {@code berth.sockets} names, with commas between them.
 */
public final class EngineUnderTest implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback, ParameterResolver {
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

    /** Images by what they are there for. */
    private enum Stock {
        OF_THE_RUN,
        OF_THE_CLASS
    }

    private static Started started(ExtensionContext context) {
        return context.getRoot().getStore(NAMESPACE).computeIfAbsent(Started.class, key -> Started.start(), Started.class);
    }

    private static Docker lent(ExtensionContext context) {
        return context.getStore(NAMESPACE).get(Docker.class, Docker.class);
    }

    @Override
    public void beforeAll(ExtensionContext context) throws InterruptedException {
        Docker docker = started(context).idle().take();
        context.getStore(NAMESPACE).put(Docker.class, docker);
        context.getStore(NAMESPACE).put(Stock.OF_THE_RUN, Emptying.images(docker));
    }

    /** What a class has loaded for all its tests stays between them. */
    @Override
    public void beforeEach(ExtensionContext context) {
        context.getParent().orElseThrow().getStore(NAMESPACE).computeIfAbsent(Stock.OF_THE_CLASS, key -> Emptying.images(lent(context)));
    }

    @SuppressWarnings("unchecked")
    private static Set<String> images(ExtensionContext context, Stock stock) {
        return context.getStore(NAMESPACE).get(stock, Set.class);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        Emptying.afterTest(lent(context), images(context, Stock.OF_THE_CLASS));
    }

    @Override
    public void afterAll(ExtensionContext context) {
        Docker docker = lent(context);
        try {
            Emptying.afterClass(docker, images(context, Stock.OF_THE_RUN));
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
