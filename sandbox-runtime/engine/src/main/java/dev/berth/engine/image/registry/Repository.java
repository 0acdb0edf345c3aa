package dev.berth.engine.image.registry;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.engine.EngineException;
import dev.berth.engine.image.Digest;
import dev.berth.engine.image.ImageLimits;
import dev.berth.engine.image.ImageReference;
import dev.berth.engine.image.RegistryCredentials;
import dev.berth.engine.image.document.Documents;
import dev.berth.engine.image.registry.RegistryClient.Request;
import dev.berth.engine.image.registry.RegistryClient.Response;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A repository of a registry: manifests by tag or digest, and blobs. Calls block, and each ends the one before. */
public final class Repository {
    private static final String ACCEPTED = String.join(", ",
            "application/vnd.docker.distribution.manifest.v2+json",
            "application/vnd.docker.distribution.manifest.list.v2+json",
            "application/vnd.oci.image.manifest.v1+json",
            "application/vnd.oci.image.index.v1+json",
            "application/vnd.docker.distribution.manifest.v1+prettyjws");
    private static final int TAGS_BYTES = 1 << 20;
    private static final int MOST_TAGS = 1000;
    private static final int MOST_TOKENS = 10_000;
    private static final int OK = 200;
    private static final int CREATED = 201;
    private static final int ACCEPTED_STATUS = 202;
    private static final int NO_CONTENT = 204;
    private static final int PARTIAL = 206;
    private static final int NOT_FOUND = 404;

    private final Registry registry;
    private final String path;

    private Repository(Registry registry, String path) {
        this.registry = registry;
        this.path = "/v2/" + path;
    }

    /** @param writing whether something is to be put there */
    public static Repository open(RegistryClient client, ImageReference reference, RegistryCredentials credentials, boolean writing) throws IOException {
        String scope = "repository:" + reference.path() + ":" + (writing ? "push,pull" : "pull");
        return new Repository(Registry.open(client, reference.domain(), credentials, scope), reference.path());
    }

    /** @param mediaType as the registry says */
    public record Manifest(String mediaType, byte[] bytes) {}

    /** @param reference a tag or a digest. @throws RegistryException also for one that is too large */
    public Manifest manifest(String reference) throws IOException {
        Response answer = registry.send(registry.request(HttpMethod.GET, path + "/manifests/" + reference).with("accept", ACCEPTED));
        require(answer, OK);
        byte[] bytes = answer.bytes(ImageLimits.DOCUMENT_BYTES);
        if (Documents.hasMoreTokens(bytes, ImageLimits.ARCHIVE_DOCUMENT_TOKENS)) {
            throw new RegistryException(0, "", "manifest of " + reference + " says more than " + ImageLimits.ARCHIVE_DOCUMENT_TOKENS + " things");
        }
        return new Manifest(answer.header(HttpHeaderNames.CONTENT_TYPE).orElse(""), bytes);
    }

    /** All of them, sorted as the registry does. */
    public List<String> tags() throws IOException {
        List<String> tags = new ArrayList<>();
        Optional<Request> next = Optional.of(registry.request(HttpMethod.GET, path + "/tags/list"));
        while (next.isPresent()) {
            Response answer = registry.send(next.get());
            require(answer, OK);
            byte[] bytes = answer.bytes(TAGS_BYTES);
            int before = tags.size();
            list(bytes).forEach(tag -> tags.add(tag.asText()));
            if (tags.size() > MOST_TAGS) {
                throw new RegistryException(0, "", "repository has more than " + MOST_TAGS + " tags: name those that are wanted");
            }
            Optional<String> link = answer.header("link").filter(text -> text.startsWith("<") && text.contains(">") && tags.size() > before);
            next = link.isPresent() ? Optional.of(registry.request(HttpMethod.GET, RegistryClient.resolve(answer.request(), link.get().substring(1, link.get().indexOf('>'))))) : Optional.empty();
        }
        tags.removeIf(tag -> !ImageReference.isTag(tag));
        return tags;
    }

    private static JsonNode list(byte[] bytes) throws RegistryException {
        try {
            return Documents.hasMoreTokens(bytes, MOST_TOKENS) ? Documents.newArray() : Documents.object(bytes, "list of tags").path("tags");
        } catch (EngineException malformed) {
            throw new RegistryException(0, "", malformed.getMessage());
        }
    }

    /** Its content, which is not examined. @param from the first byte of it that is wanted */
    public InputStream blob(Digest digest, long from) throws IOException {
        Request request = registry.request(HttpMethod.GET, path + "/blobs/" + digest);
        Response answer = registry.send(from > 0 ? request.with("range", "bytes=" + from + "-") : request);
        require(answer, from > 0 ? PARTIAL : OK);
        return answer.content();
    }

    /** As it is known there. @return its bytes; empty: it has none. */
    public Optional<Long> size(Digest blob) throws IOException {
        Response answer = registry.send(registry.request(HttpMethod.HEAD, path + "/blobs/" + blob));
        if (answer.status() == NOT_FOUND) {
            return Optional.empty();
        }
        require(answer, OK);
        try {
            return answer.header(HttpHeaderNames.CONTENT_LENGTH).map(Long::parseLong);
        } catch (NumberFormatException malformed) {
            return Optional.empty();
        }
    }

    /** Takes a blob over from another repository of the registry, if it has it there and this client may read it. */
    public boolean mount(Digest blob, String from) throws IOException {
        Response answer = registry.send(registry.request(HttpMethod.POST, path + "/blobs/uploads/?from=" + from + "&mount=" + blob));
        if (answer.status() == CREATED) {
            return true;
        }
        if (answer.status() == ACCEPTED_STATUS) { // it has begun an upload instead, which nobody needs
            registry.send(registry.request(HttpMethod.DELETE, location(answer)));
        }
        return false;
    }

    /** Writes a blob, of which nothing is known before it is written. */
    public interface Writing {
        /** @return the digest of what was written */
        Digest writeTo(OutputStream target) throws IOException;
    }

    /** @return the digest of what is there now */
    public Digest upload(Writing writing) throws IOException {
        Response begun = registry.send(registry.request(HttpMethod.POST, path + "/blobs/uploads/"));
        require(begun, ACCEPTED_STATUS);
        List<Digest> written = new ArrayList<>();
        Request sent = registry.request(HttpMethod.PATCH, location(begun)).with("content-type", "application/octet-stream");
        Response taken = registry.send(new Request(sent.method(), sent.target(), sent.headers(), target -> written.add(writing.writeTo(target)), sent.unverified()));
        if (taken.status() != NO_CONTENT) {
            require(taken, ACCEPTED_STATUS);
        }
        Digest digest = written.get(written.size() - 1);
        URI end = location(taken);
        Response stored = registry.send(registry.request(HttpMethod.PUT, URI.create(end + (end.getRawQuery() == null ? "?" : "&") + "digest=" + digest)));
        require(stored, CREATED);
        return digest;
    }

    private static URI location(Response answer) throws IOException {
        return RegistryClient.resolve(answer.request(), answer.header(HttpHeaderNames.LOCATION).orElse(""));
    }

    public void putManifest(String tag, String mediaType, byte[] manifest) throws IOException {
        Request head = registry.request(HttpMethod.PUT, path + "/manifests/" + tag).with("content-type", mediaType).with("content-length", Integer.toString(manifest.length));
        Response stored = registry.send(new Request(head.method(), head.target(), head.headers(), target -> target.write(manifest), head.unverified()));
        require(stored, CREATED);
    }

    private static void require(Response answer, int status) throws RegistryException {
        if (answer.status() != status) {
            throw RegistryError.of(answer);
        }
    }
}
