package dev.tenon.io;

import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Writes one array in the .npy format. */
final class NpyOutput {
    private static final int CHUNK = 1 << 16;

    private NpyOutput() {}

    static void write(OutputStream out, Tensor tensor) throws IOException {
        out.write(NpyHeader.encode(tensor.dtype(), tensor.shape()));
        var data = tensor.segment();
        var buffer = new byte[CHUNK];
        for (long from = 0; from < data.byteSize(); from += CHUNK) {
            int count = (int) Math.min(CHUNK, data.byteSize() - from);
            MemorySegment.copy(data, ValueLayout.JAVA_BYTE, from, buffer, 0, count);
            out.write(buffer, 0, count);
        }
    }

    /** How many bytes {@link #write} writes. */
    static long size(Tensor tensor) {
        return NpyHeader.encode(tensor.dtype(), tensor.shape()).length + tensor.numel() * tensor.dtype().bytes();
    }
}
