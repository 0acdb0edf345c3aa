/** Images by the digest of their manifest, put together from documents and layers, whoever sees them. */
package dev.berth.engine.image.manifest;
