package dev.berth.lab.check;

import java.util.List;

/** Networks. */
final class NetworkSubject extends Subject<NetworkFacts> {

    static final NetworkSubject NETWORK = new NetworkSubject();

    private NetworkSubject() {
        super("network", List.of(
                Field.text("name", NetworkFacts::name),
                Field.texts("id", network -> List.of(DockerDocument.shortId(network.id()), network.id())),
                Field.text("driver", NetworkFacts::driver),
                Field.texts("subnet", NetworkFacts::subnets),
                Field.texts("gateway", NetworkFacts::gateways),
                Field.truth("internal", NetworkFacts::internal),
                Field.pairs("label", NetworkFacts::labels)),
                List.of(new Relation<>("connects", ContainerSubject.CONTAINER, (network, facts, query) -> facts.connectedTo(network.name()))));
    }

    @Override
    String title(final NetworkFacts network) {
        return network.name();
    }

    @Override
    List<NetworkFacts> all(final FactsView facts, final Selection.Query query) {
        return facts.networks(query.includeOlder());
    }

    @Override
    boolean hasAge() {
        return true;
    }

    @Override
    List<Field<NetworkFacts>> told() {
        return List.of(Field.text("id", network -> DockerDocument.shortId(network.id())));
    }
}
