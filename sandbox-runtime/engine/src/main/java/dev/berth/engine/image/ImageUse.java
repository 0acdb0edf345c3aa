package dev.berth.engine.image;

/**
 * That something is made of an image.
 *
 * @param machine where it is; empty: it is itself a machine
 * @param user any name that is its own there
 */
public record ImageUse(String machine, String user, Digest image) {}
