package dev.berth.engine.image.layer;

import dev.berth.engine.image.Digest;
import dev.berth.engine.image.document.Descriptor;

/**
 * A layer that is unpacked on this host.
 *
 * @param diffId digest of its tar, not compressed
 * @param bytes of its files
 * @param blob its tar as the content store has it, compressed or not
 */
public record Layer(Digest diffId, long bytes, Descriptor blob) {}
