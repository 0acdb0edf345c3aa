package dev.berth.daemon.http;

import static dev.berth.engine.EngineException.Kind.INVALID_PARAMETER;

import dev.berth.engine.EngineException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The keys that end a client's session on a terminal and leave the process running, {@code ctrl-p,ctrl-q} by default. Looks at what is typed: keys that may become
 * the sequence are held back until it is clear whether they do.
 */
public final class DetachKeys {
    private static final String DEFAULT = "ctrl-p,ctrl-q";
    private static final String CONTROL = "ctrl-";
    /** Each at the place of the code that its key has. */
    private static final String CONTROLS = "@abcdefghijklmnopqrstuvwxyz[\\]^_";
    private static final int DELETE = 127;

    private final byte[] sequence;
    private int matched;

    private DetachKeys(byte[] sequence) {
        this.sequence = sequence;
    }

    /**
     * @param text keys with commas between them, a character, {@code DEL}, or {@code ctrl-} and one of {@code a-z @ [ \ ] ^ _}; empty: Docker's own
     * @throws EngineException INVALID_PARAMETER, with Docker's text for attach
     */
    public static DetachKeys parse(String text) {
        return find(text).orElseThrow(() -> new EngineException(INVALID_PARAMETER, "Invalid detach keys (" + text + ") provided"));
    }

    /** Empty when they are none. */
    public static Optional<DetachKeys> find(String text) {
        String[] names = (text.isEmpty() ? DEFAULT : text).split(",", -1);
        byte[] sequence = new byte[names.length];
        for (int index = 0; index < names.length; index++) {
            OptionalInt key = key(names[index]);
            if (key.isEmpty()) {
                return Optional.empty();
            }
            sequence[index] = (byte) key.getAsInt();
        }
        return Optional.of(new DetachKeys(sequence));
    }

    /** The sequence, a byte for each key. */
    public byte[] bytes() {
        return sequence.clone();
    }

    private static OptionalInt key(String name) {
        if (name.length() == 1 && name.charAt(0) < DELETE) {
            return OptionalInt.of(name.charAt(0));
        }
        if (name.equals("DEL")) {
            return OptionalInt.of(DELETE);
        }
        int control = name.length() == CONTROL.length() + 1 && name.startsWith(CONTROL) ? CONTROLS.indexOf(name.charAt(CONTROL.length())) : -1;
        return control < 0 ? OptionalInt.empty() : OptionalInt.of(control);
    }

    /** What came of a part of the input. @param passed what goes on to the process. @param detached true: the sequence was typed, and what followed it is dropped */
    public record Scan(ByteBuffer passed, boolean detached) {}

    public Scan scan(ByteBuffer typed) {
        ByteBuffer passed = ByteBuffer.allocate(matched + typed.remaining());
        while (typed.hasRemaining()) {
            byte key = typed.get();
            if (key == sequence[matched]) {
                matched++;
            } else {
                passed.put(sequence, 0, matched);
                matched = 0;
                if (key == sequence[0]) {
                    matched = 1;
                } else {
                    passed.put(key);
                }
            }
            if (matched == sequence.length) {
                matched = 0;
                return new Scan(passed.flip(), true);
            }
        }
        return new Scan(passed.flip(), false);
    }
}
