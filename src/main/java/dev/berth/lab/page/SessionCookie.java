package dev.berth.lab.page;

import dev.berth.lab.account.Token;
import jakarta.ws.rs.core.NewCookie;

/** The cookie that holds a session. */
final class SessionCookie {

    static final String NAME = "berth-session";

    /** A course's length. */
    private static final int SECONDS = 180 * 24 * 3600;

    private SessionCookie() {
    }

    static NewCookie of(Token token) {
        return new NewCookie.Builder(NAME)
                .value(token.text())
                .path("/")
                .maxAge(SECONDS)
                .httpOnly(true)
                .sameSite(NewCookie.SameSite.LAX)
                .build();
    }
}
