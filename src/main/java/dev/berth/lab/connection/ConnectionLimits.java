package dev.berth.lab.connection;

/**
 * What all clients together may take.
 *
 * @param connections   that are open at a time
 * @param ofOneAddress  of them; a whole class may come from one address, that of its router or of a TLS proxy
 * @param bytes         of memory for requests that are not answered yet and answers that are not read yet
 */
record ConnectionLimits(int connections, int ofOneAddress, long bytes) {

    /** 150 students who open a page all at once, each with six connections, and hold an event stream and two terminals. */
    static final ConnectionLimits OF_A_CLASS = new ConnectionLimits(1_200, 1_000, 12 << 20);
}
