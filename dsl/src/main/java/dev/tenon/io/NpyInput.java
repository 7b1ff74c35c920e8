package dev.tenon.io;

import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads one array in the .npy format from a stream of known length. The header is checked before memory is taken for the data. */
final class NpyInput {
    private static final int CHUNK = 1 << 16;
    /** A longer header is an attack or not a header: NumPy itself refuses one of more than 10,000 bytes. */
    private static final long LONGEST_HEADER = 1 << 20;

    private final Origin origin;
    private final InputStream in;
    private final long size;
    private final byte[] chunk = new byte[CHUNK];
    private long at;

    /** A reader of the {@code size} bytes of {@code in}. */
    NpyInput(Origin origin, InputStream in, long size) {
        this.origin = origin;
        this.in = in;
        this.size = size;
    }

    Tensor read() throws IOException {
        return read(header());
    }

    /** The array behind this header, which was read last. */
    Tensor read(NpyHeader header) throws IOException {
        long bytes = header.bytes(origin, at);
        if (size - at != bytes) {
            throw wrong(size - at < bytes ? "the data is cut off" : "there are bytes behind the data",
                bytes + " bytes for shape " + header.shape() + " of " + header.descr(), size - at + " bytes");
        }
        var elements = new StoredElements(header.requireType(origin, at), header.order(), origin);
        var tensor = elements.read(header.shape(), at, this::fill);
        if (in.read() >= 0) {
            throw wrong("there are bytes behind the data", "the end", "more bytes");
        }
        return header.fortranOrder() && tensor.rank() > 1 && tensor.numel() > 0 ? rowMajor(tensor) : tensor;
    }

    NpyHeader header() throws IOException {
        if (size == 0) {
            throw wrong("the file is empty", "a .npy file", "0 bytes");
        }
        var prefix = bytes(NpyHeader.PREFIX, "the magic number and the version");
        if (!Arrays.equals(prefix, 0, NpyHeader.MAGIC.length, NpyHeader.MAGIC, 0, NpyHeader.MAGIC.length)) {
            throw origin.wrong(0, "this is not a .npy file", "the bytes \\x93NUMPY", printable(prefix));
        }
        int version = prefix[NpyHeader.MAGIC.length];
        if (version < 1 || version > 3 || prefix[NpyHeader.MAGIC.length + 1] != 0) {
            throw wrong("the version is not known", "1.0, 2.0 or 3.0", version + "." + prefix[NpyHeader.MAGIC.length + 1]);
        }
        var length = bytes(version == 1 ? Short.BYTES : Integer.BYTES, "the header's length");
        long headerBytes = 0;
        for (int i = 0; i < length.length; i++) {
            headerBytes |= (length[i] & 0xFFL) << 8 * i;
        }
        if (headerBytes > Math.min(LONGEST_HEADER, size - at)) {
            throw wrong("the header's length is impossible", "at most " + Math.min(LONGEST_HEADER, size - at) + " bytes",
                headerBytes + " bytes");
        }
        Charset charset = version == 3 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1;
        long start = at;
        return NpyHeader.parse(origin, new String(bytes((int) headerBytes, "the header"), charset), start);
    }

    private byte[] bytes(int count, String what) throws IOException {
        var bytes = in.readNBytes(count);
        if (bytes.length < count) {
            throw wrong("the file ends within " + what, count + " bytes", bytes.length + " bytes");
        }
        at += count;
        return bytes;
    }

    private void fill(MemorySegment into) throws IOException {
        for (long filled = 0; filled < into.byteSize();) {
            int wanted = (int) Math.min(CHUNK, into.byteSize() - filled);
            int count = in.readNBytes(chunk, 0, wanted);
            if (count < wanted) {
                throw wrong("the data is cut off", size + " bytes in all", at + count + " bytes");
            }
            MemorySegment.copy(chunk, 0, into, ValueLayout.JAVA_BYTE, filled, count);
            filled += count;
            at += count;
        }
    }

    /** The same array with the last index running fastest. */
    private Tensor rowMajor(Tensor fortran) {
        var ordered = StoredElements.allocate(origin, fortran.dtype(), fortran.shape());
        var sizes = fortran.shape().toArray();
        int width = fortran.dtype().bytes();
        var data = fortran.segment();
        var rows = ordered.segment();
        var position = new long[sizes.length];
        for (long to = 0; to < data.byteSize(); to += width) {
            long from = 0;
            for (int d = sizes.length - 1; d >= 0; d--) {
                from = from * sizes[d] + position[d];
            }
            MemorySegment.copy(data, from * width, rows, to, width);
            for (int d = sizes.length - 1; d >= 0 && ++position[d] == sizes[d]; d--) {
                position[d] = 0;
            }
        }
        return ordered;
    }

    private FileFormatException wrong(String rule, Object expected, Object actual) {
        return origin.wrong(at, rule, expected, actual);
    }

    private static String printable(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1).replaceAll("[^ -~]", ".");
    }
}
