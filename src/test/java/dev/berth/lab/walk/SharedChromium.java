package dev.berth.lab.walk;

import java.nio.file.Path;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/**
 * Gives all tests the same Chromium. What a test has opened is closed after it. The message of a test that failed tells what happened in its windows, and pictures of
 * them are kept in {@code target/walk}.
 */
final class SharedChromium implements ParameterResolver, TestExecutionExceptionHandler, BeforeEachCallback, AfterEachCallback {

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
    public void beforeEach(final ExtensionContext test) {
        RunningBerth.admitOthers();
    }

    /** With the trace of the failure, so that reports name the line of the test. */
    @Override
    public void handleTestExecutionException(final ExtensionContext test, final Throwable failure) {
        final AssertionError told = new AssertionError(failure.getMessage() + "\n" + chromium(test).tell(), failure);
        told.setStackTrace(failure.getStackTrace());
        throw told;
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
