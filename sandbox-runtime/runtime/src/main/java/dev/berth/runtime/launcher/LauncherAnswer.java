package dev.berth.runtime.launcher;

import dev.berth.runtime.ExitStatus;
import dev.berth.runtime.kernel.Descriptor;
import dev.berth.runtime.kernel.MessageSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A message of the launcher. What is in it is read field after field, in the order in which the launcher's README lists them. */
final class LauncherAnswer {
    static final int LAUNCHED = 1;
    static final int FAILED = 2;
    static final int ANNOUNCED = 3;
    static final int KEPT = 4;
    static final int LISTED = 5;
    static final int ENDED = 6;
    static final int OPENED = 7;

    private final ByteBuffer fields;
    private final List<Descriptor> descriptors;
    private final int kind;
    private final int request;

    LauncherAnswer(MessageSocket.Message message) {
        fields = message.bytes();
        descriptors = message.descriptors();
        kind = number();
        request = number();
    }

    int kind() {
        return kind;
    }

    /** What it answers; 0: nothing that was asked. */
    int request() {
        return request;
    }

    int number() {
        return fields.getInt();
    }

    String text() {
        byte[] bytes = new byte[number() - 1];
        fields.get(bytes).get();
        return new String(bytes, StandardCharsets.UTF_8);
    }

    ExitStatus status() {
        int code = number();
        long high = Integer.toUnsignedLong(number());
        long low = Integer.toUnsignedLong(number());
        return new ExitStatus(code, Instant.ofEpochMilli(high << Integer.SIZE | low), false);
    }

    StepFailedException failure() {
        return new StepFailedException(number(), number());
    }

    Descriptor folder() {
        return descriptors.get(0);
    }

    /** @param key of what was launched */
    KeptProcess launched(String key) {
        return new KeptProcess(key, number(), descriptors.get(0), streams(), Optional.empty());
    }

    KeptProcess kept() {
        String key = text();
        int pid = number();
        StreamDescriptors streams = streams();
        boolean ended = number() != 0;
        ExitStatus status = status();
        return new KeptProcess(key, pid, descriptors.get(0), streams, ended ? Optional.of(status) : Optional.empty());
    }

    private StreamDescriptors streams() {
        return StreamDescriptors.of(number(), descriptors.subList(1, descriptors.size()));
    }
}
