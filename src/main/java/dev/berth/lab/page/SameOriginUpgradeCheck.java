package dev.berth.lab.page;

import io.quarkus.websockets.next.HttpUpgradeCheck;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;

/** Refuses WebSockets that pages of other sites open: browsers would send our cookie along. Programs that are no browsers send no Origin. */
@Singleton
public final class SameOriginUpgradeCheck implements HttpUpgradeCheck {

    private static final int FORBIDDEN = 403;

    @Override
    public Uni<CheckResult> perform(HttpUpgradeContext context) {
        HttpServerRequest request = context.httpRequest();
        String origin = request.getHeader("Origin");
        boolean ours = origin == null || SameOrigin.holds(origin, null, request.getHeader("Host"));
        return ours ? CheckResult.permitUpgrade() : CheckResult.rejectUpgrade(FORBIDDEN);
    }
}
