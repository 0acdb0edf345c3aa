package dev.berth.engine.container.option;

/**
 * Whether a container that has ended is started again.
 *
 * @param mostRetries of {@link Kind#ON_FAILURE}; 0: without end
 */
public record RestartPolicy(Kind kind, int mostRetries) {
    public static final RestartPolicy NO = new RestartPolicy(Kind.NO, 0);

    /**
     * Whether one that has ended is started again.
     *
     * @param retries how often it was, since a client started it
     * @param stoppedByHand a client has stopped it
     */
    public boolean startsAgain(int exitCode, int retries, boolean stoppedByHand) {
        return switch (kind) {
            case NO -> false;
            case ALWAYS -> true;
            case UNLESS_STOPPED -> !stoppedByHand;
            case ON_FAILURE -> exitCode != 0 && (mostRetries == 0 || retries < mostRetries);
        };
    }

    /** With the name that it has on the wire. */
    public enum Kind {
        NO("no"),
        ON_FAILURE("on-failure"),
        ALWAYS("always"),
        UNLESS_STOPPED("unless-stopped");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }
    }
}
