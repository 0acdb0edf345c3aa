package dev.berth.runtime.launcher;

import dev.berth.runtime.kernel.Descriptor;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** The other ends of a process's standard streams: a terminal alone, or pipes. */
public record StreamDescriptors(Optional<Descriptor> terminal, Optional<Descriptor> input, Optional<Descriptor> output, Optional<Descriptor> error) {
    private static final int TERMINAL = 1;
    private static final int INPUT = 2;
    private static final int OUTPUT = 4;
    private static final int ERROR = 8;

    /** @param which bits of {@code enum stream} in the launcher's protocol.h; the descriptors come in their order */
    static StreamDescriptors of(int which, List<Descriptor> descriptors) {
        Iterator<Descriptor> next = descriptors.iterator();
        return new StreamDescriptors(take(which, TERMINAL, next), take(which, INPUT, next), take(which, OUTPUT, next), take(which, ERROR, next));
    }

    private static Optional<Descriptor> take(int which, int bit, Iterator<Descriptor> next) {
        return (which & bit) != 0 && next.hasNext() ? Optional.of(next.next()) : Optional.empty();
    }
}
