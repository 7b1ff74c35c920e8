package dev.tenon.gpu.kernels.shape;

import dev.tenon.core.IndexException;
import dev.tenon.core.Ints;
import dev.tenon.core.Operand;
import dev.tenon.gpu.launch.GpuCall;
import dev.tenon.gpu.launch.GpuKernel;
import dev.tenon.ops.ConstantPadNd;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/** Puts a constant around the input, or cuts from it where the padding is negative. */
public final class ConstantPadNdKernel extends GpuKernel<ConstantPadNd> {
    /** The structure {@code Pad} of {@code pad.cu}: a rank, then four rows of numbers. */
    private static final int DIMS = 8;
    private static final int BYTES = 8 + 4 * DIMS * Long.BYTES;

    @Override
    protected void run(ConstantPadNd op, GpuCall call) {
        var operands = new ConstantPadNd.Operands(call.operands());
        var out = operands.result();
        if (out.numel() == 0) {
            return;
        }
        boolean fits = out.rank() <= DIMS;
        var input = fits ? operands.input() : call.dense(operands.input());
        int padded = op.pad().size() / 2;
        if (!fits && padded >= DIMS) {
            throw new IndexException("constant_pad_nd: on a GPU at most " + (DIMS - 1) + " of more than " + DIMS
                + " dimensions can be padded, got sizes " + Arrays.toString(operands.input().sizes()) + " and pad " + op.pad()
                + "\n  try:   pad some of the dimensions first, then the others");
        }
        boolean isReal = op.value() instanceof Double || op.value() instanceof Float;
        long whole = isReal ? (long) op.value().doubleValue() : op.value().longValue();
        var launch = call.launch("shape/pad", "pad", out.dtype()).in(input).in(out).i64(out.numel());
        write(launch.arguments().struct(BYTES), input, out.sizes(), op.pad(), fits ? out.rank() : padded);
        launch.f64(op.value().doubleValue()).i64(whole).over(out.numel());
    }

    /** Dimensions from the innermost on; those behind the first {@code apart} lie without gaps, and count as one. */
    private static void write(MemorySegment to, Operand input, long[] sizes, Ints pad, int apart) {
        to.fill((byte) 0);
        int rank = sizes.length;
        for (int i = 0; i < apart; i++) {
            int d = rank - 1 - i;
            long before = 2 * i < pad.size() ? pad.get(2 * i) : 0;
            row(to, i, sizes[d], before, input.sizes()[d], input.strides()[d]);
        }
        long rest = 1;
        for (int d = 0; d < rank - apart; d++) {
            rest *= sizes[d];
        }
        if (apart < rank) {
            row(to, apart, rest, 0, rest, input.strides()[rank - 1 - apart]);
        }
        to.set(ValueLayout.JAVA_INT, 0, Math.min(rank, apart + 1));
    }

    private static void row(MemorySegment to, int i, long outSize, long before, long inSize, long inStride) {
        long[] values = {outSize, before, inSize, inStride};
        for (int k = 0; k < values.length; k++) {
            to.set(ValueLayout.JAVA_LONG, 8 + 8L * (k * DIMS + i), values[k]);
        }
    }
}
