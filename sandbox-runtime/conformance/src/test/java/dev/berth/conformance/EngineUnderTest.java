package dev.berth.conformance;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests a {@link Docker}: a machine of a Berth that is started once for all of them, or, to check the tests themselves, any Docker whose socket the system
 * property {@code berth.socket} names: {@code mvn -pl conformance test -Dberth.socket=/var/run/docker.sock}.
 */
public final class EngineUnderTest implements BeforeAllCallback, ParameterResolver {
    private static final String SOCKET = System.getProperty("berth.socket", "");
    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(EngineUnderTest.class);

    /** Lives as long as the tests. */
    private record Started(Berth berth, Docker docker) implements AutoCloseable {
        static Started start() {
            try {
                if (!SOCKET.isEmpty()) {
                    Docker docker = new Docker(Path.of(SOCKET));
                    SmallImage.into(docker);
                    return new Started(null, docker);
                }
                Berth berth = new Berth();
                return new Started(berth, berth.startMachine("tested"));
            } catch (Exception failed) {
                throw new IllegalStateException("the engine to test did not start", failed);
            }
        }

        @Override
        public void close() throws Exception {
            if (berth != null) {
                berth.close();
            } else {
                List<String> left = docker.run("ps", "-aq").output().lines().toList();
                left.forEach(id -> docker.run("rm", "-f", id));
            }
        }
    }

    private static Started started(ExtensionContext context) {
        return context.getRoot().getStore(NAMESPACE).computeIfAbsent(Started.class, key -> Started.start(), Started.class);
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        started(context);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Docker.class || parameter.getParameter().getType() == Berth.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Docker.class ? started(context).docker() : started(context).berth();
    }
}
