package dev.berth.lab.page;

import dev.berth.lab.account.Student;
import dev.berth.lab.homework.Homework;
import dev.berth.lab.homework.Homeworks;
import dev.berth.lab.homework.Submissions;
import dev.berth.lab.page.SubmissionDocuments.HomeworkDocument;
import dev.berth.lab.page.SubmissionDocuments.SubmissionDocument;
import io.smallrye.common.annotation.Blocking;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.CacheControl;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.core.Variant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** What a student's programs ask of homework; {@link HomeworkUploads} takes what they send. Described by {@code openapi.yaml}. */
@Path("/api")
@Blocking
public final class HomeworkApi {

    private static final String TEXT = MediaType.TEXT_PLAIN + ";charset=UTF-8";
    private static final List<Variant> FORMS = Variant.mediaTypes(MediaType.APPLICATION_JSON_TYPE, MediaType.TEXT_PLAIN_TYPE).build();
    private static final Pattern NUMBER = Pattern.compile("[1-9]\\d{0,8}");

    private final ApiEntrance entrance;
    private final Homeworks homeworks;
    private final Submissions submissions;
    private final SubmissionDocuments documents;

    @Inject
    HomeworkApi(ApiEntrance entrance, Homeworks homeworks, Submissions submissions, SubmissionDocuments documents) {
        this.entrance = entrance;
        this.homeworks = homeworks;
        this.submissions = submissions;
        this.documents = documents;
    }

    /** What this API is, for programs that read such descriptions. */
    @GET
    @Path("openapi")
    public Response description() {
        return Response.ok(HomeworkApi.class.getResourceAsStream("/openapi.yaml"), "application/yaml").build();
    }

    @GET
    @Path("homework/{homework}/submissions")
    public Response list(@PathParam("homework") String id, @HeaderParam(HttpHeaders.AUTHORIZATION) String authorization, @Context Request request) {
        Student student = entrance.student(authorization);
        HomeworkDocument all = documents.all(student, homework(homeworks, id));
        return answer(request, all, SubmissionDocuments::text);
    }

    @GET
    @Path("homework/{homework}/submissions/{number}")
    public Response one(@PathParam("homework") String id, @PathParam("number") String number, @HeaderParam(HttpHeaders.AUTHORIZATION) String authorization,
            @Context Request request) {
        Student student = entrance.student(authorization);
        Homework homework = homework(homeworks, id);
        SubmissionDocument one = Optional.of(number).filter(text -> NUMBER.matcher(text).matches())
                .flatMap(text -> submissions.find(student.id(), homework.id(), Integer.parseInt(text)))
                .map(submission -> documents.one(submission, homework))
                .orElseThrow(() -> new ApiRefusal(Status.NOT_FOUND, "you have no submission of that number: /api/homework/" + homework.id() + "/submissions lists those that you have"));
        return answer(request, one, SubmissionDocuments::text);
    }

    static Homework homework(Homeworks homeworks, String id) {
        return homeworks.find(id).orElseThrow(() -> new ApiRefusal(Status.NOT_FOUND, "there is no homework of that name: the address of its page ends with its name"));
    }

    private static <T> Response answer(Request request, T document, Function<T, String> text) {
        Variant form = request.selectVariant(FORMS);
        if (form == null) {
            throw new ApiRefusal(Status.NOT_ACCEPTABLE, "there are application/json and text/plain: ask for one of them by \"Accept\", or for none");
        }
        CacheControl personal = new CacheControl();
        personal.setNoStore(true);
        boolean plain = form.getMediaType().equals(MediaType.TEXT_PLAIN_TYPE);
        return Response.ok(plain ? text.apply(document) : document, plain ? TEXT : MediaType.APPLICATION_JSON).cacheControl(personal).build();
    }
}
