package dev.berth.engine.image.document;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.engine.image.Digest;

/**
 * Content of the store as a manifest names it.
 *
 * @param size bytes
 * @see <a href="https://github.com/opencontainers/image-spec/blob/main/descriptor.md">OCI image spec, descriptor</a>
 */
public record Descriptor(String mediaType, Digest digest, long size) {
    /** Annotation of a manifest in an index: how an image is called. */
    public static final String IMAGE_NAME = "io.containerd.image.name";

    /** Annotation of a manifest in an index: its tag, in some archives its whole name. */
    public static final String REFERENCE_NAME = "org.opencontainers.image.ref.name";

    public static final String INDEX = "application/vnd.oci.image.index.v1+json";
    public static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
    public static final String CONFIGURATION = "application/vnd.oci.image.config.v1+json";
    public static final String LAYER = "application/vnd.oci.image.layer.v1.tar";

    public void writeTo(ObjectNode target) {
        target.put("mediaType", mediaType);
        target.put("digest", digest.toString());
        target.put("size", size);
    }
}
