package dev.berth.runtime.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestInstanceFactoryContext;
import org.junit.jupiter.api.extension.TestInstancePreConstructCallback;

/** After each test this process holds as many namespaces and sockets as before, and the host has no more links. */
final class LeavesNothingBehind implements TestInstancePreConstructCallback, AfterEachCallback {
    private Held before;

    /** Before the test's own fields are made. */
    @Override
    public void preConstructTestInstance(TestInstanceFactoryContext factory, ExtensionContext context) throws IOException {
        before = Held.now();
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        assertThat(Held.now()).isEqualTo(before);
    }

    private record Held(int descriptors, List<String> links) {
        static Held now() throws IOException {
            return new Held(countDescriptors(), listLinks());
        }

        private static int countDescriptors() throws IOException {
            int count = 0;
            try (var descriptors = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
                for (Path descriptor : descriptors) {
                    String target = Files.isSymbolicLink(descriptor) ? Files.readSymbolicLink(descriptor).toString() : "";
                    count += target.startsWith("net:[") || target.startsWith("socket:[") ? 1 : 0;
                }
            }
            return count;
        }

        /** Only names that a machine's link in these tests can have: others on this host come and go. */
        private static List<String> listLinks() throws IOException {
            List<String> names = new ArrayList<>();
            try (var links = Files.newDirectoryStream(Path.of("/sys/class/net"), "b{test,other}-*")) {
                links.forEach(link -> names.add(link.getFileName().toString()));
            }
            return names;
        }
    }
}
