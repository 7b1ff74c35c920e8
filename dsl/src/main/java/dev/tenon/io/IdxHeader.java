package dev.tenon.io;

import dev.tenon.core.DType;
import dev.tenon.core.DTypeException;
import dev.tenon.core.ShapeException;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/**
 * The start of an IDX file, checked against the file's size.
 *
 * @param dtype element type
 * @param sizes sizes by dimension
 */
record IdxHeader(DType dtype, long[] sizes) {
    private static final Map<Integer, DType> DTYPES = Map.of(0x08, DType.UINT8, 0x09, DType.INT8, 0x0B, DType.INT16, 0x0C, DType.INT32,
        0x0D, DType.FLOAT32,
        0x0E, DType.FLOAT64);
    private static final int MOST_DIMENSIONS = 8;

    static int code(DType dtype) {
        return DTYPES.entrySet().stream().filter(e -> e.getValue() == dtype).map(Map.Entry::getKey).findFirst()
            .orElseThrow(() -> new DTypeException("idx: the format has no " + dtype + "\n  try:   to("
                + (dtype.isFloating() ? "FLOAT32" : "INT32") + ") first"));
    }

    /** The header of a tensor, checked against what the format can hold. */
    static byte[] bytes(Path file, Tensor tensor) {
        int code = code(tensor.dtype());
        var sizes = tensor.shape().toArray();
        if (sizes.length < 1 || sizes.length > MOST_DIMENSIONS || Arrays.stream(sizes).anyMatch(size -> size > Integer.MAX_VALUE)) {
            throw new ShapeException("idx: cannot write " + file + ": the format has 1 to " + MOST_DIMENSIONS
                + " dimensions of less than 2^31, got shape " + tensor.shape()
                + "\n  try:   reshape, or safetensors, which has no such limits");
        }
        var header = ByteBuffer.allocate(4 + 4 * sizes.length).put((byte) 0).put((byte) 0).put((byte) code).put((byte) sizes.length);
        for (long size : sizes) {
            header.putInt((int) size);
        }
        return header.array();
    }

    /** Reads and checks the header; nothing of the size it claims has been allocated when it is refused. */
    static IdxHeader read(IdxInput in, long limit) throws IOException {
        var magic = new byte[4];
        in.readWhole(magic, 4, "the magic number");
        if (magic[0] != 0 || magic[1] != 0) {
            throw in.malformed(0, "not an IDX file", "two zero bytes", Arrays.toString(Arrays.copyOf(magic, 2)));
        }
        var dtype = DTYPES.get((int) magic[2]);
        if (dtype == null) {
            throw in.malformed(2, "unknown element type", "one of 0x08 0x09 0x0B 0x0C 0x0D 0x0E", String.format("0x%02X", magic[2]));
        }
        if (magic[3] < 1 || magic[3] > MOST_DIMENSIONS) {
            throw in.malformed(3, "impossible number of dimensions", "1 to " + MOST_DIMENSIONS, magic[3] & 0xFF);
        }
        var header = new IdxHeader(dtype, sizes(in, magic[3]));
        header.checkBytes(in, limit);
        return header;
    }

    private static long[] sizes(IdxInput in, int rank) throws IOException {
        var bytes = new byte[4 * rank];
        in.readWhole(bytes, bytes.length, "the sizes");
        var sizes = new long[rank];
        for (int d = 0; d < rank; d++) {
            sizes[d] = ByteBuffer.wrap(bytes).getInt(4 * d);
            if (sizes[d] < 0) {
                throw in.malformed(4 + 4L * d, "size " + d + " is negative", "a size of at least 0", sizes[d]);
            }
        }
        return sizes;
    }

    private void checkBytes(IdxInput in, long limit) throws IOException {
        long bytes = bytesWithin(in, Long.MAX_VALUE);
        long headerBytes = 4 + 4L * sizes.length;
        if (!in.isGzip() && in.fileBytes() != headerBytes + bytes) {
            throw in.malformed(headerBytes, "the file's length does not fit its sizes " + Arrays.toString(sizes) + " of " + dtype,
                headerBytes + bytes + " bytes", in.fileBytes() + " bytes");
        }
        if (in.isGzip() && !Expansion.isPossible(in.fileBytes(), bytes)) {
            throw in.malformed(headerBytes, "sizes " + Arrays.toString(sizes) + " of " + dtype + " cannot come from a gzip file this short",
                bytes + " bytes of a longer file", in.fileBytes() + " bytes");
        }
        bytesWithin(in, limit);
    }

    private long bytesWithin(IdxInput in, long limit) {
        long bytes = dtype.bytes();
        for (long size : sizes) {
            // Sizes are below 2^31 and limit below 2^63, so a product that leaves the limit is seen before it overflows.
            if (size != 0 && bytes > limit / size) {
                throw in.malformed(4, "sizes " + Arrays.toString(sizes) + " of " + dtype + " are more than the limit"
                    + "\n  try:   read(file, limit) with a larger one, if the file comes from whom you trust",
                    "at most " + limit + " bytes",
                    "more than " + limit + " bytes");
            }
            bytes *= size;
        }
        return bytes;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof IdxHeader header && dtype == header.dtype && Arrays.equals(sizes, header.sizes);
    }

    @Override
    public int hashCode() {
        return 31 * dtype.hashCode() + Arrays.hashCode(sizes);
    }

    @Override
    public String toString() {
        return dtype + Arrays.toString(sizes);
    }
}
