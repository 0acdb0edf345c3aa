package dev.berth.lab.machine;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes a tar of files, folders and links of root's, without times: the same content makes the same bytes. Names that are too long for a head get a pax header. */
public final class TarWriter {

    private static final int BLOCK = 512;
    private static final int NAME = 100;

    private final OutputStream output;

    public TarWriter(OutputStream output) {
        this.output = output;
    }

    public void folder(String name) throws IOException {
        head(name + "/", '5', 0, 0755, "");
    }

    public void link(String name, String target) throws IOException {
        head(name, '2', 0, 0777, target);
    }

    public void file(String name, int mode, byte[] content) throws IOException {
        beginFile(name, mode, content.length);
        write(content, content.length);
        endFile(content.length);
    }

    /** A file whose content comes in pieces; {@link #endFile} follows them. */
    public void beginFile(String name, int mode, long size) throws IOException {
        head(name, '0', size, mode, "");
    }

    public void write(byte[] piece, int length) throws IOException {
        output.write(piece, 0, length);
    }

    public void endFile(long size) throws IOException {
        output.write(new byte[(int) ((BLOCK - size % BLOCK) % BLOCK)]);
    }

    /** Ends the tar; the stream stays open. */
    public void end() throws IOException {
        output.write(new byte[2 * BLOCK]);
    }

    private void head(String name, char type, long size, int mode, String target) throws IOException {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > NAME) {
            byte[] record = paxRecord(name);
            block("pax", 'x', record.length, 0644, "");
            output.write(record);
            endFile(record.length);
        }
        block(bytes.length > NAME ? new String(Arrays.copyOf(bytes, NAME), StandardCharsets.ISO_8859_1) : new String(bytes, StandardCharsets.ISO_8859_1),
                type, size, mode, target);
    }

    private static byte[] paxRecord(String name) {
        byte[] rest = (" path=" + name + "\n").getBytes(StandardCharsets.UTF_8);
        int length = rest.length;
        while (Integer.toString(length).length() + rest.length != length) {
            length = Integer.toString(length).length() + rest.length;
        }
        return (length + " path=" + name + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /** @param name one character for each byte */
    private void block(String name, char type, long size, int mode, String target) throws IOException {
        byte[] head = new byte[BLOCK];
        put(head, 0, name);
        put(head, 100, String.format("%07o", mode));
        put(head, 108, "0000000");
        put(head, 116, "0000000");
        put(head, 124, String.format("%011o", size));
        put(head, 136, "00000000000");
        put(head, 148, "        ");
        head[156] = (byte) type;
        put(head, 157, target);
        put(head, 257, "ustar\00000");
        int sum = 0;
        for (byte each : head) {
            sum += each & 0xff;
        }
        put(head, 148, String.format("%06o\0 ", sum));
        output.write(head);
    }

    private static void put(byte[] head, int offset, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(bytes, 0, head, offset, bytes.length);
    }
}
