/**
 * Speaks with registries of images, by the distribution API, version 2. Connections are opened in the network of the machine that asks, so its rules hold for them. What a registry says is
 * hostile: documents, headers and times are bounded, what is larger is read as a stream.
 *
 * @see <a href="https://distribution.github.io/distribution/spec/api/">distribution, HTTP API V2</a>
 */
package dev.berth.engine.image.registry;
