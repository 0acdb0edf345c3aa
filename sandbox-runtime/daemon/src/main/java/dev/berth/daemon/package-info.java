/**
 * The engine as a program. {@code http} is a small web server on unix sockets with Docker's peculiarities, {@code docker} Docker's API on it, {@code machine} what
 * Docker has no word for and the sockets of all levels. The only place that knows HTTP and the JSON of the wire; what is decided, is decided in the engine.
 */
package dev.berth.daemon;
