package dev.berth.lab.homework;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a program says that it sends as a submission.
 *
 * @param boundary between the parts of a form; empty for a tar
 */
public record BodyType(Optional<String> boundary) {

    private static final Pattern FORM = Pattern.compile("multipart/form-data[ \\t]*+;.{0,100}?\\bboundary=(?:\"([^\"]{1,70})\"|([^\";,\\s]{1,70}))(?:[ \\t]*+;.{0,100})?", Pattern.CASE_INSENSITIVE);

    /** @param text a header {@code Content-Type}; empty if it names neither a form nor a tar */
    public static Optional<BodyType> parse(String text) {
        if (text.strip().toLowerCase(Locale.ROOT).equals("application/x-tar")) {
            return Optional.of(new BodyType(Optional.empty()));
        }
        Matcher form = FORM.matcher(text.strip());
        return form.matches() ? Optional.of(form.group(1) == null ? form.group(2) : form.group(1)).filter(MultipartReader::isBoundary).map(Optional::of).map(BodyType::new) : Optional.empty();
    }
}
