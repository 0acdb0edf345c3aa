package dev.berth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A client that asks for one thing after the other, at random, until the engine is gone; it knows what it must have then. Only the last request was not answered: that may have
 * been done or not.
 */
final class BusyClient {
    private static final String IMAGE = SmallImage.NAME;
    private static final int MOST = 5;
    private static final int FEW = 16;

    private final Wire wire;
    private final String name;
    private final Random random;
    private Belongings owned = Belongings.NONE;
    private List<Belongings> perhaps = List.of();
    private String asked = "nothing";
    private int last;
    private int answered;

    BusyClient(Wire wire, String name, Random random) {
        this.wire = wire;
        this.name = name;
        this.random = random;
    }

    int answered() {
        return answered;
    }

    /** Returns when the engine does not answer any more. */
    void work() {
        try {
            while (true) {
                askForSomething();
                answered++;
            }
        } catch (GoneException gone) {
            // as it must be at some time
        }
    }

    private static final class GoneException extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    private void askForSomething() {
        List<String> containers = List.copyOf(owned.containers().keySet());
        String one = containers.isEmpty() ? "" : containers.get(random.nextInt(containers.size()));
        boolean runs = !one.isEmpty() && owned.containers().get(one).startsWith("running");
        String memory = one.isEmpty() ? "" : owned.containers().get(one).split(" ")[1];
        switch (random.nextInt(one.isEmpty() ? 4 : 13)) {
            case 0, 1 -> create();
            case 2 -> volume();
            case 3 -> load();
            case 4, 5 -> start(one, runs, memory);
            case 6 -> kill(one, runs, memory);
            case 7 -> remove(one, runs, memory);
            case 8 -> rename(one);
            case 9 -> update(one);
            case 10 -> commit(one);
            case 11 -> exec(one, runs);
            default -> ask("POST", "/containers/prune?" + Wire.filters("{\"label\":[\"owner=" + name + "\"]}"), "", owned.withoutStopped());
        }
    }

    private String next(String kind) {
        last++;
        return name + kind + last;
    }

    private void create() {
        if (owned.containers().size() < MOST) {
            String container = next("c");
            // Few have one: a prune leaves it, and a machine may have two hundred.
            String volumes = random.nextInt(FEW) == 0 ? "{\"/data\":{}}" : "{}";
            String body = "{\"Image\":\"" + IMAGE + "\",\"Cmd\":[\"sleep\",\"1000\"],\"Labels\":{\"owner\":\"" + name + "\"},\"Volumes\":" + volumes + ",\"HostConfig\":{\"Memory\":33554432}}";
            ask("POST", "/containers/create?name=" + container, body, owned.with(container, "created 33554432"));
        }
    }

    private void start(String container, boolean runs, String memory) {
        if (!runs) {
            ask("POST", "/containers/" + container + "/start", "", owned.with(container, "running " + memory));
        }
    }

    private void kill(String container, boolean runs, String memory) {
        if (runs) {
            ask("POST", "/containers/" + container + "/kill", "", owned.with(container, "exited " + memory));
        }
    }

    /** Two steps, as in Docker: it may have been killed and be there still. */
    private void remove(String container, boolean runs, String memory) {
        Belongings killed = runs ? owned.with(container, "exited " + memory) : owned;
        ask("DELETE", "/containers/" + container + "?force=1&v=1", "", owned.without(container), killed);
    }

    private void rename(String container) {
        String other = next("r");
        ask("POST", "/containers/" + container + "/rename?name=" + other, "", owned.without(container).with(other, owned.containers().get(container)));
    }

    private void update(String container) {
        long memory = (40L + random.nextInt(20)) << 20;
        String state = owned.containers().get(container).split(" ")[0];
        ask("POST", "/containers/" + container + "/update", "{\"Memory\":" + memory + ",\"MemorySwap\":-1}", owned.with(container, state + " " + memory));
    }

    private void exec(String container, boolean runs) {
        if (runs) {
            String command = "{\"Cmd\":[\"sh\",\"-c\",\"echo x >>/file; sleep 0.05\"],\"AttachStdout\":true}";
            Answer made = ask("POST", "/containers/" + container + "/exec", command, owned);
            ask("POST", "/exec/" + made.text().replaceAll("[^0-9a-f]", "").substring(1) + "/start", "{}", owned);
        }
    }

