package dev.tenon.samples.files;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Files that promise or hold more than they should; each must be refused, or read, within a small heap. */
final class Bombs {
    private static final int LONG = 90_000_000;
    private static final int AT_ONCE = 1 << 12;
    private static final int MEGABYTES = 300;
    private static final byte[] ZEROS = new byte[1 << 20];

    private Bombs() {}

    /** Writes a bomb. */
    interface Bomb {
        void writeTo(OutputStream out) throws IOException;
    }

    /** A bomb and the format it is of. */
    record Named(FileKind kind, Bomb bomb) {
        void write(Path file) throws IOException {
            try (var out = new BufferedOutputStream(Files.newOutputStream(file))) {
                bomb.writeTo(out);
            }
        }
    }

    static Map<String, Named> all() {
        var bombs = new LinkedHashMap<String, Named>();
        headers(bombs);
        arrays(bombs);
        archives(bombs);
        images(bombs);
        return bombs;
    }

    // ---- safetensors ------------------------------------------------------------------------------------------------

    private static void headers(Map<String, Named> bombs) {
        header(bombs, "a header of 90 MB of spaces", "{", " ", LONG, "}");
        header(bombs, "a name of 90 MB", "{\"", "a", LONG, "\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]}}");
        header(bombs, "a text of 90 MB", "{\"__metadata__\":{\"a\":\"", "\u00e9", LONG / 2, "\"}}");
        header(bombs, "a text of 10 MB of escapes", "{\"__metadata__\":{\"a\":\"", "\\u00e9", LONG / 9 / 6, "\"}}");
        header(bombs, "an unknown member of 90 MB", "{\"x\":{\"y\":\"", "a", LONG, "\"}}");
        header(bombs, "a list of 45 million sizes", "{\"x\":{\"shape\":[", "1,", LONG / 2, "1]}}");
        header(bombs, "a number of 90 million digits", "{\"x\":{\"shape\":[", "9", LONG, "]}}");
        header(bombs, "45 million brackets", "{\"x\":{\"y\":", "[", LONG / 2, "}}");
        header(bombs, "30 million empty objects", "{\"x\":{\"y\":[", "{},", LONG / 3, "{}]}}");
        numbered(bombs, "40 MB of texts", "{\"__metadata__\":{", "\"%d\":\"\",", 3_000_000, "\"a\":\"\"}}");
        numbered(bombs, "95 MB of tensors without elements", "{", "\"%d\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]},",
            1_600_000,
            "\"a\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]}}");
        numbered(bombs, "60 MB of members of one tensor", "{\"x\":{", "\"%d\":0,", 6_000_000, "\"a\":0}}");
        bombs.put("a header that claims 2^63 - 1 bytes", new Named(FileKind.SAFETENSORS, out -> out.write(little(8).putLong(Long.MAX_VALUE)
            .array())));
    }

    private static void header(Map<String, Named> bombs, String name, String before, String repeated, int times, String after) {
        bombs.put(name, new Named(FileKind.SAFETENSORS, out -> {
            long length = bytes(before).length + (long) bytes(repeated).length * times + bytes(after).length;
            out.write(little(8).putLong(length).array());
            out.write(bytes(before));
            var many = bytes(repeated.repeat(AT_ONCE));
            for (int i = 0; i < times / AT_ONCE; i++) {
                out.write(many);
            }
            out.write(bytes(repeated.repeat(times % AT_ONCE)));
            out.write(bytes(after));
        }));
    }

    private static void numbered(Map<String, Named> bombs, String name, String before, String repeated, int times, String after) {
        bombs.put(name, new Named(FileKind.SAFETENSORS, out -> {
            long length = bytes(before).length + bytes(after).length;
            for (int i = 0; i < times; i++) {
                length += repeated.length() - 2 + (i < 10 ? 1 : (int) Math.log10(i) + 1);
            }
            out.write(little(8).putLong(length).array());
            out.write(bytes(before));
            var parts = repeated.split("%d");
            var first = bytes(parts[0]);
            var second = bytes(parts[1]);
            var digits = new byte[10];
            for (int i = 0; i < times; i++) {
                out.write(first);
                int at = digits.length;
                for (int rest = i; at == digits.length || rest > 0; rest /= 10) {
                    digits[--at] = (byte) ('0' + rest % 10);
                }
                out.write(digits, at, digits.length - at);
                out.write(second);
            }
            out.write(bytes(after));
        }));
    }

