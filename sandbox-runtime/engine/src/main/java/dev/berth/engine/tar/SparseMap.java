package dev.berth.engine.tar;

import java.util.ArrayList;
import java.util.List;

/** Where the bytes of a sparse file lie; between them are zeros. GNU's old format: four pieces in the header, 21 in each block after it. */
final class SparseMap {
    private static final int PIECES_AT = 386;
    private static final int PIECES = 4;
    private static final int EXTENDED_AT = 482;
    private static final int REAL_SIZE_AT = 483;
    private static final int MORE_PIECES = 21;
    private static final int MORE_EXTENDED_AT = 504;
    private static final int PIECE_LENGTH = 24;
    /** 48 KiB of headers: a map longer than this serves only to fill memory. */
    private static final int MOST_PIECES = 2048;

    record Piece(long offset, long length) {}

    private final List<Piece> pieces = new ArrayList<>();
    private final long realSize;

    private SparseMap(long realSize) {
        this.realSize = realSize;
    }

    /** Reads the next block. */
    interface Blocks {
        byte[] next() throws java.io.IOException;
    }

    static SparseMap read(byte[] header, Blocks blocks) throws java.io.IOException {
        SparseMap map = new SparseMap(HeaderBlock.number(header, REAL_SIZE_AT, 12));
        map.add(header, PIECES_AT, PIECES);
        boolean extended = header[EXTENDED_AT] != 0;
        while (extended) {
            byte[] block = blocks.next();
            map.add(block, 0, MORE_PIECES);
            extended = block[MORE_EXTENDED_AT] != 0;
        }
        return map;
    }

    private void add(byte[] block, int at, int count) throws TarFormatException {
        for (int i = 0; i < count; i++) {
            int start = at + i * PIECE_LENGTH;
            if (block[start] == 0) {
                return;
            }
            Piece piece = new Piece(HeaderBlock.number(block, start, 12), HeaderBlock.number(block, start + 12, 12));
            long end = pieces.isEmpty() ? 0 : pieces.get(pieces.size() - 1).offset() + pieces.get(pieces.size() - 1).length();
            if (pieces.size() == MOST_PIECES || piece.length() < 0 || piece.offset() < end || piece.offset() > realSize - piece.length()) {
                throw new TarFormatException("invalid tar header: malformed map of a sparse file");
            }
            pieces.add(piece);
        }
    }

    long realSize() {
        return realSize;
    }

    List<Piece> pieces() {
        return pieces;
    }
}
