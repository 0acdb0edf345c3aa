package dev.berth.daemon.docker.build;

import static dev.berth.engine.EngineException.Kind.INVALID_PARAMETER;
import static dev.berth.engine.EngineException.Kind.SYSTEM;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import dev.berth.daemon.grpc.GrpcClient;
import dev.berth.daemon.grpc.GrpcException;
import dev.berth.engine.EngineException;
import dev.berth.engine.build.BuildRequest;
import dev.berth.engine.build.BuildSession;
import dev.berth.engine.build.Builds;
import dev.berth.engine.build.IgnoreRules;
import dev.berth.engine.build.Recipe;
import dev.berth.engine.work.PiecewiseInput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** What a build gets from its client's session: the Dockerfile, the context, secrets. */
final class SessionFiles implements BuildSession {
    private static final String SECRET = "/moby.buildkit.secrets.v1.Secrets/GetSecret";
    private static final String CONTEXT = "context";
    private static final String IGNORE_FILE = ".dockerignore";
    private static final String USUAL_FILE = "Dockerfile";
    private static final String FRONTEND = "failed to solve with frontend dockerfile.v0: ";
    private static final int MOST_BYTES = 1 << 20;
    /** As BuildKit's. */
    private static final int LARGEST_SECRET = 500 * 1024;

    private final GrpcClient client;
    private final Builds builds;
    private final BuildTrace trace;

    SessionFiles(GrpcClient client, Builds builds, BuildTrace trace) {
        this.client = client;
        this.builds = builds;
        this.trace = trace;
    }

    /** Blocks for as long as the client sends. */
    Builds.Context receive(BuildRequest request) throws IOException {
        String name = request.dockerfile().isEmpty() ? USUAL_FILE : request.dockerfile();
        Map<String, byte[]> files = readDockerfile(name);
        byte[] text = Optional.ofNullable(files.get(name)).or(() -> Optional.ofNullable(name.equals(USUAL_FILE) ? files.get(name.toLowerCase(Locale.ROOT)) : null))
                .orElseThrow(() -> new EngineException(SYSTEM, FRONTEND + "failed to read dockerfile: open " + name + ": no such file or directory"));
        IgnoreRules ignored = readIgnored(Optional.ofNullable(files.get(name + IGNORE_FILE)));
        Recipe recipe;
        try {
            recipe = Builds.recipe(text, request);
        } catch (EngineException wrong) {
            throw new EngineException(wrong.kind(), FRONTEND + "failed to create LLB definition: " + wrong.getMessage(), wrong);
        }
        Optional<List<String>> paths = builds.contextPaths(recipe);
        return paths.filter(List::isEmpty).isPresent() ? builds.receive(InputStream.nullInputStream(), recipe) : readContext(recipe, paths.orElse(List.of()), ignored);
    }

    private Map<String, byte[]> readDockerfile(String name) throws IOException {
        FileSync.Wanted wanted = new FileSync.Wanted("dockerfile").include(ascii(name)).include(ascii(name + IGNORE_FILE));
        if (name.equals(USUAL_FILE)) {
            wanted.include(name.toLowerCase(Locale.ROOT));
        }
        trace.began("[internal] load build definition from " + name);
        try (FileSync files = new FileSync(client, wanted)) {
            Map<String, byte[]> read = files.read(new HashSet<>(List.of(name, name + IGNORE_FILE, name.toLowerCase(Locale.ROOT))), MOST_BYTES);
            trace.transferred("transferring dockerfile:", files.received());
            trace.done();
            return read;
        }
    }

    private static String ascii(String name) {
        if (!name.matches("[\\x20-\\x7e]+")) {
            throw new EngineException(INVALID_PARAMETER, "the name of the Dockerfile, \"" + name + "\", has other characters than those of ASCII: BuildKit's clients are asked by such alone");
        }
        return name;
    }

    /** @param special rules beside the Dockerfile, which are taken instead of those in the context */
    private IgnoreRules readIgnored(Optional<byte[]> special) throws IOException {
        trace.began("[internal] load .dockerignore");
        try (FileSync files = new FileSync(client, new FileSync.Wanted(CONTEXT).include(IGNORE_FILE))) {
            byte[] rules = special.orElse(files.read(Set.of(IGNORE_FILE), MOST_BYTES).getOrDefault(IGNORE_FILE, new byte[0]));
            trace.transferred("transferring context:", files.received());
            trace.done();
            return IgnoreRules.parse(new String(rules, StandardCharsets.UTF_8));
        }
    }

    private Builds.Context readContext(Recipe recipe, List<String> paths, IgnoreRules ignored) throws IOException {
        List<String> patterns = ignored.patterns();
        patterns.stream().filter(pattern -> !pattern.matches("[\\x20-\\x7e]+")).findFirst().ifPresent(pattern -> {
            throw new EngineException(INVALID_PARAMETER, "the pattern \"" + pattern + "\" of .dockerignore has other characters than those of ASCII: BuildKit's clients are told such alone");
        });
        trace.began("[internal] load build context");
        FileSync files = new FileSync(client, new FileSync.Wanted(CONTEXT).exclude(patterns).follow(paths));
        try (InputStream tar = new PiecewiseInput(files)) {
            Builds.Context context = builds.receive(tar, recipe);
            trace.transferred("transferring context:", files.received());
            trace.done();
            return context;
        }
    }

    @Override
    public CompletionStage<Optional<byte[]>> secret(String id) {
        return client.unary(SECRET, question(id), LARGEST_SECRET).handle((answer, failure) -> {
            Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
            if (cause instanceof GrpcException refused && refused.isNotFound()) {
                return Optional.empty();
            }
            if (cause != null) {
                throw new EngineException(SYSTEM, "the client does not give secret \"" + id + "\": " + cause.getMessage(), cause);
            }
            return Optional.of(data(answer));
        });
    }

    private static byte[] question(String id) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        try {
            out.writeString(1, id);
            out.flush();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    private static byte[] data(byte[] answer) {
        try {
            CodedInputStream in = CodedInputStream.newInstance(answer);
            byte[] data = new byte[0];
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                if (WireFormat.getTagFieldNumber(tag) == 1) {
                    data = in.readByteArray();
                } else {
                    in.skipField(tag);
                }
            }
            return data;
        } catch (IOException malformed) {
            throw new EngineException(INVALID_PARAMETER, "the client's secret is malformed", malformed);
        } finally {
            Arrays.fill(answer, (byte) 0);
        }
    }
}
