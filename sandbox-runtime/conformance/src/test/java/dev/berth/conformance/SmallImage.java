package dev.berth.conformance;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A root file system of one static busybox, as a tar: the image that all tests use, on whatever engine. */
final class SmallImage {
    static final String NAME = "conformance:latest";
    private static final Path BUSYBOX = Path.of("/bin/busybox");
    private static final List<String> FOLDERS = List.of("bin", "dev", "etc", "proc", "sys", "tmp", "root", "run", "var", "home", "usr");

    private SmallImage() {}

    static byte[] tar() throws IOException, InterruptedException {
        Path root = Files.createTempDirectory("conformance-image");
        try {
            for (String folder : FOLDERS) {
                Files.createDirectory(root.resolve(folder));
            }
            Files.copy(BUSYBOX, root.resolve("bin/busybox"), StandardCopyOption.COPY_ATTRIBUTES);
            for (String applet : output(new ProcessBuilder(BUSYBOX.toString(), "--list")).split("\n")) {
                if (!applet.equals("busybox")) {
                    Files.createSymbolicLink(root.resolve("bin").resolve(applet), Path.of("busybox"));
                }
            }
            Files.writeString(root.resolve("etc/passwd"), "root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/home:/bin/sh\n");
            Files.writeString(root.resolve("etc/group"), "root:x:0:\nnogroup:x:65534:\n");
            Process tar = new ProcessBuilder("tar", "-C", root.toString(), "--owner=0", "--group=0", "-c", ".").start();
            byte[] bytes = tar.getInputStream().readAllBytes();
            tar.waitFor();
            return bytes;
        } finally {
            delete(root);
        }
    }

    private static String output(ProcessBuilder command) throws IOException, InterruptedException {
        Process process = command.start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        process.waitFor();
        return text;
    }

    static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }

    /** Imports the image, with a command of its own, under its name. */
    static void into(Docker docker) throws IOException, InterruptedException {
        docker.runWith(tar(), "import", "--change", "CMD [\"sh\"]", "--change", "ENV PATH=/bin", "-", NAME);
    }
}
