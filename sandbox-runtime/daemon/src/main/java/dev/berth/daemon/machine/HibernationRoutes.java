package dev.berth.daemon.machine;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.daemon.http.Exchange;
import dev.berth.daemon.http.Json;
import dev.berth.daemon.http.Router;
import dev.berth.engine.container.ContainerState;
import dev.berth.engine.machine.Hibernation;
import java.util.concurrent.CompletionStage;

/** {@code /berth/machines/NAME} on the admin socket: machines put to sleep, and woken. See docs/machine-api.md. */
final class HibernationRoutes {
    private final Hibernation hibernation;

    private HibernationRoutes(Hibernation hibernation) {
        this.hibernation = hibernation;
    }

    static void add(Router router, Hibernation hibernation) {
        HibernationRoutes routes = new HibernationRoutes(hibernation);
        router.add("GET", "/berth/machines/{name}", routes::inspect);
        router.add("POST", "/berth/machines/{name}/hibernate", routes::hibernate);
        router.add("POST", "/berth/machines/{name}/wake", routes::wake);
    }

    private CompletionStage<?> inspect(Exchange exchange) {
        return hibernation.inspect(exchange.place("name")).thenAccept(rest -> exchange.answer(200, json(rest)));
    }

    private static ObjectNode json(Hibernation.Rest rest) {
        ObjectNode json = Json.object();
        json.put("Name", rest.machine());
        json.put("Id", rest.id());
        json.put("State", state(rest));
        rest.asleepSince().ifPresentOrElse(since -> json.put("HibernatedAt", since.toString()), () -> json.putNull("HibernatedAt"));
        ArrayNode containers = json.putArray("Containers");
        rest.containers().forEach(containers::add);
        return json;
    }

    private static String state(Hibernation.Rest rest) {
        if (rest.asleepSince().isEmpty()) {
            return rest.state().status();
        }
        return rest.state() instanceof ContainerState.Running ? "hibernating" : "hibernated";
    }

    private CompletionStage<?> hibernate(Exchange exchange) {
        return hibernation.hibernate(exchange.place("name")).thenRun(() -> exchange.answer(204));
    }

    private CompletionStage<?> wake(Exchange exchange) {
        return hibernation.wake(exchange.place("name"), exchange.gone()).thenRun(() -> exchange.answer(204));
    }
}
