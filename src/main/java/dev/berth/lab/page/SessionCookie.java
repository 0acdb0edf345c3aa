package dev.berth.lab.page;

import dev.berth.lab.account.Token;
import jakarta.ws.rs.core.NewCookie;

/** The cookies that hold sessions. An instructor who tries the class out as a student has both. */
final class SessionCookie {

    static final String STUDENT = "berth-session";
    static final String INSTRUCTOR = "berth-instructor";

    /** A course's length. */
    private static final int SECONDS = 180 * 24 * 3600;

    private SessionCookie() {
    }

    /** @param name one of the two */
    static NewCookie of(String name, Token token) {
        return new NewCookie.Builder(name)
                .value(token.text())
                .path("/")
                .maxAge(SECONDS)
                .httpOnly(true)
                .sameSite(NewCookie.SameSite.LAX)
                .build();
    }
}
