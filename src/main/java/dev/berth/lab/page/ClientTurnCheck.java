package dev.berth.lab.page;

import dev.berth.lab.connection.ClientTurn;
import io.quarkus.websockets.next.HttpUpgradeCheck;
import io.quarkus.websockets.next.UserData.TypedKey;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;

/** Lets a WebSocket say when it has dealt with a frame; Quarkus would take all that come and queue them. Refuses nobody. */
@Singleton
public final class ClientTurnCheck implements HttpUpgradeCheck {

    static final TypedKey<ClientTurn> TURN = new TypedKey<>("berth-turn");

    @Override
    public Uni<CheckResult> perform(HttpUpgradeContext context) {
        context.userData().put(TURN, ClientTurn.of(context.httpRequest().connection()));
        return CheckResult.permitUpgrade();
    }
}
