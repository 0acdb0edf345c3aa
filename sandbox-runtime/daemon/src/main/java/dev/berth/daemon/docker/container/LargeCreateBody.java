package dev.berth.daemon.docker.container;

import static dev.berth.engine.EngineException.Kind.INVALID_PARAMETER;
import static dev.berth.engine.EngineException.Kind.TOO_LARGE;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.daemon.http.Json;
import dev.berth.engine.EngineException;
import dev.berth.engine.network.HostPorts;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * A body of {@code POST /containers/create} that is larger than a request's body may be: the docker command writes a range of ports out, and all ports take 4.3 MB. It is read
 * as it comes, so that it takes no more memory than another, and refused for what is too much in it.
 */
final class LargeCreateBody {
    private static final int MOST_BYTES = 8 << 20;
    private static final int MOST_KEPT_BYTES = 256 * 1024;
    private static final int MOST_KEPT_PORTS = 100;

    /** As the engine has it. */
    private static final int MOST_PUBLISHED = HostPorts.MOST;
    private static final String EXPOSED = "ExposedPorts";
    private static final String PUBLISHED = "PortBindings";

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder().maxStringLength(MOST_KEPT_BYTES).build())
            .build();

    private final JsonParser from;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private final JsonGenerator to;
    private boolean exposedWereDropped;
    private int published;

    private LargeCreateBody(InputStream body) throws IOException {
        from = FACTORY.createParser(new Bounded(body));
        to = FACTORY.createGenerator(kept);
    }

    /**
     * Blocks, as the client sends.
     *
     * @throws EngineException TOO_LARGE, INVALID_PARAMETER
     */
    static JsonNode read(InputStream body) {
        try {
            LargeCreateBody copy = new LargeCreateBody(body);
            copy.run();
            if (copy.published > MOST_PUBLISHED) {
                throw new EngineException(TOO_LARGE, copy.published + " ports are to be published, and a machine may have " + MOST_PUBLISHED + ": publish fewer");
            }
            if (copy.exposedWereDropped) {
                throw tooLarge();
            }
            return Json.read(copy.kept.toByteArray());
        } catch (StreamConstraintsException one) {
            throw tooLarge();
        } catch (JsonProcessingException wrong) {
            throw Json.invalid(wrong);
        } catch (IOException gone) {
            throw new EngineException(INVALID_PARAMETER, "the request's body is not whole: " + gone.getMessage(), gone);
        }
    }

    private void run() throws IOException {
        while (from.nextToken() != null) {
            to.copyCurrentEvent(from);
            if (from.currentToken() == JsonToken.FIELD_NAME) {
                boolean exposed = EXPOSED.equalsIgnoreCase(from.currentName());
                boolean published = PUBLISHED.equalsIgnoreCase(from.currentName());
                if ((exposed || published) && from.nextToken() == JsonToken.START_OBJECT) {
                    int ports = copyFirstPorts();
                    exposedWereDropped |= exposed && ports > MOST_KEPT_PORTS;
                    this.published += published ? ports : 0;
                } else if (exposed || published) {
                    to.copyCurrentStructure(from);
                }
            }
            requireSmall();
        }
        to.close();
    }

    /** @return how many there are */
    private int copyFirstPorts() throws IOException {
        to.writeStartObject();
        int ports = 0;
        while (from.nextToken() == JsonToken.FIELD_NAME) {
            ports++;
            if (ports > MOST_KEPT_PORTS) {
                from.nextToken();
                from.skipChildren();
            } else {
                to.copyCurrentStructure(from);
                requireSmall();
            }
        }
        to.writeEndObject();
        return ports;
    }

    private void requireSmall() {
        if (kept.size() > MOST_KEPT_BYTES) {
            throw tooLarge();
        }
    }

    private static EngineException tooLarge() {
        return new EngineException(TOO_LARGE, "the request's body is larger than 1 MiB, the most that is read");
    }

    private static final class Bounded extends FilterInputStream {
        private int left = MOST_BYTES;

        Bounded(InputStream body) {
            super(body);
        }

        @Override
        public int read() throws IOException {
            throw new UnsupportedOperationException("the parser reads blocks");
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int count = super.read(bytes, offset, length);
            left -= Math.max(0, count);
            if (left < 0) {
                throw tooLarge();
            }
            return count;
        }
    }
}
