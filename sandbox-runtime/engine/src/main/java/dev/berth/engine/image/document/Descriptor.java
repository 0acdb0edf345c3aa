package dev.berth.engine.image.document;

import dev.berth.engine.image.Digest;

/**
 * Content of the store as a manifest names it.
 *
 * @param size bytes
 * @see <a href="https://github.com/opencontainers/image-spec/blob/main/descriptor.md">OCI image spec, descriptor</a>
 */
public record Descriptor(String mediaType, Digest digest, long size) {
    public static final String INDEX = "application/vnd.oci.image.index.v1+json";
    public static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
    public static final String CONFIGURATION = "application/vnd.oci.image.config.v1+json";
    public static final String LAYER = "application/vnd.oci.image.layer.v1.tar";
    static final String DOCKER_INDEX = "application/vnd.docker.distribution.manifest.list.v2+json";
    static final String DOCKER_MANIFEST = "application/vnd.docker.distribution.manifest.v2+json";
}
