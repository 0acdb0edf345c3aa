/**
 * What the store keeps, and who holds it. The engine's home is an OCI image layout ({@code oci-layout}, {@code index.json}, {@code blobs/sha256}). Everything is made in
 * {@code staging}, and there synced, before it moves to its place; what a crash leaves there is removed at the next start.
 *
 * <p>Blobs and layers are there for as long as somebody holds them ({@link dev.berth.engine.image.content.ContentLedger}): a view with an image, a container that is made of
 * it, an archive on its way in or out. What a machine holds beside the catalogue is limited. A crash may leave content that nobody holds: it goes at the next start
 * ({@link dev.berth.engine.image.store.ImageStore#takeOver}).
 */
package dev.berth.engine.image.content;
