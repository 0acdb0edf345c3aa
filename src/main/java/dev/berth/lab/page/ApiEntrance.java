package dev.berth.lab.page;

import dev.berth.lab.account.ApiTokens;
import dev.berth.lab.account.Student;
import dev.berth.lab.account.Students;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response.Status;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lets in programs that have a student's token. */
@Singleton
final class ApiEntrance {

    /** RFC 6750, 2.1. */
    private static final Pattern BEARER = Pattern.compile("(?i:bearer) +([A-Za-z0-9._~+/-]{1,200}=*) *");

    private final ApiTokens tokens;
    private final Students students;

    @Inject
    ApiEntrance(ApiTokens tokens, Students students) {
        this.tokens = tokens;
        this.students = students;
    }

    /**
     * Waits for nothing: who has no token costs no more than that.
     *
     * @param authorization the header, or null
     * @return the token, which is that of a student of the class
     * @throws ApiRefusal if there is none
     */
    String token(String authorization) {
        Matcher bearer = BEARER.matcher(Optional.ofNullable(authorization).orElse(""));
        if (!bearer.matches()) {
            throw new ApiRefusal(Status.UNAUTHORIZED, "no token was sent: send the header \"Authorization: Bearer TOKEN\" with a token that you have made on the page /tokens");
        }
        if (tokens.student(bearer.group(1)).filter(students::has).isEmpty()) {
            throw wrong();
        }
        return bearer.group(1);
    }

    /**
     * Blocks on the database.
     *
     * @param authorization the header, or null
     * @throws ApiRefusal if it has no token of a student of the class
     */
    Student student(String authorization) {
        String token = token(authorization);
        Student student = tokens.student(token).flatMap(students::find).orElseThrow(ApiEntrance::wrong);
        tokens.used(token, System.currentTimeMillis());
        return student;
    }

    private static ApiRefusal wrong() {
        return new ApiRefusal(Status.UNAUTHORIZED, "this token opens nothing: it was mistyped or revoked; make a new one on the page /tokens");
    }
}
