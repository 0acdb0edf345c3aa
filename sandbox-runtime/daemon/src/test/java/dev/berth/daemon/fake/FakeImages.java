package dev.berth.daemon.fake;

import static dev.berth.engine.EngineException.Kind.INVALID_PARAMETER;
import static dev.berth.engine.EngineException.Kind.NOT_FOUND;

import dev.berth.engine.EngineException;
import dev.berth.engine.image.Digest;
import dev.berth.engine.image.Image;
import dev.berth.engine.image.ImageConfig;
import dev.berth.engine.image.ImageReference;
import dev.berth.engine.image.ImageUsers;
import dev.berth.engine.image.Images;
import dev.berth.engine.image.Platform;
import dev.berth.engine.work.PiecewiseOutput;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Images by name alone; what is imported or loaded is counted and dropped. */
public final class FakeImages implements Images {
    /** An image whose archive has no end. */
    public static final String ENDLESS = "endless";

    private static final class Endless implements PiecewiseOutput {
        @Override
        public boolean writeNext(OutputStream target) throws IOException {
            target.write(new byte[100_000]);
            return true;
        }

        @Override
        public void close() {
            // nothing is open
        }
    }

    private final Map<ImageReference, Image> images = new LinkedHashMap<>();
    private long received;

    FakeImages() {
        images.put(ImageReference.parse("debian"), image("d"));
        images.put(ImageReference.parse("berth/workstation"), image("e"));
    }

    private static Image image(String digit) {
        ImageConfig config = new ImageConfig("", List.of("PATH=/bin"), List.of(), Optional.of(List.of("bash")), "", Map.of(), new TreeSet<>(), new TreeSet<>(), Optional.empty(), Optional.empty());
        return new Image(new Digest(digit.repeat(64)), config, true, Instant.EPOCH, new Platform("linux", "amd64", ""), "", "", List.of(new Digest("a".repeat(64))), 100_000_000,
                List.of(new Image.History(Instant.EPOCH, "made by a test", "", false, 100_000_000)));
    }

    @Override
    public synchronized Named find(String text) {
        return lookUp(text).orElseThrow(() -> new EngineException(NOT_FOUND, "No such image: " + ImageReference.parse(text).familiar()));
    }

    @Override
    public synchronized Optional<Named> lookUp(String text) {
        ImageReference reference = ImageReference.parse(text);
        return Optional.ofNullable(images.get(reference)).map(image -> new Named(image, List.of(reference), Optional.empty(), false));
    }

    @Override
    public synchronized List<Named> list() {
        return images.entrySet().stream().map(each -> new Named(each.getValue(), List.of(each.getKey()), Optional.empty(), false)).toList();
    }

    @Override
    public void load(InputStream archive, Consumer<String> progress) {
        count(archive);
        progress.accept("Loaded image: debian:latest");
    }

    @Override
    public Image importRootFileSystem(InputStream tar, Optional<ImageReference> reference, String message, List<String> changes) {
        count(tar);
        Image image = image("f");
        synchronized (this) {
            reference.ifPresent(name -> images.put(name, image));
        }
        return image;
    }

    private void count(InputStream content) {
        try {
            long count = content.transferTo(OutputStream.nullOutputStream());
            synchronized (this) {
                received = count;
            }
        } catch (IOException broken) {
            throw new EngineException(INVALID_PARAMETER, "broken archive", broken);
        }
    }

    public synchronized long received() {
        return received;
    }

    @Override
    public synchronized Image commit(Commit commit, Optional<InputStream> layer) {
        Image image = image("c");
        commit.reference().ifPresent(name -> images.put(name, image));
        return image;
    }

    @Override
    public synchronized void tag(String source, ImageReference target) {
        images.put(target, find(source).image());
    }

    @Override
    public synchronized void pull(ImageReference reference, Optional<Platform> platform, Consumer<PullStep> progress) {
        if (!images.containsKey(reference)) {
            throw new EngineException(NOT_FOUND, "pull access denied for " + reference.familiarName()
                    + ", repository does not exist or may require 'docker login': denied: requested access to the resource is denied");
        }
        progress.accept(new PullStep("", "Status: Image is up to date for " + reference.familiar()));
    }

    @Override
    public synchronized List<Removal> remove(String text, boolean force, boolean withParents, ImageUsers users) {
        Named found = find(text);
        users.usersOf(found.image().id()).stream().findFirst().ifPresent(user -> {
            throw new EngineException(EngineException.Kind.CONFLICT, "conflict: unable to remove repository reference \"" + text
                    + "\" (must force) - container " + user.abbreviatedId() + " is using its referenced image " + found.image().id().abbreviated());
        });
        images.remove(ImageReference.parse(text));
        return List.of(new Removal(Optional.of(ImageReference.parse(text).familiar()), Optional.empty()));
    }

    @Override
    public PiecewiseOutput save(List<String> texts) {
        if (texts.equals(List.of(ENDLESS))) {
            return new Endless();
        }
        throw new EngineException(NOT_FOUND, "No such image: " + texts);
    }

    @Override
    public Pruned prune(Predicate<Named> chosen, ImageUsers users) {
        return new Pruned(List.of(), 0);
    }

    @Override
    public byte[] configuration(Image image) {
        return "{}".getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void use(String user, Image image) {
        // all of them stay
    }

    @Override
    public void endUse(String user) {
        // all of them stay
    }

    @Override
    public List<String> layerFolders(Image image) {
        return List.of();
    }
}
