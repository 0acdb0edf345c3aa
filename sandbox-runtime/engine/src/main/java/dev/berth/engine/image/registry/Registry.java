package dev.berth.engine.image.registry;

import dev.berth.engine.image.RegistryCredentials;
import dev.berth.engine.image.registry.RegistryClient.Body;
import dev.berth.engine.image.registry.RegistryClient.Request;
import dev.berth.engine.image.registry.RegistryClient.Response;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** A registry, found and asked for its version: what is said to it goes with the client's credentials as soon as it asks for them. */
public final class Registry {
    private static final Pattern LOOPBACK = Pattern.compile("(?:localhost|127(?:\\.[0-9]{1,3}){3})(?::[0-9]+)?");
    private static final String HTTPS_WANTED = "HTTP request to an HTTPS server";
    private static final int ANSWER_BYTES = 64 * 1024;
    private static final int OK = 200;
    private static final int BAD_REQUEST = 400;
    private static final int UNAUTHORIZED = 401;
    private static final int NOT_FOUND = 404;

    private final RegistryClient client;
    private final URI base;
    private final boolean unverified;
    private final Authorization authorization;

    private Registry(RegistryClient client, URI base, boolean unverified, Authorization authorization) {
        this.client = client;
        this.base = base;
        this.unverified = unverified;
        this.authorization = authorization;
    }

    /**
     * @param domain of an image's name: a host, perhaps with a port. The machine's own, and nobody else's, may speak without encryption
     * @param scope what is to be done, as registries name it: {@code repository:library/debian:pull}; empty: nothing yet
     * @throws RegistryException when there is no registry
     */
    public static Registry open(RegistryClient client, String domain, RegistryCredentials credentials, String scope) throws IOException {
        boolean own = LOOPBACK.matcher(domain).matches();
        Registry registry = new Registry(client, URI.create((own ? "http://" : "https://") + domain), own, new Authorization(client, credentials, scope));
        Response version = registry.ping();
        if (own && version.status() == BAD_REQUEST && new String(version.bytes(ANSWER_BYTES), StandardCharsets.UTF_8).contains(HTTPS_WANTED)) {
            registry = new Registry(client, URI.create("https://" + domain), true, new Authorization(client, credentials, scope));
            version = registry.ping();
        }
        if (version.status() == UNAUTHORIZED) {
            registry.authorization.challenged(version);
        } else if (version.status() == NOT_FOUND) {
            throw new RegistryException(NOT_FOUND, "", "error parsing HTTP 404 response body: " + registry.base + " is no registry of version 2");
        } else if (version.status() != OK) {
            throw RegistryError.of(version);
        }
        return registry;
    }

    private Response ping() throws IOException {
        return client.send(request(HttpMethod.GET, "/v2/"));
    }

    /** Whether it takes the credentials. @throws RegistryException when it does not */
    public void login() throws IOException {
        Response version = send(request(HttpMethod.GET, "/v2/"));
        if (version.status() != OK) {
            throw new RegistryException(version.status(), "", "login attempt to " + version.request().target() + " failed with status: " + HttpResponseStatus.valueOf(version.status()));
        }
    }

    Request request(HttpMethod method, String path) {
        return new Request(method, base.resolve(path), Map.of(), Body.NONE, unverified);
    }

    /** To an address that the registry has told. */
    Request request(HttpMethod method, URI target) {
        return new Request(method, target, Map.of(), Body.NONE, unverified);
    }

    /** With what the registry has asked for; once more when it asks for something else. */
    Response send(Request request) throws IOException {
        boolean own = request.target().getAuthority().equals(base.getAuthority());
        Response response = client.send(own ? authorized(request) : request);
        if (response.status() != UNAUTHORIZED || !own) {
            return response;
        }
        authorization.challenged(response);
        return client.send(authorized(request));
    }

    private Request authorized(Request request) throws IOException {
        Optional<String> header = authorization.header(request);
        return header.isPresent() ? request.with(HttpHeaderNames.AUTHORIZATION.toString(), header.get()) : request;
    }

    void end() {
        client.end();
    }
}
