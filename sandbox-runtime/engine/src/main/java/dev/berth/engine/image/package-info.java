/**
 * Images in Docker's words: names, digests, platforms, what an image says of itself, and {@link dev.berth.engine.image.Images}, through which each level sees its own. What is
 * below this package is how that is done, and known to nobody else but for
 * {@link dev.berth.engine.image.store.ImageStore}, which opens it all:
 * {@code document} (their JSON), then {@code content} (what lies where, and who holds it), {@code layer}, {@code manifest}, {@code archive}, {@code registry}, {@code distribution}, {@code store}, each knowing those before it.
 *
 * <p>Two levels see images. The admin level sees and changes the catalogue, and that is {@code index.json}. A machine sees the catalogue as it is at the moment, less what it
 * removed, plus what it loaded, imported or tagged; this difference is {@code machines/NAME/images.json}. So {@code docker image rm debian} in a machine answers as Docker
 * does, takes nothing from anybody else, and {@code docker pull debian} brings the image back: the catalogue is the registry that machines pull from. A name of the machine's own
 * covers the catalogue's. An image that leaves the catalogue leaves the machines too.
 */
package dev.berth.engine.image;
