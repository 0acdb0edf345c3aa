package dev.berth.engine.image.layer;

import dev.berth.engine.image.Digest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Digests of layers as they lie on each other: the lowest one's is its diff id, each other's is that of the text {@code "<chain id below> <diff id>"}.
 *
 * @see <a href="https://github.com/opencontainers/image-spec/blob/main/config.md#layer-chainid">OCI image spec, layer ChainID</a>
 */
public final class ChainId {
    private ChainId() {}

    /** @param layers diff ids, lowest first; @return as many, in the same order */
    public static List<Digest> of(List<Digest> layers) {
        List<Digest> chains = new ArrayList<>();
        for (Digest layer : layers) {
            chains.add(chains.isEmpty() ? layer : Digest.of((chains.get(chains.size() - 1) + " " + layer).getBytes(StandardCharsets.US_ASCII)));
        }
        return chains;
    }
}