    // ---- NumPy ------------------------------------------------------------------------------------------------------

    private static void arrays(Map<String, Named> bombs) {
        bombs.put("an array that claims 2^62 bytes", new Named(FileKind.NPY, out -> out.write(npy("(4611686018427387904,)"))));
        bombs.put("an array whose bytes overflow", new Named(FileKind.NPY, out -> out.write(npy("(4294967296, 4294967296)"))));
        bombs.put("an array of 300,000 dimensions", new Named(FileKind.NPY, out -> longHeader(out, "(" + "1,".repeat(300_000) + ")")));
        bombs.put("a header of 900,000 brackets", new Named(FileKind.NPY, out -> longHeader(out, "(".repeat(900_000))));
        bombs.put("a header that claims 4 GB", new Named(FileKind.NPY, out -> out.write(little(12).put(npyStart(2)).putInt(-1).array())));
    }

    private static byte[] npyStart(int version) {
        return new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', (byte) version, 0};
    }

    /** 128 bytes before elements of one byte. */
    private static byte[] npy(String shape) {
        var text = "{'descr': '|u1', 'fortran_order': False, 'shape': " + shape + ", }";
        return little(128).put(npyStart(1)).putShort((short) 118).put(bytes(text + " ".repeat(117 - text.length()) + "\n")).array();
    }

    private static void longHeader(OutputStream out, String shape) throws IOException {
        var text = bytes("{'descr': '|u1', 'fortran_order': False, 'shape': " + shape + ", }\n");
        out.write(little(12).put(npyStart(2)).putInt(text.length).array());
        out.write(text);
    }

    private static void archives(Map<String, Named> bombs) {
        bombs.put("an archive of 185 bytes that claims 3 GB", new Named(FileKind.NPZ, out -> claiming(out, 3_000_000_128L)));
        bombs.put("an archive that claims 60 MB and has 128 bytes", new Named(FileKind.NPZ, out -> claiming(out, 100_000)));
        bombs.put("an archive of 300 KB that holds 300 MB", new Named(FileKind.NPZ, out -> zeros(out, 1)));
        bombs.put("an archive of 600 KB that holds 600 MB in two arrays", new Named(FileKind.NPZ, out -> zeros(out, 2)));
        bombs.put("an archive of 70,000 empty arrays", new Named(FileKind.NPZ, Bombs::manyEntries));
        bombs.put("an archive within an archive", new Named(FileKind.NPZ, out -> entry(out, "x.npy", entryOf("y.npy", npy("(0,)")))));
        bombs.put("an archive whose entries overlap", new Named(FileKind.NPZ, Bombs::overlapping));
        bombs.put("an archive with a name of 60,000 bytes", new Named(FileKind.NPZ, out -> entry(out, "n".repeat(60_000) + ".npy", npy(
            "(1,)"))));
        bombs.put("an archive that says it lists 4 GB", new Named(FileKind.NPZ, out -> out.write(end(0xFFFE, 0xFFFFFFFEL, 0))));
    }

    private static byte[] entryOf(String name, byte[] content) throws IOException {
        var bytes = new ByteArrayOutputStream();
        entry(bytes, name, content);
        return bytes.toByteArray();
    }

    private static void entry(OutputStream out, String name, byte[] content) throws IOException {
        var zip = new ZipOutputStream(out);
        zip.putNextEntry(new ZipEntry(name));
        zip.write(content);
        zip.closeEntry();
        zip.finish();
    }

    private static void zeros(OutputStream out, int arrays) throws IOException {
        var zip = new ZipOutputStream(out);
        zip.setLevel(Deflater.BEST_COMPRESSION);
        for (int i = 0; i < arrays; i++) {
            zip.putNextEntry(new ZipEntry("x" + i + ".npy"));
            zip.write(npy("(" + (MEGABYTES << 20) + ",)"));
            for (int megabyte = 0; megabyte < MEGABYTES; megabyte++) {
                zip.write(ZEROS);
            }
            zip.closeEntry();
        }
        zip.finish();
    }

