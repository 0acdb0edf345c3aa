package dev.berth.lab.check;

/** The machine could not be asked. The message says what did not answer; students see it. */
public final class FactsUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public FactsUnavailableException(final String message, final Throwable cause) {
        super(message, cause);
    }
}
