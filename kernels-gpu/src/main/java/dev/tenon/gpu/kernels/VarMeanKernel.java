package dev.tenon.gpu.kernels;

import dev.tenon.core.Operand;
import dev.tenon.gpu.launch.GpuCall;
import dev.tenon.gpu.launch.GpuKernel;
import dev.tenon.gpu.launch.Region;
import dev.tenon.ops.VarMean;
import dev.tenon.spi.Axes;
import java.util.Arrays;

/** Variance and mean in two passes over each row, in double: the deviations are exact to rounding, whatever the mean. */
public final class VarMeanKernel extends GpuKernel<VarMean> {
    @Override
    protected void run(VarMean op, GpuCall call) {
        var variance = call.out(0);
        var mean = call.out(1);
        if (variance.numel() == 0) {
            return;
        }
        var folded = Axes.folded(op.dim(), call.in(0).rank());
        var in = call.dense(foldedLast(call.in(0), folded), call.in(0).dtype());
        var chunks = Chunks.of(call.driver(), variance.numel(), in.numel() / variance.numel());
        double divisor = Math.max(0, chunks.n() - (op.correction() == null ? 1 : op.correction().doubleValue()));
        boolean joins = chunks.count() > 1;
        long squares = joins ? call.temporary(chunks.total() * Double.BYTES) : 0;
        long means = joins ? call.temporary(chunks.total() * Double.BYTES) : 0;
        call.launch("moments", "moments", in.dtype()).in(in).pointer(squares).pointer(means).in(variance).in(mean).i64(chunks.rows())
            .i64(chunks.n()).i64(chunks.chunk()).f64(divisor).grid(chunks.grid(), chunks.block(), 0);
        if (joins) {
            call.launch("moments", "join", in.dtype()).pointer(squares).pointer(means).in(variance).in(mean).i64(chunks.rows())
                .i64(chunks.n()).i64(chunks.chunk()).f64(divisor).over(chunks.rows());
        }
    }

    /** The same elements with the folded dimensions last. */
    private static Operand foldedLast(Operand input, boolean[] folded) {
        int[] order = Axes.foldedLast(folded, input.rank());
        var sizes = Arrays.stream(order).mapToLong(d -> input.sizes()[d]).toArray();
        var strides = Arrays.stream(order).mapToLong(d -> input.strides()[d]).toArray();
        return Region.of(input, sizes, strides, 0);
    }
}
