package dev.berth.engine.container;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code --log-opt tag=} makes of a container: a text with <code>{{.Name}}</code> and the like in it. Of Go's templates these alone, which are all that Docker documents.
 *
 * @see <a href="https://docs.docker.com/config/containers/logging/log_tags/">Docker, log tags</a>
 */
final class LogTag {
    private static final int SHORT = 12;
    private static final Pattern ACTION = Pattern.compile("\\{\\{(.*?)}}", Pattern.DOTALL);
    private static final Pattern FIELD = Pattern.compile("\\s*\\.([A-Za-z]\\w*)\\s*");

    private LogTag() {}

    /** @throws dev.berth.engine.EngineException SYSTEM, in Docker's words where it has some */
    static String of(String template, ContainerRecord record) {
        Map<String, String> fields = fields(record);
        StringBuilder tag = new StringBuilder();
        Matcher action = ACTION.matcher(template);
        while (action.find()) {
            action.appendReplacement(tag, Matcher.quoteReplacement(value(action, fields)));
        }
        int rest = tag.length();
        action.appendTail(tag);
        if (tag.indexOf("{{", rest) >= 0) {
            throw LogDetails.refused("template: log-tag:1: unclosed action");
        }
        return tag.toString();
    }

    private static String value(Matcher action, Map<String, String> fields) {
        Matcher field = FIELD.matcher(action.group(1));
        if (!field.matches()) {
            throw LogDetails.refused("template: log-tag:1: unsupported action \"" + action.group() + "\": use fields alone, as {{.Name}}");
        }
        String name = field.group(1);
        if (!fields.containsKey(name)) {
            throw LogDetails.refused("template: log-tag:1:" + (action.start(1) + field.start(1) - 1) + ": executing \"log-tag\" at <." + name
                    + ">: can't evaluate field " + name + " in type *logger.Info");
        }
        return fields.get(name);
    }

    private static Map<String, String> fields(ContainerRecord record) {
        String image = record.image().toString();
        return Map.of(
                "ID", record.id().abbreviated(),
                "FullID", record.id().value(),
                "Name", record.name(),
                "ImageID", image.substring(0, SHORT), // of "sha256:…": as Docker abbreviates here
                "ImageFullID", image,
                "ImageName", record.imageName(),
                "DaemonName", "docker",
                "Command", String.join(" ", record.program().command()));
    }
}
