package dev.berth.lab.check;

/** The machine could not be asked. The message says what did not answer; students see it. */
final class FactsUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    FactsUnavailableException(final String message) {
        super(message);
    }
}
