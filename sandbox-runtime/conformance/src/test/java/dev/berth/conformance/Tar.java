package dev.berth.conformance;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** A tar as a test wants it, hostile ones too: what is in it is written as given. Plain ustar headers, no checks. */
final class Tar {
    private static final int BLOCK = 512;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** What a tar says of one entry; {@code owner} is {@code uid:gid}, {@code mode} octal. */
    record Entry(char type, String mode, String owner, String target, String content) {}

    Tar file(String name, String content) {
        return file(name, content, 0644, 0, 0);
    }

    Tar file(String name, String content, int mode, int user, int group) {
        return entry(name, '0', "", mode, user, group, content.getBytes(StandardCharsets.UTF_8), "");
    }

    /** A program of the test's host. */
    Tar program(String name, Path program) throws IOException {
        return program(name, program, 0755);
    }

    Tar program(String name, Path program, int mode) throws IOException {
        return entry(name, '0', "", mode, 0, 0, Files.readAllBytes(program), "");
    }

    Tar pipe(String name) {
        return entry(name, '6', "", 0644, 0, 0, new byte[0], "");
    }

    /** An extended attribute of the next entry: a pax header. @param value as {@code setfattr} would be given it */
    Tar attribute(String name, byte[] value) {
        byte[] start = (" SCHILY.xattr." + name + "=").getBytes(StandardCharsets.UTF_8);
        int length = start.length + value.length + 1;
        length += String.valueOf(length + String.valueOf(length).length()).length();
        ByteArrayOutputStream record = new ByteArrayOutputStream();
        record.writeBytes(String.valueOf(length).getBytes(StandardCharsets.US_ASCII));
        record.writeBytes(start);
        record.writeBytes(value);
        record.write('\n');
        return entry("pax", 'x', "", 0644, 0, 0, record.toByteArray(), "");
    }

    Tar folder(String name) {
        return entry(name, '5', "", 0755, 0, 0, new byte[0], "");
    }

    Tar symlink(String name, String target) {
        return entry(name, '2', target, 0777, 0, 0, new byte[0], "");
    }

    Tar hardLink(String name, String target) {
        return entry(name, '1', target, 0644, 0, 0, new byte[0], "");
    }

    /** The device of a disk, block 8:0. */
    Tar disk(String name) {
        return entry(name, '4', "", 0666, 0, 0, new byte[0], "8:0");
    }

    private Tar entry(String name, char type, String target, int mode, int user, int group, byte[] content, String device) {
        byte[] header = new byte[BLOCK];
        put(header, 0, name);
        put(header, 100, String.format("%07o", mode));
        put(header, 108, String.format("%07o", user));
        put(header, 116, String.format("%07o", group));
        put(header, 124, String.format("%011o", content.length));
        put(header, 136, String.format("%011o", 1_600_000_000L));
        put(header, 148, "        ");
        header[156] = (byte) type;
        put(header, 157, target);
        put(header, 257, "ustar\00000");
        if (!device.isEmpty()) {
            put(header, 329, String.format("%07o", Integer.parseInt(device.split(":")[0])));
            put(header, 337, String.format("%07o", Integer.parseInt(device.split(":")[1])));
        }
        int sum = 0;
        for (byte each : header) {
            sum += each & 0xff;
        }
        put(header, 148, String.format("%06o\0 ", sum));
        out.writeBytes(header);
        out.writeBytes(Arrays.copyOf(content, (content.length + BLOCK - 1) / BLOCK * BLOCK));
        return this;
    }

    private static void put(byte[] header, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(bytes, 0, header, at, bytes.length);
    }

    byte[] bytes() {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.writeBytes(out.toByteArray());
        whole.writeBytes(new byte[2 * BLOCK]);
        return whole.toByteArray();
    }

    /** Without the two empty blocks at its end, and the last bytes of its content. */
    byte[] cutShort() {
        return Arrays.copyOf(out.toByteArray(), out.size() - BLOCK / 2);
    }

    /** The entries of a tar by their names; extended headers are left out. */
    static Map<String, Entry> read(byte[] tar) {
        Map<String, Entry> entries = new LinkedHashMap<>();
        for (int at = 0; at + BLOCK <= tar.length && tar[at] != 0;) {
            int size = Integer.parseInt(field(tar, at + 124, 12).strip(), 8);
            char type = (char) tar[at + 156];
            if (type != 'x' && type != 'g') {
                String prefix = field(tar, at + 345, 155);
                String name = (prefix.isEmpty() ? "" : prefix + "/") + field(tar, at, 100);
                String owner = Integer.parseInt(field(tar, at + 108, 8).strip(), 8) + ":" + Integer.parseInt(field(tar, at + 116, 8).strip(), 8);
                entries.put(name, new Entry(type == 0 ? '0' : type, field(tar, at + 100, 8).strip().replaceFirst("^0+", ""), owner, field(tar, at + 157, 100),
                        new String(tar, at + BLOCK, size, StandardCharsets.UTF_8)));
            }
            at += BLOCK + (size + BLOCK - 1) / BLOCK * BLOCK;
        }
        return entries;
    }

    private static String field(byte[] tar, int at, int length) {
        int end = at;
        while (end < at + length && tar[end] != 0) {
            end++;
        }
        return new String(tar, at, end - at, StandardCharsets.UTF_8);
    }
}
