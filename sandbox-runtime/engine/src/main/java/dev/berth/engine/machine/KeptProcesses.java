package dev.berth.engine.machine;

import dev.berth.runtime.SandboxProcess;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The processes of an earlier engine: each is taken over once by who knows it from its records. Thread safe. */
public final class KeptProcesses {
    private static final int SIGKILL = 9;

    private final Map<String, SandboxProcess> byKey;

    public KeptProcesses(Map<String, SandboxProcess> byKey) {
        this.byKey = new HashMap<>(byKey);
    }

    public synchronized Optional<SandboxProcess> take(String key) {
        return Optional.ofNullable(byKey.remove(key));
    }

    /** What nobody took was never acknowledged, or has ended and was not forgotten yet: it goes. */
    public synchronized void endRest() {
        byKey.values().forEach(KeptProcesses::end);
        byKey.clear();
    }

    private static void end(SandboxProcess process) {
        process.signal(SIGKILL);
        process.exit().thenRun(process::forget);
    }
}
