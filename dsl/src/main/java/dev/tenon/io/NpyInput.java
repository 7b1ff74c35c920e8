package dev.tenon.io;

import dev.tenon.core.DType;
import dev.tenon.core.Device;
import dev.tenon.tensor.Creation;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/** Reads one array in the .npy format from a stream of known length. The header is checked before memory is taken for the data. */
final class NpyInput {
    private static final int CHUNK = 1 << 16;
    /** A longer header is an attack or not a header: NumPy itself refuses one of more than 10,000 bytes. */
    private static final long LONGEST_HEADER = 1 << 20;

    private final Path file;
    private final InputStream in;
    private final long size;
    private long at;

    /** A reader of the {@code size} bytes of {@code in}; the file is for errors. */
    NpyInput(Path file, InputStream in, long size) {
        this.file = file;
        this.in = in;
        this.size = size;
    }

    Tensor read() throws IOException {
        var header = header();
        long bytes = header.bytes();
        if (size - at != bytes) {
            throw wrong(size - at < bytes ? "the data is cut off" : "there are bytes behind the data",
                bytes + " bytes for shape " + header.shape() + " of " + header.dtype(), size - at + " bytes");
        }
        try (var arena = Arena.ofConfined()) {
            var data = arena.allocate(Math.max(bytes, 1), Long.BYTES).asSlice(0, bytes);
            fill(data, header.dtype());
            var sizes = header.shape().toArray();
            if (header.order() != ByteOrder.nativeOrder() && header.dtype().bytes() > 1) {
                swap(data, header.dtype().bytes());
            }
            var ordered = header.fortranOrder() && sizes.length > 1 ? rowMajor(data, sizes, header.dtype().bytes(), arena) : data;
            return Creation.of(ordered, header.dtype(), Device.CPU, sizes);
        }
    }

    private NpyHeader header() throws IOException {
        var prefix = bytes(NpyHeader.PREFIX, "the magic number and the version");
        if (!Arrays.equals(prefix, 0, NpyHeader.MAGIC.length, NpyHeader.MAGIC, 0, NpyHeader.MAGIC.length)) {
            throw new FileFormatException("npy", file, 0, "this is not a .npy file", "the bytes \\x93NUMPY", printable(prefix));
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
        return NpyHeader.parse(file, new String(bytes((int) headerBytes, "the header"), charset), start);
    }

    private byte[] bytes(int count, String what) throws IOException {
        var bytes = in.readNBytes(count);
        if (bytes.length < count) {
            throw wrong("the file ends within " + what, count + " bytes", bytes.length + " bytes");
        }
        at += count;
        return bytes;
    }

    private void fill(MemorySegment data, DType dtype) throws IOException {
        var buffer = new byte[CHUNK];
        for (long filled = 0; filled < data.byteSize();) {
            int wanted = (int) Math.min(CHUNK, data.byteSize() - filled);
            int count = in.readNBytes(buffer, 0, wanted);
            if (count < wanted) {
                throw wrong("the data is cut off", data.byteSize() + " bytes", filled + count + " bytes");
            }
            if (dtype == DType.BOOL) {
                requireTruthValues(buffer, count);
            }
            MemorySegment.copy(buffer, 0, data, ValueLayout.JAVA_BYTE, filled, count);
            filled += count;
            at += count;
        }
    }

    /** A bool of any other byte would be neither true nor false to a kernel. */
    private void requireTruthValues(byte[] buffer, int count) {
        for (int i = 0; i < count; i++) {
            if ((buffer[i] & 0xFF) > 1) {
                throw new FileFormatException("npy", file, at + i, "not a truth value", "0 or 1", buffer[i] & 0xFF);
            }
        }
    }

    private static void swap(MemorySegment data, int width) {
        for (long i = 0; i < data.byteSize(); i += width) {
            for (int low = 0, high = width - 1; low < high; low++, high--) {
                byte first = data.get(ValueLayout.JAVA_BYTE, i + low);
                data.set(ValueLayout.JAVA_BYTE, i + low, data.get(ValueLayout.JAVA_BYTE, i + high));
                data.set(ValueLayout.JAVA_BYTE, i + high, first);
            }
        }
    }

    /** The same array with the last index running fastest. */
    private static MemorySegment rowMajor(MemorySegment data, long[] sizes, int width, Arena arena) {
        var ordered = arena.allocate(Math.max(data.byteSize(), 1), Long.BYTES).asSlice(0, data.byteSize());
        var position = new long[sizes.length];
        for (long to = 0; to < data.byteSize(); to += width) {
            long from = 0;
            for (int d = sizes.length - 1; d >= 0; d--) {
                from = from * sizes[d] + position[d];
            }
            MemorySegment.copy(data, from * width, ordered, to, width);
            for (int d = sizes.length - 1; d >= 0 && ++position[d] == sizes[d]; d--) {
                position[d] = 0;
            }
        }
        return ordered;
    }

    private FileFormatException wrong(String rule, Object expected, Object actual) {
        return new FileFormatException("npy", file, at, rule, expected, actual);
    }

    private static String printable(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1).replaceAll("[^ -~]", ".");
    }
}
