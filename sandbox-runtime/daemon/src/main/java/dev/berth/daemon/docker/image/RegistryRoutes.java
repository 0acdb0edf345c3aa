package dev.berth.daemon.docker.image;

import static dev.berth.engine.EngineException.Kind.INVALID_PARAMETER;
import static dev.berth.engine.EngineException.Kind.NOT_IMPLEMENTED;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.daemon.http.Exchange;
import dev.berth.daemon.http.Json;
import dev.berth.daemon.http.Router;
import dev.berth.daemon.http.UploadLine;
import dev.berth.engine.EngineException;
import dev.berth.engine.image.ImageReference;
import dev.berth.engine.image.Images;
import dev.berth.engine.image.RegistryCredentials;
import dev.berth.engine.machine.MachineView;
import java.util.concurrent.CompletionStage;

/** What is asked of registries besides images: {@code docker login}, {@code docker manifest}, {@code docker search}. */
public final class RegistryRoutes {
    private static final AutoCloseable NOTHING = () -> { };

    private final Images images;
    private final UploadLine uploads;

    private RegistryRoutes(MachineView machine, UploadLine uploads) {
        images = machine.images();
        this.uploads = uploads;
    }

    public static void add(Router router, MachineView machine, UploadLine uploads) {
        RegistryRoutes routes = new RegistryRoutes(machine, uploads);
        router.add("POST", "/auth", routes::login);
        router.add("GET", "/distribution/{name}/json", routes::inspect);
        router.add("GET", "/images/search", RegistryRoutes::search);
    }

    private CompletionStage<?> login(Exchange exchange) {
        return exchange.json().thenCompose(body -> {
            RegistryCredentials credentials = RegistryAuth.of(body);
            String domain = domain(body.path("serveraddress").asText(""));
            return uploads.transfer(exchange, NOTHING, () -> {
                images.login(domain, credentials, exchange.gone());
                return Json.object().put("IdentityToken", "").put("Status", "Login Succeeded");
            });
        }).thenAccept(answer -> exchange.answer(200, answer));
    }

    /** @param address as {@code localhost:5000}, or with a scheme and a path as older clients send it. @throws EngineException INVALID_PARAMETER */
    private static String domain(String address) {
        String host = address.replaceFirst("^https?://", "").replaceFirst("/.*", "");
        if (host.isEmpty() || host.equals("index.docker.io") || host.equals("docker.io") || host.equals("registry-1.docker.io")) {
            throw new EngineException(INVALID_PARAMETER, "nobody can log in to the Docker Hub here, whose images are the class's: name a registry, as in docker login localhost:5000");
        }
        ImageReference any = ImageReference.parse(host + "/any");
        if (!any.domain().equals(host)) {
            throw new EngineException(INVALID_PARAMETER, "\"" + host + "\" is no registry: name its host, with its port, as in docker login localhost:5000");
        }
        return host;
    }

    private CompletionStage<?> inspect(Exchange exchange) {
        ImageReference reference = ImageReference.parse(exchange.place("name"));
        RegistryCredentials credentials = RegistryAuth.read(exchange);
        return uploads.transfer(exchange, NOTHING, () -> images.distribution(reference, credentials, exchange.gone())).thenAccept(found -> {
            ObjectNode json = Json.object();
            json.putObject("Descriptor").put("mediaType", found.mediaType()).put("digest", found.manifest().toString()).put("size", found.bytes());
            ArrayNode platforms = json.putArray("Platforms");
            found.platforms().forEach(platform -> {
                ObjectNode one = platforms.addObject().put("architecture", platform.architecture()).put("os", platform.operatingSystem());
                if (!platform.variant().isEmpty()) {
                    one.put("variant", platform.variant());
                }
            });
            exchange.answer(200, json);
        });
    }

    private static CompletionStage<?> search(Exchange exchange) {
        throw new EngineException(NOT_IMPLEMENTED, "docker search asks the Docker Hub, which nobody does here: docker image ls shows the class's images, and "
                + "curl localhost:5000/v2/_catalog what a registry at localhost:5000 has");
    }
}