    private static void manyEntries(OutputStream out) throws IOException {
        var zip = new ZipOutputStream(out);
        zip.setLevel(Deflater.BEST_SPEED);
        var content = npy("(0,)");
        for (int i = 0; i < 70_000; i++) {
            zip.putNextEntry(new ZipEntry("x" + i + ".npy"));
            zip.write(content);
            zip.closeEntry();
        }
        zip.finish();
    }

    private static void claiming(OutputStream out, long size) throws IOException {
        var content = npy("(" + (size - 128) + ",)");
        var local = local("x.npy", content, size);
        out.write(local);
        var central = central("x.npy", content, size, 0);
        out.write(central);
        out.write(end(1, central.length, local.length));
    }

    private static void overlapping(OutputStream out) throws IOException {
        var content = new byte[100_000];
        System.arraycopy(npy("(99872,)"), 0, content, 0, 128);
        var local = local("x.npy", content, content.length);
        out.write(local);
        int bytes = 0;
        for (int i = 0; i < 1000; i++) {
            var central = central("x" + i + ".npy", content, content.length, 0);
            out.write(central);
            bytes += central.length;
        }
        out.write(end(1000, bytes, local.length));
    }

    private static byte[] local(String name, byte[] content, long size) {
        return little(30 + name.length() + content.length).putInt(0x04034B50).putShort((short) 20).putShort((short) 0).putShort((short) 0)
            .putInt(0).putInt(crc(content)).putInt(content.length).putInt((int) size).putShort((short) name.length()).putShort((short) 0)
            .put(bytes(name)).put(content).array();
    }

    private static byte[] central(String name, byte[] content, long size, int at) {
        return little(46 + name.length()).putInt(0x02014B50).putShort((short) 20).putShort((short) 20).putShort((short) 0)
            .putShort((short) 0)
            .putInt(0).putInt(crc(content)).putInt(content.length).putInt((int) size).putShort((short) name.length()).putShort((short) 0)
            .putShort((short) 0).putShort((short) 0).putShort((short) 0).putInt(0).putInt(at).put(bytes(name)).array();
    }

    private static byte[] end(int entries, long bytes, int at) {
        return little(22).putInt(0x06054B50).putInt(0).putShort((short) entries).putShort((short) entries).putInt((int) bytes).putInt(at)
            .putShort((short) 0).array();
    }

    private static int crc(byte[] content) {
        var crc = new CRC32();
        crc.update(content);
        return (int) crc.getValue();
    }

    // ---- IDX --------------------------------------------------------------------------------------------------------

    private static void images(Map<String, Named> bombs) {
        bombs.put("images that claim 2^124 bytes", new Named(FileKind.IDX, out -> out.write(idx(Integer.MAX_VALUE, Integer.MAX_VALUE,
            Integer.MAX_VALUE, Integer.MAX_VALUE))));
        bombs.put("packed images of 100 bytes that claim 1 GB", new Named(FileKind.IDX, out -> packed(out, idx(1 << 30), 0)));
        bombs.put("packed images of 300 KB that hold 300 MB", new Named(FileKind.IDX, out -> packed(out, idx(MEGABYTES << 20), MEGABYTES)));
        bombs.put("packed images of 300 MB behind ten bytes", new Named(FileKind.IDX, out -> packed(out, idx(10), MEGABYTES)));
    }

    private static byte[] idx(int... sizes) {
        var buffer = ByteBuffer.allocate(4 + 4 * sizes.length).put((byte) 0).put((byte) 0).put((byte) 8).put((byte) sizes.length);
        for (int size : sizes) {
            buffer.putInt(size);
        }
        return buffer.array();
    }

    private static void packed(OutputStream out, byte[] header, int megabytes) throws IOException {
        var gzip = new GZIPOutputStream(out);
        gzip.write(header);
        for (int i = 0; i < megabytes; i++) {
            gzip.write(ZEROS);
        }
        gzip.finish();
    }

    private static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
