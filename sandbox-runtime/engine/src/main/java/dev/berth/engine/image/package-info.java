/**
 * Images: what they are, where they lie, who sees them.
 *
 * <p>The engine's home is an OCI image layout ({@code oci-layout}, {@code index.json}, {@code blobs/sha256}); beside it lie {@code layers/<diff id>}, each layer
 * unpacked once for all machines; {@code images/layers/<diff id>.json}, what is known of it; {@code <diff id>.frame}, with which its files make the tar again that it came as; {@code <diff id>.unsynced} while they may not be on the disk yet; and {@code staging}, where everything is made before it moves to its
 * place. A file is written there, synced and renamed before a change is acknowledged; a layer is synced later
 * ({@link dev.berth.engine.image.layer.UnsyncedLayers}), and what of it a host that went down has not kept is removed at the next start; what a crash leaves in {@code staging} is removed at the next start.
 *
 * <p>Two levels see images through {@link dev.berth.engine.image.Images}. The admin level sees and changes the catalogue, and that is {@code index.json}. A machine
 * sees the catalogue as it is at the moment, less what it removed, plus what it loaded, imported or tagged; this difference is {@code machines/NAME/images.json}.
 * So {@code docker image rm debian} in a machine answers as Docker does, takes nothing from anybody else, and {@code docker pull debian} brings the image back:
 * the catalogue is the registry that machines pull from. A name of the machine's own covers the catalogue's. An image that leaves the catalogue leaves the
 * machines too.
 *
 * <p>Blobs and layers are there for as long as somebody holds them ({@link dev.berth.engine.image.content.ContentLedger}): a shelf with an image, a container that is made of it, an
 * archive on its way in or out. What a machine holds beside the catalogue is limited. A crash may leave content that nobody holds: it goes at the next start
 * ({@link dev.berth.engine.image.shelf.ImageStore#takeOver}).
 *
 * <p>Archives come from students and are hostile. They are read as a stream, with a limit on everything that is kept in memory or on the disk
 * ({@link dev.berth.engine.image.ImageLimits}), and every digest is checked.
 */
package dev.berth.engine.image;
