package dev.berth.engine.network;

import dev.berth.runtime.hash.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Ids of what is not made but always there: they stay the same as long as the machine has its name. */
public final class DerivedId {
    private DerivedId() {}

    /** @param thing its name among the machine's. @return 64 hexadecimal digits */
    public static String of(String machine, String thing) {
        byte[] text = (machine + "/" + thing).getBytes(StandardCharsets.UTF_8);
        Sha256 hash = Sha256.begin();
        hash.update(text, 0, text.length);
        return HexFormat.of().formatHex(hash.digest());
    }
}
