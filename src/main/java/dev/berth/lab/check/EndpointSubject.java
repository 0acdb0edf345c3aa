package dev.berth.lab.check;

import dev.berth.lab.check.ContainerFacts.Endpoint;
import java.util.List;

/** The networks that a container is connected to. */
final class EndpointSubject extends Subject<Endpoint> {

    static final EndpointSubject ENDPOINT = new EndpointSubject();

    private EndpointSubject() {
        super("network", List.of(
                Field.text("name", Endpoint::network),
                new Field<>("address", FieldType.TEXT, (endpoint, facts) -> endpoint.address().isEmpty() ? List.of() : List.of(endpoint.address())),
                Field.texts("alias", Endpoint::aliases)),
                List.of());
    }

    @Override
    String title(final Endpoint endpoint) {
        return endpoint.network();
    }
}
