package dev.berth.lab.page;

import dev.berth.lab.check.Task;
import dev.berth.lab.homework.Homework;
import io.smallrye.common.annotation.Blocking;
import jakarta.inject.Inject;
import jakarta.ws.rs.CookieParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The points of a class, for a spreadsheet. */
@Path("/classroom/homework/{id: [a-z][a-z0-9-]*}.csv")
@Blocking
public final class HomeworkPoints {

    private final Entrance entrance;
    private final HomeworkClassPages pages;

    @Inject
    HomeworkPoints(Entrance entrance, HomeworkClassPages pages) {
        this.entrance = entrance;
        this.pages = pages;
    }

    @GET
    @Produces("text/csv")
    public Response csv(@PathParam("id") String id, @CookieParam(SessionCookie.INSTRUCTOR) String cookie, @CookieParam(SessionCookie.STUDENT) String student) {
        entrance.instructor(cookie, student);
        Homework homework = pages.homework(id);
        StringBuilder lines = new StringBuilder();
        List<String> heading = new ArrayList<>(List.of("name", "student", "submissions", "best", "submitted", "late", "points", "of"));
        homework.lesson().tasks().forEach(task -> heading.add(task.name()));
        append(lines, heading);
        for (HomeworkClassPages.Row row : pages.rows(homework)) {
            List<String> cells = new ArrayList<>(List.of(row.student().name(), row.student().id(), Integer.toString(row.submissions().size()),
                    row.best().map(best -> Integer.toString(best.number())).orElse(""), row.best().map(best -> Instant.ofEpochMilli(best.at()).toString()).orElse(""),
                    row.best().map(best -> best.late() ? "yes" : "no").orElse(""), Integer.toString(row.points()), Integer.toString(homework.points())));
            for (Task task : homework.lesson().tasks()) {
                cells.add(row.tasks().stream().filter(each -> each.task().equals(task.name())).findFirst().map(each -> Integer.toString(each.points())).orElse(""));
            }
            append(lines, cells);
        }
        return Response.ok(lines.toString()).header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + id + ".csv\"").build();
    }

    /** RFC 4180; and no cell begins with what a spreadsheet takes for a formula, since students choose their names. */
    private static void append(StringBuilder lines, List<String> cells) {
        lines.append(cells.stream().map(cell -> cell.matches("(?s)[=+@\\t\\r-].*") ? "'" + cell : cell)
                .map(cell -> cell.matches("(?s).*[\",\\r\\n].*") ? "\"" + cell.replace("\"", "\"\"") + "\"" : cell)
                .collect(Collectors.joining(","))).append("\r\n");
    }
}
