/**
 * Archives of images: what {@code docker load} reads, Docker's own or an OCI layout, and what {@code docker save} writes. They come from students and are hostile: read as a
 * stream, with a limit on everything that is kept in memory or on the disk ({@link dev.berth.engine.image.ImageLimits}), and every digest is checked.
 */
package dev.berth.engine.image.archive;
