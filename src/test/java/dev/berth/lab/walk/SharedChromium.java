package dev.berth.lab.walk;

import java.nio.file.Path;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives all tests the same Chromium. What a test has opened is closed after it; of a test that failed, pictures are kept in {@code target/walk}. */
final class SharedChromium implements ParameterResolver, AfterEachCallback {

    private static final Path PICTURES = Path.of("target", "walk");

    @Override
    public boolean supportsParameter(final ParameterContext parameter, final ExtensionContext test) {
        return parameter.getParameter().getType() == Chromium.class;
    }

    @Override
    public Chromium resolveParameter(final ParameterContext parameter, final ExtensionContext test) {
        return chromium(test);
    }

    @Override
    public void afterEach(final ExtensionContext test) {
        final Chromium chromium = chromium(test);
        if (test.getExecutionException().isPresent()) {
            chromium.photograph(PICTURES, test.getRequiredTestMethod().getName());
        }
        chromium.closeWindows();
    }

    private static Chromium chromium(final ExtensionContext test) {
        return test.getRoot().getStore(ExtensionContext.Namespace.create(SharedChromium.class))
                .computeIfAbsent(Chromium.class, type -> new Chromium(), Chromium.class);
    }
}