    private void volume() {
        Set<String> volumes = owned.volumes();
        if (volumes.size() < MOST && random.nextBoolean()) {
            String volume = next("v");
            ask("POST", "/volumes/create", "{\"Name\":\"" + volume + "\"}", owned.withVolumes(all -> changed(all, () -> all.add(volume))));
        } else if (!volumes.isEmpty()) {
            String volume = volumes.iterator().next();
            ask("DELETE", "/volumes/" + volume, "", owned.withVolumes(all -> changed(all, () -> all.remove(volume))));
        }
    }

    private void commit(String container) {
        if (owned.images().size() < MOST) {
            String image = next("i");
            ask("POST", "/commit?container=" + container + "&repo=" + image + "&tag=1", "", owned.withImages(all -> changed(all, () -> all.add(image + ":1"))));
        } else {
            String image = owned.images().iterator().next();
            ask("DELETE", "/images/" + image, "", owned.withImages(all -> changed(all, () -> all.remove(image))));
        }
    }

    private void load() {
        if (owned.images().size() < MOST) {
            String image = next("l") + ":1";
            byte[] layer = new Tar().file("content", image).bytes();
            String config = "{\"architecture\":\"amd64\",\"os\":\"linux\",\"config\":{},\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[\"sha256:" + sha256(layer) + "\"]}}";
            byte[] archive = new Tar()
                    .file("manifest.json", "[{\"Config\":\"config.json\",\"RepoTags\":[\"" + image + "\"],\"Layers\":[\"layer.tar\"]}]")
                    .file("config.json", config)
                    .file("layer.tar", new String(layer, StandardCharsets.US_ASCII))
                    .bytes();
            ask(() -> wire.postTar("/images/load", archive), "load " + image, owned.withImages(all -> changed(all, () -> all.add(image))));
        }
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static Set<String> changed(Set<String> set, Runnable change) {
        change.run();
        return set;
    }

    private Answer ask(String method, String path, String body, Belongings then, Belongings... orElse) {
        String type = body.isEmpty() ? "" : "Content-Type: application/json\r\n";
        return ask(() -> wire.send(method, path, type, body.getBytes(StandardCharsets.UTF_8)), method + " " + path, then, orElse);
    }

    private Answer ask(Supplier<Answer> request, String what, Belongings then, Belongings... orElse) {
        asked = what;
        perhaps = Stream.concat(Stream.of(owned, then), Stream.of(orElse)).toList();
        Answer answer;
        try {
            answer = request.get();
        } catch (UncheckedIOException | IndexOutOfBoundsException | NumberFormatException cut) {
            throw new GoneException(); // in the middle of an answer, perhaps
        }
        if (answer.status() == 0 || isCutShort(what, answer)) {
            throw new GoneException();
        }
        assertThat(answer.status()).as("%s: %s", what, answer.text()).isLessThan(300);
        owned = then;
        return answer;
    }

    /** What takes long is answered while it is done: its last words count. */
    private static boolean isCutShort(String what, Answer answer) {
        return what.startsWith("load") && !answer.text().contains("Loaded image");
    }

    /** The engine is there again: what was answered is so, and the last request was done as a whole or not at all; a prune may have come to some. */
    void check() {
        Belongings now = Belongings.of(wire, name);
        if (asked.contains("/prune")) {
            assertThat(now.isBetween(owned, perhaps.get(1))).as("%s is between %s", now, perhaps).isTrue();
        } else {
            assertThat(now).as("%s after %s", name, asked).isIn(perhaps);
        }
        owned = now;
        perhaps = List.of(now);
        asked = "nothing";
    }

    /** Gives everything back. */
    void remove() {
        List<String> paths = new ArrayList<>();
        owned.containers().keySet().forEach(container -> paths.add("/containers/" + container + "?force=1&v=1"));
        owned.images().forEach(image -> paths.add("/images/" + image));
        owned.volumes().forEach(volume -> paths.add("/volumes/" + volume));
        for (String path : paths) {
            Answer answer = wire.delete(path);
            assertThat(answer.status()).as("DELETE %s: %s", path, answer.text()).isLessThan(300);
        }
        owned = Belongings.NONE;
    }
}
