package dev.berth.engine.dockerfile;

import static dev.berth.engine.EngineException.Kind.INVALID_PARAMETER;

import dev.berth.engine.EngineException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * One {@code --mount} of a RUN instruction.
 *
 * @param id of a secret or a cache; {@code ""}: by the other fields
 * @param from a stage or an image; {@code ""}: the context
 * @param target {@code ""}: by the id
 * @param mode absent: the usual one of the type
 * @see <a href="https://docs.docker.com/reference/dockerfile/#run---mount">Dockerfile reference, RUN --mount</a>
 */
public record RunMount(
        Type type, String id, String from, String source, String target, boolean readOnly, boolean required, Optional<Integer> mode, int uid, int gid, OptionalLong bytes) {
    private static final Set<String> FLAGS = Set.of("readonly", "ro", "readwrite", "rw", "required");
    private static final int OCTAL = 8;

    /** With the names that they have in a Dockerfile, in upper case. */
    public enum Type {
        BIND,
        CACHE,
        TMPFS,
        SECRET
    }

    /** @throws EngineException INVALID_PARAMETER with Docker's text */
    static RunMount parse(String text) {
        Reader reader = new Reader();
        for (String field : text.split(",", -1)) {
            reader.read(field);
        }
        return reader.mount();
    }

    private static EngineException refused(String message) {
        return new EngineException(INVALID_PARAMETER, message);
    }

    private static final class Reader {
        private Type type = Type.BIND;
        private String id = "";
        private String from = "";
        private String source = "";
        private String target = "";
        private Optional<Boolean> readOnly = Optional.empty();
        private boolean required;
        private Optional<Integer> mode = Optional.empty();
        private int uid;
        private int gid;
        private OptionalLong bytes = OptionalLong.empty();

        void read(String field) {
            int equals = field.indexOf('=');
            String key = (equals < 0 ? field : field.substring(0, equals)).toLowerCase(Locale.ROOT);
            if (equals < 0 && !FLAGS.contains(key)) {
                throw refused("invalid field '" + field + "' must be a key=value pair");
            }
            String value = equals < 0 ? "true" : field.substring(equals + 1);
            switch (key) {
                case "type" -> type = type(value);
                case "id" -> id = value;
                case "from" -> from = value;
                case "source", "src" -> source = value;
                case "target", "dst", "destination" -> target = value;
                case "readonly", "ro" -> readOnly = Optional.of(flag(key, value));
                case "readwrite", "rw" -> readOnly = Optional.of(!flag(key, value));
                case "required" -> required = flag(key, value);
                case "mode" -> mode = Optional.of(number(key, value, OCTAL));
                case "uid" -> uid = number(key, value, 10);
                case "gid" -> gid = number(key, value, 10);
                case "size" -> bytes = OptionalLong.of(number(key, value, 10));
                case "sharing" -> sharing(value);
                default -> throw refused("unexpected key '" + key + "' in '" + field + "'");
            }
        }

        private static Type type(String value) {
            if (value.equalsIgnoreCase("ssh")) {
                throw refused("mount type \"ssh\" is not supported here: give what the step needs as a secret");
            }
            return Arrays.stream(Type.values()).filter(each -> each.name().equalsIgnoreCase(value)).findFirst()
                    .orElseThrow(() -> refused("unsupported mount type " + GoText.quoted(value)));
        }

        /** A cache is shared by builds one after the other, whatever it says. */
        private static void sharing(String value) {
            if (!Set.of("shared", "private", "locked").contains(value.toLowerCase(Locale.ROOT))) {
                throw refused("unsupported sharing value " + GoText.quoted(value));
            }
        }

        private static boolean flag(String key, String value) {
            return switch (value.toLowerCase(Locale.ROOT)) {
                case "true", "1", "t" -> true;
                case "false", "0", "f" -> false;
                default -> throw refused("invalid value for " + key + ": " + value);
            };
        }

        private static int number(String key, String value, int base) {
            try {
                return Integer.parseUnsignedInt(value, base) & Integer.MAX_VALUE;
            } catch (NumberFormatException noNumber) {
                throw refused("invalid value for " + key + ": " + value);
            }
        }

        RunMount mount() {
            if (type == Type.SECRET) {
                id = !source.isEmpty() ? source : !id.isEmpty() ? id : name(target);
                target = target.isEmpty() ? "/run/secrets/" + name(id) : target;
            } else if (type == Type.CACHE) {
                id = id.isEmpty() ? target : id;
            }
            if (target.isEmpty() || id.isEmpty() && type == Type.SECRET) {
                throw refused(type == Type.SECRET ? "one of source, target required" : "target is required");
            }
            return new RunMount(type, id, from, source, target, readOnly.orElse(type == Type.BIND), required, mode, uid, gid, bytes);
        }

        private static String name(String path) {
            return path.substring(path.lastIndexOf('/') + 1);
        }
    }
}
