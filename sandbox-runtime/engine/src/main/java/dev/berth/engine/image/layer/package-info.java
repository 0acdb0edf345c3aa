/**
 * Layers, unpacked once for all machines in {@code layers/<diff id>}. Beside lie {@code images/layers/<diff id>.json}, what is known of one; {@code <diff id>.frame}, with which
 * its files make the tar again that it came as; {@code <diff id>.unsynced} while they may not be on the disk yet: a layer is synced after it is used
 * ({@link dev.berth.engine.image.layer.UnsyncedLayers}), and what of it a host that went down has not kept is removed at the next start. Tars are hostile.
 */
package dev.berth.engine.image.layer;
